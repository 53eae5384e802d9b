// What the SDK promises by itself: laziness, the jar, what is sent, the legacy globals coming and going.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { files, load, respond } from './load.mjs';

/** A host whose every call is counted. */
function counted(functions) {
  const calls = {};
  const host = {};
  for (const [name, run] of Object.entries(functions)) {
    host[name] = (...given) => {
      calls[name] = (calls[name] || 0) + 1;
      return run(...given);
    };
  }
  return [host, calls];
}

/** A jar that answers each question from a table, later. */
function jar(answers) {
  const asked = [];
  const host = {
    cookies: () => '[]',
    jar(op, given, done) {
      asked.push([op, ...given]);
      queueMicrotask(() => done(...answers[op]));
    },
  };
  return [load().makeCookies(host).jar(), asked];
}

await test('files are short', () => {
  for (const name of files()) {
    const lines = readFileSync(new URL(`../sdk/${name}`, import.meta.url), 'utf8').split('\n').length;
    assert.ok(lines <= 301, `${name} has ${lines} lines`);
  }
});

await test('a response does not touch its body before it is asked', () => {
  const { responseHead, bodyText, bodyBytes, bodyLength } = respond({ body: '{"a":1}', headers: [['A', 'b']] });
  const [host, calls] = counted({ responseHead, bodyText, bodyBytes, bodyLength });
  const response = load().makeResponse(host);
  assert.equal(response.code, 200);
  assert.equal(response.headers.get('a'), 'b');
  assert.deepEqual(calls, { responseHead: 2 });
  assert.deepEqual(response.json(), { a: 1 });
  assert.deepEqual(calls, { responseHead: 2, bodyText: 1 });
});

await test('a body is parsed by the host if it can', () => {
  const host = { ...respond({ body: '{"a":1}' }), bodyText: () => assert.fail('asked for text'), bodyJson: () => ({ b: 2 }) };
  assert.deepEqual(load().makeResponse(host).json(), { b: 2 });
});

await test('headers of a response can be changed before and after they were read', () => {
  const sdk = load();
  const changed = (change) => {
    const { headers } = sdk.makeResponse(respond({ headers: [['A', '1'], ['a', '2'], ['B', '3']] }));
    change(headers);
    return [headers.get('a'), headers.has('b'), headers.has('a', '1'), headers.count()];
  };
  assert.deepEqual(changed(() => {}), ['2', true, true, 3]);
  assert.deepEqual(changed((list) => list.clear()), [undefined, false, false, 0]);
  assert.deepEqual(changed((list) => list.remove('a')), [undefined, true, false, 1]);
  assert.deepEqual(changed((list) => list.repopulate('B: 1')), [undefined, true, false, 1]);
  assert.deepEqual(changed((list) => list.add('a: 4')), ['4', true, true, 4]);
  assert.deepEqual(changed((list) => { list.members = []; }), [undefined, false, false, 0]);
});

await test('there is no response without a head', () => {
  assert.equal(load().makeResponse({ responseHead: () => undefined }), undefined);
});

await test('a failed request has a response without a code', () => {
  const response = load().makeResponse(respond({ code: null }));
  assert.deepEqual([response.code, response.text(), 'code' in response], [undefined, undefined, false]);
  assert.throws(() => response.json(), { name: 'JSONError', message: '"undefined" is not valid JSON' });
});

await test('encoded bodies have the size that was downloaded', () => {
  const size = (headers, downloaded) => load().makeResponse(respond({ headers, body: 'hello', downloaded })).size().body;
  assert.equal(size([['Content-Encoding', 'gzip'], ['Content-Length', '3']], 9), 3);
  assert.equal(size([['Content-Encoding', 'br']], 4), 4);
  assert.equal(size([], 7), 5);
});

await test('very deep texts are a fault, not a crash', () => {
  const response = load().makeResponse(respond({ body: '['.repeat(200000) }));
  assert.throws(() => response.json(), { name: 'JSONError' });
});

