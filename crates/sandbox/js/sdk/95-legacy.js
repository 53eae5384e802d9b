// The globals that scripts had before there was `pm`.

const { has, isText, isObject } = exports.internal;

/** Longer bodies are not given as text. */
const BODY_LIMIT = 50 * 1024 * 1024;

/** What the running script has made and assigned; replaced for each script. */
let state;

/** Whether a script's text has the word, not as a member of something. */
function mentions(source, word) {
  if (!isText(source)) return false;
  for (let at = source.indexOf(word); at >= 0; at = source.indexOf(word, at + 1)) {
    if (source[at - 1] !== '.') return true;
  }
  return false;
}

/** The values of a scope as they were when the script began. */
function snapshot(name) {
  if (!has(state.snapshots, name)) state.snapshots[name] = state.host.scope(name).toObject();
  return state.snapshots[name];
}

/** The functions to read and write one scope, and its snapshot with it. */
function scopeFunctions(one, all, name) {
  return {
    [`set${one}`](key, value) {
      const text = value ? value.toString() : value;
      state.host.scope(name).set(key, text);
      snapshot(name)[key] = text;
    },
    [`get${one}`]: (key) => state.host.scope(name).get(key),
    [`clear${one}`](key) {
      state.host.scope(name).unset(key);
      delete snapshot(name)[key];
    },
    [`clear${all}`]() {
      state.host.scope(name).clear();
      const values = snapshot(name);
      for (const key of Object.keys(values)) delete values[key];
    },
  };
}

const COMMON = {
  ...scopeFunctions('EnvironmentVariable', 'EnvironmentVariables', 'environment'),
  ...scopeFunctions('GlobalVariable', 'GlobalVariables', 'globals'),
  /** Names the request to run next. */
  setNextRequest: (name) => state.host.setNextRequest(name),
};
const AFTER = {
  /** The cookie of a name that goes with the response. */
  getResponseCookie: (name) => cookies().one(name),
  /** The value of a header of the response. */
  getResponseHeader: (name) => response().headers.get(name),
};

/** An object with those functions that enumeration does not show. */
function functions(...parts) {
  const target = Object.create(Object.assign({}, ...parts));
  Object.defineProperties(target, {
    __execution: { enumerable: true, get: () => state.host.info() },
    __environment: { enumerable: true, get: () => snapshot('environment') },
    __globals: { enumerable: true, get: () => snapshot('globals') },
  });
  return target;
}

/** The response and the cookies of the running script, made once. */
const response = () => state.response || (state.response = exports.makeResponse(state.host));
const cookies = () => state.cookies || (state.cookies = exports.makeCookies(state.host));
const inTest = () => state.host.eventName() === 'test';

/** The request in the old form. */
function oldRequest() {
  const request = exports.makeRequest(state.host);
  const { requestId, requestName } = state.host.info();
  const { description, headers, method, url, body } = request;
  let data = {};
  if (body && body.mode === 'raw') data = body.raw || {};
  else if (body && (body.mode === 'urlencoded' || body.mode === 'formdata')) {
    data = body[body.mode].toObject(true);
  }
  return {
    id: requestId, name: requestName, description: description && String(description),
    headers: headers.toObject(true, false, true, true), method, url: String(url), data,
  };
}

/** The document that an XML text describes; undefined if it is none. */
function readXml(text) {
  let out;
  const options = { explicitArray: false, async: false, trim: true, mergeAttrs: false };
  state.host.require('xml2js').parseString(text, options, (fault, document) => {
    if (!fault) out = document;
  });
  return out;
}

const lib = (name, module = name) => [`require('${name}')`, () => state.host.require(module)];

/** The globals: what to use instead, and how each is made. */
const GLOBALS = {
  tests: ['pm.test()', () => (state.tests = {})],
  request: ['pm.request', oldRequest],
  iteration: [null, () => state.host.info().iteration],
  data: ['pm.iterationData', () => state.host.scope('iterationData').toObject() || {}],
  environment: ['pm.environment', () => snapshot('environment')],
  globals: ['pm.globals', () => snapshot('globals')],
  postman: ['pm.execution.setNextRequest()', () => (inTest() ? functions(COMMON, AFTER) : functions(COMMON))],
  _: lib('lodash', 'lodash3'),
  CryptoJS: lib('crypto-js'),
  tv4: ["require('ajv')", () => state.host.require('tv4')],
  xml2Json: ["require('xml2js')", () => readXml],
  Backbone: lib('backbone'),
  cheerio: lib('cheerio'),
  atob: lib('atob'),
  btoa: lib('btoa'),
};
const TEST_GLOBALS = {
  responseBody: [null, () => (state.host.bodyLength() > BODY_LIMIT ? undefined : response().text())],
  responseCode: ['pm.response.code', () => {
    const { name, detail, code } = response().details();
    return code === undefined ? {} : { code, name, detail };
  }],
  responseHeaders: ['pm.response.headers', () => {
    const out = {};
    response().headers.each(({ key, value }) => {
      out[key] = value;
    });
    return out;
  }],
  responseTime: [null, () => response().responseTime],
  responseCookies: ['pm.cookies', cookies],
};

/** What a warning calls a global. */
const SHOWN = { postman: 'postman.setNextRequest' };

/** Defines globals that are made when a script first reads them. */
function define(scope, table) {
  for (const name of Object.keys(table)) {
    const [instead, make] = table[name];
    Object.defineProperty(scope, name, {
      configurable: true,
      enumerable: false,
      get() {
        const { values } = state;
        if (name in values) return values[name];
        if (instead) state.host.deprecated(SHOWN[name] || name, instead);
        return (values[name] = make());
      },
      set(value) {
        state.values[name] = value;
      },
    });
  }
}

/** The event whose globals are defined in a scope. */
const events = new WeakMap();

/** Gives a script fresh legacy globals in a scope; its text says what it may look at. */
exports.legacy = (source, scope, text) => {
  state = { host: source, values: Object.create(null), snapshots: {} };
  // What the script sees later is what the scopes held when it began.
  if (mentions(text, 'environment')) snapshot('environment');
  if (mentions(text, 'globals')) snapshot('globals');
  const before = events.get(scope);
  const event = state.host.eventName();
  if (before === event) return;
  events.set(scope, event);
  if (!before) define(scope, GLOBALS);
  if (event === 'test') define(scope, TEST_GLOBALS);
  else if (before) for (const name of Object.keys(TEST_GLOBALS)) delete scope[name];
};

/** The names and values of `tests` after a script, if it used them. */
exports.legacyTests = () => {
  const { tests } = state || {};
  return isObject(tests) ? Object.keys(tests).map((name) => [name, tests[name]]) : undefined;
};
