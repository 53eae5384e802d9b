// Two worlds in which scripts run: the reference's sandbox, and our SDK around a small stand-in core.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import vm from 'node:vm';
import { load, oracle, respond } from './load.mjs';

/** A folder with chai 4, ajv 6 and the other libraries of the bundle. */
export const librariesPath = process.env.SDK_LIBRARIES || new URL('../../bundle', import.meta.url).pathname;

/** Loads libraries of the bundle into a context, so that objects are of its own kinds. */
function librariesIn(context) {
  const loaded = new Map();
  const load = (name, from) => {
    const path = createRequire(from).resolve(name);
    if (loaded.has(path)) return loaded.get(path).exports;
    const module = { exports: {} };
    loaded.set(path, module);
    const source = readFileSync(path, 'utf8');
    if (path.endsWith('.json')) module.exports = JSON.parse(source);
    else {
      vm.runInContext(`(function (module, exports, require, __dirname) {${source}\n})`, context)
        .call(module.exports, module, module.exports, (inner) => load(inner, path), dirname(path));
    }
    return module.exports;
  };
  return (name) => load(name, `${librariesPath}/package.json`);
}

/** What every script finds unless a test says otherwise. */
export const usual = {
  request: {
    method: 'POST', url: 'http://u:p@localhost:8080/a/:id/b?q=1&r=2#h', body: { mode: 'raw', raw: 'hello' },
    header: [{ key: 'X-A', value: '1' }, { key: 'x-a', value: '2', disabled: true }],
  },
  response: {
    id: 'rid', code: 200, status: 'OK', body: '{"a":{"b":[1,2]},"s":"str"}',
    headers: [['Content-Type', 'application/json; charset=utf-8'], ['X-T', 'one'], ['x-t', 'two']],
  },
  cookies: [{ name: 'c1', value: 'v1', domain: 'localhost', path: '/' }, { name: 'c1', value: 'v2' }, { name: 'c2', value: '%20x' }],
  environment: { ek: 'ev' }, globals: { gk: 5 }, data: { d: 1 },
};

const scopeOf = (values) => ({ values: Object.entries(values).map(([key, value]) => ({ key, value, type: 'any' })) });

/** Runs a script in the reference's sandbox and gives its console lines and assertions. */
export function reference(script, { event = 'test', ...changes } = {}) {
  const world = { ...usual, ...changes };
  const Sandbox = oracle('postman-sandbox');
  const { Event } = oracle('postman-collection');
  const { id, code, status, headers = [], body } = world.response;
  return new Promise((resolve, reject) => {
    Sandbox.createContext({ timeout: 10000 }, (fault, context) => {
      if (fault) return reject(fault);
      const out = { lines: [], tests: [] };
      context.on('console', (cursor, level, ...values) => out.lines.push([level, ...values.map(text)]));
      context.on('execution.assertion', (cursor, list) => out.tests.push(...list.map(
        ({ name, passed, error }) => [name, passed, error ? `${error.name}: ${error.message}` : null])));
      context.on('error', () => {});
      const response = {
        id, code, status, header: headers.map(([key, value]) => ({ key, value })),
        stream: code === undefined ? undefined : Buffer.from(body || ''), responseTime: 42, responseSize: (body || '').length,
      };
      const given = {
        request: world.request, response: event === 'test' ? response : undefined, cookies: world.cookies, data: world.data,
        environment: scopeOf(world.environment), globals: scopeOf(world.globals),
      };
      context.execute(new Event({ listen: event, script: { exec: script } }),
        { id: 'x', cursor: { iteration: 0, cycles: 1 }, timeout: 10000, context: given }, (error, result) => {
          out.error = error ? `${error.name}: ${error.message}` : null;
          out.request = JSON.parse(JSON.stringify(result.request || null));
          context.dispose && context.dispose();
          context.disconnect && context.disconnect();
          resolve(out);
        });
      return undefined;
    });
  });
}

const text = (value) => {
  const json = typeof value === 'string' ? value : JSON.stringify(value);
  return json === undefined ? 'undefined' : json;
};

/** A scope with the functions that the SDK uses. */
function scope(values) {
  const all = { ...values };
  return {
    get: (key) => all[key], has: (key) => key in all, toObject: () => ({ ...all }),
    set(key, value) { all[key] = value; }, unset(key) { delete all[key]; },
    clear() { for (const key of Object.keys(all)) delete all[key]; },
  };
}

/** Runs a script with our SDK and gives the same as `reference`. */
export function ours(script, { event = 'test', ...changes } = {}) {
  const world = { ...usual, ...changes };
  const out = { lines: [], tests: [], next: [] };
  const scopes = { environment: scope(world.environment), globals: scope(world.globals), iterationData: scope(world.data) };
  const warned = new Set();
  const log = (level) => (...values) => { out.lines.push([level, ...values.map(text)]); };
  const host = {
    ...respond(world.response.code === undefined ? { ...world.response, code: null } : world.response),
    requestJson: () => JSON.stringify(world.request), cookies: () => JSON.stringify(world.cookies),
    eventName: () => event, info: () => ({ eventName: event, iteration: 0 }), scope: (name) => scopes[name],
    setNextRequest: (name) => out.next.push(name), jar: world.jar,
    deprecated(name, instead) {
      if (!warned.has(name)) log('warn')(`Using "${name}" is deprecated. Use "${instead}" instead.`);
      warned.add(name);
    },
  };
  const globals = vm.createContext({ console: { log: log('log'), warn: log('warn') }, Buffer });
  host.require = librariesIn(globals);
  const chai = host.require('chai');
  const sdk = load(host, (source) => vm.runInContext(`(function (host, exports) {${source}\n})`, globals));
  chai.use(sdk.extendChai);
  const json = vm.runInContext('JSON', globals);
  const parse = json.parse;
  json.parse = (given, reviver) => {
    try {
      return parse(String(given).replace(/^\ufeff/, ''), reviver);
    } catch (fault) {
      throw sdk.internal.jsonFault(given, fault);
    }
  };
  const pm = {
    request: sdk.makeRequest(host), response: event === 'test' ? sdk.makeResponse(host) : undefined,
    cookies: sdk.makeCookies(host), expect: chai.expect, environment: scopes.environment, globals: scopes.globals,
    test(name, check) {
      try {
        check();
        out.tests.push([name, true, null]);
      } catch (fault) {
        out.tests.push([name, false, `${fault.name}: ${fault.message}`]);
      }
    },
  };
  globals.pm = pm;
  const legacy = {};
  sdk.legacy(host, legacy, script);
  globals.scope = legacy;
  out.error = null;
  try {
    vm.runInContext(`with (scope) (function () {${script}\n})()`, globals);
  } catch (fault) {
    out.error = `${fault.name}: ${fault.message}`;
  }
  for (const [name, value] of sdk.legacyTests(host) || []) {
    out.tests.push([name, Boolean(value), value ? null : `AssertionError: expected ${String(value)} to be truthy`]);
  }
  out.request = JSON.parse(JSON.stringify(pm.request));
  return out;
}

/** The program that runs scripts in the real engine, if it was given. */
export const enginePath = process.env.SANDBOX_REPLAY;

/** Runs scripts in the real engine and gives for each the same as `reference`. */
export function engine(rows) {
  const input = rows.map(([script, { event = 'test', ...changes } = {}]) => JSON.stringify({ ...usual, ...changes, script, event })).join('\n');
  const { stdout, stderr, status } = spawnSync(enginePath, { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim().split('\n').map((line) => {
    const answer = JSON.parse(line);
    return { ...answer, lines: answer.lines.map(([level, ...values]) => [level, ...values.map(text)]) };
  });
}