await test('jar calls reach the host with the address as text', async () => {
  const stored = { name: 'a', value: 'b%20c', domain: 'h', path: '/' };
  const [cookies, asked] = jar({ get: [null, stored], getAll: [null, [stored, { name: 'h', value: '1', httpOnly: true }]], set: [null, stored], unset: [null], clear: [null] });
  assert.equal(await cookies.get('h/x', 'a'), 'b c');
  assert.equal((await cookies.getAll('http://h')).count(), 2);
  assert.equal((await cookies.getAll('http://h', { http: false })).count(), 1);
  assert.equal((await cookies.set('http://h', 'a', 'b c')).value, 'b%20c');
  await cookies.set('http://h', { name: 'n', value: 5, httpOnly: true, expires: new Date(0), extensions: [{ key: 'A', value: 'b' }] });
  await cookies.set('http://h', 'n=v=w; Path=/p; Secure; Max-Age=5; SameSite=Lax; Foo');
  assert.equal(await cookies.unset('http://h', 'a'), undefined);
  assert.equal(await cookies.clear('http://h'), undefined);
  assert.deepEqual(asked, [
    ['get', 'http://h/x', 'a'], ['getAll', 'http://h'], ['getAll', 'http://h'],
    ['set', 'http://h', { name: 'a', value: 'b c' }], ['set', 'http://h', { name: 'n', value: '5', expires: '1970-01-01T00:00:00.000Z', httpOnly: true, extensions: ['A=b'] }],
    ['set', 'http://h', { name: 'n', value: 'v=w', path: '/p', secure: true, maxAge: '5', extensions: ['SameSite=Lax', 'Foo'] }],
    ['unset', 'http://h', 'a'], ['clear', 'http://h'],
  ]);
});

await test('jar calls with a callback give nothing and pass errors on', async () => {
  const [cookies] = jar({ get: ['no way', null], unset: [null], getAll: [null, null] });
  const given = await new Promise((done) => {
    assert.equal(cookies.get('http://h', 'a', (...all) => done(all)), undefined);
  });
  assert.equal(given.length, 1);
  assert.equal(given[0].message, 'no way');
  await assert.rejects(cookies.get('http://h', 'a'), { message: 'no way' });
  assert.equal((await cookies.getAll('http://h')).count(), 0);
  const [missing] = jar({ get: [null, null] });
  assert.equal(await missing.get('http://h', 'a'), null);
});

const REFUSED = [
  ['get', [], 'CookieJar.get() requires a valid url'], ['get', [5], 'CookieJar.get() requires a valid url'],
  ['get', ['', 'a'], 'CookieJar.get() requires a valid url'], ['get', [{}, 'a'], 'CookieJar.get() requires a valid url'],
  ['get', ['h', 5], 'CookieJar.get() requires cookie name to be a string'], ['get', ['h', 'a', 5], 'CookieJar.get() requires a callback function'],
  ['get', ['h'], 'CookieJar.get() requires cookie name to be a string'], ['get', ['h', null, () => {}], 'CookieJar.get() requires cookie name to be a string'],
  ['getAll', [], 'CookieJar.getAll() requires a valid url'], ['getAll', ['h', 5], 'CookieJar.getAll() requires options to be an object'],
  ['getAll', ['h', 'n', () => {}], 'CookieJar.getAll() requires options to be an object'], ['getAll', ['h', {}, 5], 'CookieJar.getAll() requires a callback function'],
  ['set', [], 'CookieJar.set() requires a valid url'], ['set', ['h'], 'CookieJar.set() requires a valid set cookie arguments'],
  ['set', ['h', 5], 'CookieJar.set() requires a valid set cookie arguments'], ['unset', [null, 'a'], 'CookieJar.unset() requires a valid url'],
  ['unset', ['h'], 'CookieJar.unset() requires cookie name to be a string'], ['clear', [], 'CookieJar.clear() requires a valid url'],
];

await test('the jar refuses bad arguments', () => {
  for (const [name, given, message] of REFUSED) {
    const [cookies] = jar({});
    assert.throws(() => cookies[name](...given), { name: 'TypeError', message }, `${name}(${JSON.stringify(given)})`);
  }
});

