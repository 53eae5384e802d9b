// The assertions about requests and responses that scripts may make.

const { has, isText, isPlain, isA, toJsonText } = exports.internal;

/** The names in a path such as `a.b[0]["c d"]`. */
function pathOf(text) {
  const names = [];
  if (text[0] === '.') names.push('');
  const token = /[^.[\]]+|\[(?:(-?\d+(?:\.\d+)?)|(["'])((?:(?!\2)[^\\]|\\.)*?)\2)\]|(?=(?:\.|\[\])(?:\.|\[\]|$))/g;
  text.replace(token, (all, number, quote, quoted) => {
    if (quote) names.push(quoted.replace(/\\(.)/g, '$1'));
    else names.push(number || all);
    return '';
  });
  return names;
}

/** What is at a path, and whether there is something; a whole path may be one name. */
function lookUp(json, path) {
  if (json === undefined || json === null) return { found: false };
  const names = has(Object(json), path) ? [path] : pathOf(path);
  let at = json;
  for (const name of names) {
    if (at === undefined || at === null || !has(Object(at), name)) return { found: false };
    at = at[name];
  }
  return { found: names.length > 0, value: at };
}

/** Status codes and reasons, in the spelling in which they are compared. */
const STATUSES = [
  ['accepted', 202, 'ACCEPTED'], ['withoutContent', 204, 'NO CONTENT'],
  ['badRequest', 400, 'BAD REQUEST'], ['unauthorized', 401, 'UNAUTHORIZED'],
  ['unauthorised', 401, 'UNAUTHORISED'], ['forbidden', 403, 'FORBIDDEN'],
  ['notFound', 404, 'NOT FOUND'], ['notAcceptable', 406, 'ACCEPTABLE'],
  ['rateLimited', 429, 'TOO MANY REQUESTS'],
];
const CLASSES = [['info', 1], ['success', 2], ['redirection', 3], ['clientError', 4], ['serverError', 5]];

const isResponse = (value) => value instanceof exports.Response || isA(value, 'Response');
const isRequest = (value) => value instanceof exports.Request || isA(value, 'Request');
const isEither = (value) => isRequest(value) || isResponse(value);

/** Adds the assertions to chai. */
exports.extendChai = (chai, utils) => {
  const { Assertion } = chai;
  /** An assertion about the same or another subject, without what was said before. */
  const fresh = (self, subject) => new Assertion(subject, utils.flag(self, 'message'));
  const kit = {
    Assertion,
    utils,
    fresh,
    /** The subject, if it is a response. */
    response(self) {
      const subject = self._obj;
      // Assertions are made only to fail, as each costs as much as all the rest.
      if (!isResponse(subject)) fresh(self, subject).to.be.postmanResponse;
      return subject;
    },
    /** A member of the subject, if it is a response that has it. */
    member(self, name) {
      const subject = kit.response(self);
      if (subject[name] === undefined) fresh(self, subject).to.have.property(name);
      return subject[name];
    },
  };
  kindAssertions(kit);
  statusAssertions(kit);
  reasonAssertions(kit);
  headerAssertion(kit);
  bodyAssertions(kit);
  jsonBodyAssertion(kit);
  measureAssertions(kit);
  schemaAssertion(kit);
};

/** Adds the assertions that something is a request or a response. */
function kindAssertions({ Assertion }) {
  const add = (name, kind, accept) => Assertion.addProperty(name, function check() {
    this.assert(accept(this._obj), `expecting a postman ${kind} object but got #{this}`,
      `not expecting a postman ${kind} object`);
  });
  add('postmanRequest', 'request', isRequest);
  add('postmanResponse', 'response', isResponse);
  add('postmanRequestOrResponse', 'request or response', isEither);
}

/** Adds the assertions about status codes and their classes. */
function statusAssertions({ Assertion, member, response }) {
  function statusCode(code) {
    const actual = member(this, 'code');
    this.assert(actual === Number(code), 'expected response to have status code #{exp} but got #{act}',
      'expected response to not have status code #{act}', Number(code), actual);
  }
  function statusReason(reason) {
    const actual = response(this).reason();
    this.assert(actual === reason, 'expected response to have status reason #{exp} but got #{act}',
      'expected response to not have status reason #{act}', reason, actual);
  }
  function statusCodeClass(first) {
    const actual = member(this, 'code');
    this.assert(Math.floor(actual / 100) === first,
      'expected response code to be #{exp}XX but found #{act}',
      'expected response code to not be #{exp}XX', first, actual);
  }
  Assertion.addMethod('statusCode', statusCode);
  Assertion.addMethod('statusReason', statusReason);
  Assertion.addMethod('statusCodeClass', statusCodeClass);
  Assertion.addMethod('status', function status(wanted) {
    (typeof wanted === 'number' ? statusCode : statusReason).call(this, wanted);
  });
  for (const [name, first] of CLASSES) {
    Assertion.addProperty(name, function check() {
      statusCodeClass.call(this, first);
    });
  }
  Assertion.addProperty('error', function error() {
    const actual = member(this, 'code');
    const first = Math.floor(actual / 100);
    this.assert(first === 4 || first === 5, 'expected response code to be 4XX or 5XX but found #{act}',
      'expected response code to not be 4XX or 5XX', null, actual);
  });
}

/** Adds the assertions that want a reason and then a code. */
function reasonAssertions({ Assertion, response }) {
  const both = (self, code, reason) => {
    const actual = String(response(self).reason()).toUpperCase();
    self.assert(actual === reason, 'expected response to have status reason #{exp} but got #{act}',
      'expected response to not have status reason #{act}', reason, actual);
    self.assert(self._obj.code === code, 'expected response to have status code #{exp} but got #{act}',
      'expected response to not have status code #{act}', code, self._obj.code);
  };
  for (const [name, code, reason] of STATUSES) {
    Assertion.addProperty(name, function check() {
      both(this, code, reason);
    });
  }
  Assertion.overwriteProperty('ok', (original) => function ok() {
    if (isResponse(this._obj)) both(this, 200, 'OK');
    else original.call(this);
  });
}

/** Adds the assertion about a header of a request or response. */
function headerAssertion({ Assertion, fresh }) {
  Assertion.addMethod('header', function header(name, value) {
    if (!isEither(this._obj)) fresh(this, this._obj).to.be.postmanRequestOrResponse;
    const kind = isRequest(this._obj) ? 'request' : 'response';
    const { headers } = this._obj;
    this.assert(headers.has(name), `expected ${kind} to have header with key '${String(name)}'`,
      `expected ${kind} to not have header with key '${String(name)}'`, true, headers.has(name));
    if (arguments.length < 2) return;
    const actual = headers.get(name);
    this.assert(actual === value, `expected '${String(name)}' ${kind} header to be #{exp} but got #{act}`,
      `expected '${String(name)}' ${kind} header to not be #{act}`, value, actual);
  });
}

/** The JSON of a response, or why it has none. */
function jsonOf(target) {
  try {
    return { value: target.json() };
  } catch (fault) {
    return { fault };
  }
}

/** Adds the assertions about the content of a response. */
function bodyAssertions({ Assertion, utils, response }) {
  function withBody() {
    const text = response(this).text();
    this.assert(isText(text) && text.length > 0, 'expected response to have content in body',
      'expected response to not have content in body', 'content in body', text);
  }
  Assertion.addProperty('withBody', withBody);

  Assertion.addMethod('body', function body(wanted) {
    const target = response(this);
    if (arguments.length === 0) {
      withBody.call(this);
    } else if (wanted instanceof RegExp) {
      const text = target.text();
      this.assert(wanted.exec(text) !== null, 'expected response body text to match #{exp} but got #{act}',
        'expected response body text #{act} to not match #{exp}', wanted, text);
    } else if (isPlain(wanted) && !Array.isArray(wanted)) {
      const { value } = jsonOf(target);
      this.assert(utils.eql(value, wanted), 'expected response body json to equal #{exp} but got #{act}',
        'expected response body json to not equal #{exp} but got #{act}', wanted, value);
    } else {
      const text = target.text();
      this.assert(text === wanted, 'expected response body to equal #{exp} but got #{act}',
        'expected response body to not equal #{exp}', wanted, text);
    }
  });
}

/** Adds the assertions about a response's JSON. */
function jsonBodyAssertion({ Assertion, utils, response }) {
  function json() {
    const { fault } = jsonOf(response(this));
    const why = fault && String(fault.message).split('\n')[0];
    this.assert(!fault, `expected response body to be a valid json but got error ${why}`,
      'expected response body not to be a valid json', true, !fault);
  }
  Assertion.addProperty('json', json);

  Assertion.addMethod('jsonBody', function jsonBody(path, wanted) {
    const target = response(this);
    if (arguments.length === 0) {
      json.call(this);
      return;
    }
    // Anything but a path has never been looked at.
    if (!isText(path)) return;
    const { value } = jsonOf(target);
    const at = lookUp(value, path);
    this.assert(at.found, 'expected #{act} in response to contain property #{exp}',
      'expected #{act} in response to not contain property #{exp}', path, value);
    if (arguments.length < 2) return;
    this.assert(utils.eql(at.value, wanted),
      `expected response body json at "${path}" to contain #{exp} but got #{act}`,
      `expected response body json at "${path}" to not contain #{exp} but got #{act}`, wanted, at.value);
  });
}

/** Adds the assertions about time and size of a response. */
function measureAssertions({ Assertion, member, response }) {
  const add = (name, what, measure, unequal) => {
    Assertion.addChainableMethod(name, function check(wanted) {
      const actual = this._obj;
      const valid = `expected response to have a valid response ${what} but got #{act}`;
      this.assert(Number.isFinite(actual), valid, valid.replace('to have', 'to not have'), null, actual);
      this.assert(actual === wanted, unequal || valid, unequal || valid, wanted, actual);
    }, function start() {
      this._obj = measure(this);
    });
  };
  add('responseTime', 'time', (self) => member(self, 'responseTime'));
  add('responseSize', 'size', (self) => response(self).size().total,
    'expected response size to equal #{act} but got #{exp}');
}

/** A validator for schemas that have no name of their own, and how many it has read. */
let shared;
let read = 0;

/** A new validator; making one takes longer than reading most schemas. */
function newAjv(options) {
  const Ajv = host.require('ajv');
  return new Ajv({ allErrors: true, logger: false, ...options });
}

/** What is wrong with data by a schema; undefined if nothing is. */
function schemaErrors(schema, data, options) {
  const text = options === undefined ? toJsonText(schema) : '';
  // Schemas with names could clash in one validator, and options make it another one.
  const alone = !text || text.includes('"$id"');
  const ajv = alone ? newAjv(options) : shared || newAjv();
  // Whatever goes wrong in the shared one must not be felt later, nor may it grow for ever.
  shared = undefined;
  const errors = ajv.validate(schema, data) ? undefined : ajv.errorsText();
  if (!alone && ++read % 200) shared = ajv;
  return errors;
}

/** Adds the assertion that data has the form of a JSON schema. */
function schemaAssertion({ Assertion, fresh }) {
  Assertion.addMethod('jsonSchema', function jsonSchema(schema, options) {
    fresh(this, schema).to.be.an('object');
    const target = this._obj;
    const errors = schemaErrors(schema, isResponse(target) ? target.json() : target, options);
    this.assert(errors === undefined,
      `expected data to satisfy schema but found following errors: \n${errors}`,
      'expected data to not satisfy schema', true, errors === undefined);
  });
}
