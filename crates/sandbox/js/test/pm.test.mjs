// Compares what scripts see with the reference's sandbox: assertions, responses, legacy globals, changes to requests.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { oraclePath } from './load.mjs';
import { librariesPath, ours, reference } from './world.mjs';
import * as tables from './tables3.mjs';

const skip = !oraclePath ? 'NEWMAN_MODULES does not name a folder with the reference'
  : !existsSync(`${librariesPath}/node_modules/chai`) ? 'SDK_LIBRARIES does not name a folder with the libraries' : false;

/** A script that tries each piece of code and shows what came of it. */
const trying = (rows) => `const R = pm.response, Q = pm.request; ${rows.map((code) => `try { const r = eval(${JSON.stringify(code)}); console.log(${JSON.stringify(code)} + ' => ' + (r && r.assert ? 'holds' : JSON.stringify(r))) } catch (e) { console.log(${JSON.stringify(code)} + ' => ' + e.name + ': ' + e.message) }`).join('\n')}`;

/** Compares two lists of lines and collects the ones that differ. */
function differences(wanted, got, label, wrong) {
  const rows = Math.max(wanted.length, got.length);
  for (let at = 0; at < rows; at++) {
    if (JSON.stringify(wanted[at]) !== JSON.stringify(got[at])) wrong.push(`${label}\n    want ${JSON.stringify(wanted[at])}\n    got  ${JSON.stringify(got[at])}`);
  }
}

const report = (wrong, all) => assert.equal(wrong.length, 0, `${wrong.length} of ${all} differ:\n${wrong.join('\n')}`);
const quiet = (lines) => lines.filter(([level]) => level !== 'warn');

await test('assertions', { skip }, async () => {
  const wrong = [];
  const script = trying(tables.assertions);
  differences(quiet((await reference(script)).lines), quiet(ours(script).lines), '', wrong);
  report(wrong, tables.assertions.length);
});

await test('assertions about other responses', { skip }, async () => {
  const wrong = [];
  const script = trying(tables.shortAssertions);
  for (const response of tables.responses) {
    differences(quiet((await reference(script, { response })).lines), quiet(ours(script, { response }).lines), JSON.stringify(response), wrong);
  }
  report(wrong, tables.shortAssertions.length * tables.responses.length);
});

await test('what is read from responses', { skip }, async () => {
  const wrong = [];
  const script = trying(tables.responseReadings);
  const more = [{ ...tables.responses[0], headers: [['Content-Encoding', 'gzip'], ['Content-Length', '3']], body: 'hello' }, { ...tables.responses[0], headers: [['Content-Encoding', 'br'], ['Content-Length', '3']], body: 'hello' }, { ...tables.responses[0], headers: [['Transfer-Encoding', 'chunked']], body: 'hé' },
    { id: 'i', code: 200, status: 'OK', headers: [['Content-Type', 'text/plain'], ['Set-Cookie', 'a=b'], ['set-cookie', 'c=d'], ['', 'x']], body: 'cb({"a":1});' }];
  for (const response of [...tables.responses, ...more]) {
    differences(quiet((await reference(script, { response })).lines), quiet(ours(script, { response }).lines), JSON.stringify(response), wrong);
  }
  report(wrong, tables.responseReadings.length * (tables.responses.length + more.length));
});

await test('texts as JSON', { skip }, async () => {
  const wrong = [];
  const script = `const out = []; for (const t of ${JSON.stringify(tables.texts)}) { try { console.log(JSON.parse(t)) } catch (e) { console.log(t + ' => ' + e.name + ': ' + e.message + ' ' + e.row + ',' + e.column) } }`;
  differences(quiet((await reference(script)).lines), quiet(ours(script).lines), '', wrong);
  report(wrong, tables.texts.length);
});

await test('JSON with padding', { skip }, async () => {
  const wrong = [];
  for (const body of tables.padded) {
    const response = { id: 'i', code: 200, status: 'OK', headers: [], body };
    differences((await reference(trying(['R.jsonp()']), { response })).lines, ours(trying(['R.jsonp()']), { response }).lines, body, wrong);
  }
  report(wrong, tables.padded.length);
});

await test('content info', { skip }, async () => {
  const wrong = [];
  const script = 'console.log(pm.response.contentInfo(), pm.response.dataURI())';
  const all = [...tables.media.map((type) => (type === undefined ? [] : [['Content-Type', type]])), ...tables.dispositions.map((text) => [['content-type', 'text/plain'], ['Content-Disposition', text]])];
  for (const headers of all) {
    const response = { id: 'i', code: 200, status: 'OK', headers, body: 'hello' };
    differences((await reference(script, { response })).lines, ours(script, { response }).lines, JSON.stringify(headers), wrong);
  }
  report(wrong, all.length);
});

for (const [title, rows, event] of [['legacy globals', tables.legacy, 'test'], ['legacy globals before the request', tables.before, 'prerequest']]) {
  await test(title, { skip }, async () => {
    const wrong = [];
    for (const script of rows) {
      const [wanted, got] = [await reference(script, { event }), ours(script, { event })];
      differences(quiet(wanted.lines), quiet(got.lines), script, wrong);
      differences(wanted.tests, got.tests, script, wrong);
      differences([wanted.error], [got.error], script, wrong);
    }
    report(wrong, rows.length);
  });
}

await test('changes to requests', { skip }, async () => {
  const wrong = [];
  for (const script of tables.mutations) {
    const event = 'prerequest';
    differences([(await reference(script, { event })).request], [ours(script, { event }).request], script, wrong);
  }
  report(wrong, tables.mutations.length);
});
