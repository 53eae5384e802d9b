// Compares the SDK objects with those of the reference: the same code must give the same.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { load, oracle, oraclePath } from './load.mjs';
import * as tables from './rows-lists.mjs';
import * as more from './rows-objects.mjs';

const names = ['Request', 'RequestBody', 'RequestAuth', 'Url', 'Header', 'HeaderList', 'QueryParam', 'FormParam',
  'PropertyList', 'Variable', 'VariableList', 'Cookie', 'CookieList'];

/** Plain data of a result; what cannot be told apart in JSON is named. */
const show = (value) => {
  const text = JSON.stringify(value, (key, inner) => (inner === undefined ? '<undefined>'
    : typeof inner === 'function' ? '<function>' : typeof inner === 'number' && Number.isNaN(inner) ? '<NaN>' : inner));
  return text === undefined ? '<undefined>' : text.replace(/"[^"]*":"<undefined>",?/g, '').replace(/,}/g, '}');
};

/** Runs code with one SDK; a failure counts as its name. */
function run(sdk, before, code, after = '') {
  const tail = code.startsWith('{') || /return|^const/.test(code) ? `${code}` : `const result = ${/^[^=(]+ = |;|^delete/.test(code) ? `(() => { ${code} })()` : code}; return ${after || 'result'};`;
  try {
    const body = new Function(...names, `${before}\n${tail}`);
    return show(body(...names.map((name) => sdk[name])));
  } catch (fault) {
    if (fault instanceof SyntaxError && /Unexpected|Missing|missing/.test(fault.message)) throw new Error(`bad row ${code}: ${fault}`);
    return `throws ${fault.name}`;
  }
}

const skip = oraclePath ? false : 'NEWMAN_MODULES does not name a folder with the reference';

/** Compares rows; where the reference fails, it has no answer to compare with. */
async function compare(title, rows) {
  await test(title, { skip }, () => {
    const ours = load();
    const theirs = oracle('postman-collection');
    const wrong = [];
    for (const [before, code, after] of rows) {
      const key = `${before} | ${code}`;
      const [wanted, got] = [run(theirs, before, code, after), run(ours, before, code, after)];
      if (wanted !== got && !wanted.startsWith('throws')) wrong.push(`${key}\n    want ${wanted}\n    got  ${got}`);
    }
    assert.equal(wrong.length, 0, `${wrong.length} of ${rows.length} differ:\n${wrong.join('\n')}`);
  });
}

const url = (value) => `const u = new Url(${JSON.stringify(value)});`;
const headers = "const l = new PropertyList(Header, null, [{ key: 'A', value: 1 }, { key: 'a', value: 2 }, { key: 'B', value: 'x', disabled: true }, 'C: d']);";
const query = "const l = new PropertyList(QueryParam, null, 'a=1&a=2&A=3&b&=x');";
const request = "const r = new Request({ method: 'post', url: 'http://h/x?q=1', header: [{ key: 'X-A', value: '1' }, { key: 'x-a', value: '2' }, { key: 'D', value: '3', disabled: true }, { key: 'E', value: '' }, { key: '', value: 'k' }, { key: 'N', value: null }], body: { mode: 'raw', raw: 'hello' } });";
const variables = "const l = new VariableList(null, [{ key: 'a', value: 1 }, { key: 'a', value: 2 }, { key: 'b', value: 'x', type: 'string' }, { key: 'n', value: '5', type: 'number' }]);";

await compare('addresses', tables.addresses.flatMap((text) => tables.readings.map((code) => [url(text), code])));
await compare('addresses in parts', tables.parts.flatMap((data) => tables.readings.map((code) => [url(data), code])));
await compare('changes to addresses', tables.addressChanges.map((code) => [url('http://h/x?a=1&b=2'), code, '[result, u.toString(), u]']));
await compare('lists of headers', tables.headerLists.map((code) => [headers, code, '[result, l]']));
await compare('lists of parameters', tables.queryLists.map((code) => [query, code, '[result, l]']));
await compare('lists of headers in their own class', tables.headerLists.map((code) => [headers.replace('PropertyList(Header, ', 'HeaderList('), code, '[result, l]']));
await compare('things made from data', more.makings.map((code) => ['', code]));
await compare('requests', more.requestChanges.map((code) => [request, code, '[result, r]']));
await compare('sizes of requests', more.sizes.map((data) => [`const r = new Request(Object.assign({ method: 'post', url: 'x', header: [{ key: 'a', value: 'b' }], body: { mode: 'raw', raw: 'hello' } }, ${data}));`, 'r.size()']));
await compare('variables', more.variables.map((code) => [variables, code, '[result, l]']));
await compare('cookies', more.cookies.map((code) => ['', code]));