const parsed = (parts) => ({ query: [], variable: [], ...parts });
const SENT = [
  ['http://x/y', { url: parsed({ protocol: 'http', host: ['x'], path: ['y'] }), method: 'GET' }],
  [{ url: 'x', header: { a: 'b', c: 5 } }, { url: parsed({ host: ['x'] }), header: [{ key: 'a', value: 'b' }, { key: '', value: '' }], method: 'GET' }],
  [{ url: 'x', header: ['a: b', { key: 'c', value: 'd', disabled: true }] }, { url: parsed({ host: ['x'] }), header: [{ key: 'a', value: 'b' }, { disabled: true, key: 'c', value: 'd' }], method: 'GET' }],
  [{ url: 'x', header: 'a: b\nc: d', method: 'post', body: 'text' }, { url: parsed({ host: ['x'] }), header: [{ key: 'a', value: 'b' }, { key: 'c', value: 'd' }], method: 'POST', body: { mode: 'raw', raw: 'text' } }],
  [{ url: 'x', body: { a: 1 } }, { url: parsed({ host: ['x'] }), method: 'GET', body: {} }],
  [{ url: 'x', auth: { type: 'basic', basic: { username: 'u' } } }, { url: parsed({ host: ['x'] }), method: 'GET', auth: { type: 'basic', basic: [{ type: 'any', value: 'u', key: 'username' }] } }],
  [{ method: 'GET' }, { url: parsed({}), method: 'GET' }], [5, { url: parsed({}), method: 'GET' }], [[], { url: parsed({}), method: 'GET' }],
  [() => 1, { url: parsed({}), method: 'GET' }], [{ url: 'x?{{y}}' }, { url: { host: ['x'], query: [{ key: '{{y}}', value: null }], variable: [] }, method: 'GET' }],
];

await test('requests to send are put into the form of a collection', () => {
  const sdk = load();
  for (const [given, wanted] of SENT) {
    assert.deepEqual(JSON.parse(JSON.stringify(sdk.requestJson(given))), wanted, JSON.stringify(given));
  }
  const request = new sdk.Request('http://x/y?z');
  const wanted = { protocol: 'http', path: ['y'], host: ['x'], query: [{ key: 'z', value: null }], variable: [] };
  assert.deepEqual(sdk.requestJson(request).url, wanted);
  assert.deepEqual(sdk.requestJson({ url: request.url }).url, wanted);
  assert.deepEqual(sdk.requestJson({ url: 'x', header: new sdk.Request({ url: 'x', header: 'a: b' }).headers }).header, [{ key: 'a', value: 'b' }]);
});

await test('legacy globals are fresh for each script and fit the event', () => {
  const sdk = load();
  const scope = {};
  let event = 'test';
  const host = {
    ...respond({ body: 'text' }), eventName: () => event, info: () => ({ iteration: 3 }), requestJson: () => '{"url":"x"}',
    cookies: () => '[]', deprecated() {}, scope: () => ({ toObject: () => ({ a: 1 }) }), require: (name) => `library ${name}`,
  };
  sdk.legacy(host, scope, '');
  assert.deepEqual([scope.responseBody, scope.iteration, scope._, scope.atob], ['text', 3, 'library lodash3', 'library atob']);
  scope.tests.a = 1;
  scope.data = 5;
  assert.equal(scope.data, 5);
  assert.deepEqual(sdk.legacyTests(host), [['a', 1]]);
  sdk.legacy(host, scope, '');
  assert.equal(sdk.legacyTests(host), undefined);
  assert.deepEqual(scope.data, { a: 1 });
  event = 'prerequest';
  sdk.legacy(host, scope, '');
  assert.ok(!('responseBody' in scope));
  event = 'test';
  sdk.legacy(host, scope, '');
  assert.equal(scope.responseBody, 'text');
});

await test('objects of another copy of the SDK are recognised', () => {
  const [one, two] = [load(), load()];
  assert.ok(one.Request.isRequest(new two.Request('x')));
  assert.deepEqual(one.requestJson(new two.Request('x')), new one.Request('x').toJSON());
});
