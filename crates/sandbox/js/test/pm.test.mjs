// Compares what scripts see with the reference's sandbox: assertions, responses, legacy globals, changes to requests.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { oraclePath } from './load.mjs';
import { engine, enginePath, librariesPath, ours, reference } from './world.mjs';
import * as tables from './rows-scripts.mjs';

const skip = !oraclePath ? 'NEWMAN_MODULES does not name a folder with the reference'
  : !existsSync(`${librariesPath}/node_modules/chai`) ? 'SDK_LIBRARIES does not name a folder with the libraries' : false;

/** A script that tries each piece of code and shows what came of it. */
const trying = (rows) => `const R = pm.response, Q = pm.request; ${rows.map((code) => `try { const r = eval(${JSON.stringify(code)}); console.log(${JSON.stringify(code)} + ' => ' + (r && r.assert ? 'holds' : JSON.stringify(r))) } catch (e) { console.log(${JSON.stringify(code)} + ' => ' + e.name + ': ' + e.message) }`).join('\n')}`;

/** A response with that body. */
const plain = (headers, body) => ({ id: 'i', code: 200, status: 'OK', headers, body });

/** Compares two lists of lines and collects the ones that differ. */
function differences(wanted, got, label, wrong) {
  const rows = Math.max(wanted.length, got.length);
  for (let at = 0; at < rows; at++) {
    if (JSON.stringify(wanted[at]) !== JSON.stringify(got[at])) wrong.push(`${label}\n    want ${JSON.stringify(wanted[at])}\n    got  ${JSON.stringify(got[at])}`);
  }
}

const report = (wrong, all) => assert.equal(wrong.length, 0, `${wrong.length} of ${all} differ:\n${wrong.join('\n')}`);
const quiet = (lines, shown) => lines.filter(([level]) => level !== 'warn').map((line) => line.map(shown));

/** Both undefined and null are null where lines cross as JSON. */
const crossed = (value) => (value === 'undefined' ? 'null' : value);
const asIs = (value) => value;

/** Every script that is compared: title, script, world, and what of the outcome is. */
const cases = [
  ...[undefined].map(() => ['assertions', trying(tables.assertions), {}]),
  ...tables.responses.map((response) => ['assertions about other responses', trying(tables.shortAssertions), { response }]),
  ...[...tables.responses, ...tables.encoded].map((response) => ['what is read from responses', trying(tables.responseReadings), { response }]),
  ['texts as JSON', `for (const t of ${JSON.stringify(tables.texts)}) { try { console.log(JSON.parse(t)) } catch (e) { console.log(t + ' => ' + e.name + ': ' + e.message + ' ' + e.row + ',' + e.column) } } tests.a = 1`, {}],
  ...tables.padded.map((body) => ['JSON with padding', trying(['R.jsonp()']), { response: plain([], body) }]),
  ...tables.media.map((type) => ['content info', 'console.log(pm.response.contentInfo(), pm.response.dataURI())', { response: plain(type === undefined ? [] : [['Content-Type', type]], 'hello') }]),
  ...tables.dispositions.map((text) => ['content info', 'console.log(pm.response.contentInfo())', { response: plain([['content-type', 'text/plain'], ['Content-Disposition', text]], 'hello') }]),
  ...tables.legacy.map((script) => ['legacy globals', script, {}]),
  ...tables.before.map((script) => ['legacy globals before the request', script, { event: 'prerequest' }]),
  ...tables.mutations.map((script) => ['changes to requests', script, { event: 'prerequest' }]),
];

const titles = [...new Set(cases.map(([title]) => title))];
const answers = new Map();

/** What the reference makes of a case, asked once. */
function wanted(script, world) {
  const key = JSON.stringify([script, world]);
  if (!answers.has(key)) answers.set(key, reference(script, world));
  return answers.get(key);
}

/** Compares the cases of a title, given what runs them. */
async function compare(title, run, shown = asIs) {
  const chosen = cases.filter(([other]) => other === title);
  const got = run(chosen.map(([, script, world]) => [script, world]));
  const wrong = [];
  for (const [at, [, script, world]] of chosen.entries()) {
    const want = await wanted(script, world);
    const label = JSON.stringify(world.response) || script;
    differences(quiet(want.lines, shown), quiet(got[at].lines, shown), label, wrong);
    differences(want.tests, got[at].tests, label, wrong);
    differences([want.error], [got[at].error], label, wrong);
    if (title === 'changes to requests') differences([want.request], [got[at].request], script, wrong);
  }
  report(wrong, chosen.length);
}

for (const title of titles) {
  await test(title, { skip }, () => compare(title, (rows) => rows.map(([script, world]) => ours(script, world))));
}

const noEngine = skip || (enginePath ? false : 'SANDBOX_REPLAY does not name the program of examples/replay.rs');
for (const title of titles) {
  await test(`${title}, in the engine`, { skip: noEngine }, () => compare(title, engine, crossed));
}
