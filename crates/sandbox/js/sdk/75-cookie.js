// Cookies, lists of them and the jar.

const { has, isText, isObject, named, isA, hidden, parseJson } = exports.internal;
const { PropertyBase, PropertyList, Url } = exports;

/** Attributes of a Set-Cookie line that have a member of their own. */
const ATTRIBUTES = {
  expires: 'expires', 'max-age': 'maxAge', domain: 'domain', path: 'path', secure: 'secure',
  httponly: 'httpOnly', session: 'session',
};

/** The text of a cookie's value, with its escapes read where they are right. */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch (fault) {
    return text;
  }
}

/** Name and value of one part of a Set-Cookie line; without `=` it is true. */
function splitParam(part) {
  const [name, value] = String(part).split('=');
  if (value === undefined) return { key: name.trim(), value: true };
  const bare = value.trim();
  return { key: name.trim(), value: /^".*"$/.test(bare) ? bare.slice(1, -1) : bare };
}

/** An attribute that has no member of its own as it stands in a line. */
const extensionText = (extension) => (!isObject(extension) ? String(extension)
  : extension.value === true ? extension.key : `${extension.key}=${extension.value}`);

/** A cookie. */
class PostmanCookie extends PropertyBase {
  constructor(definition) {
    super();
    this.update(definition);
  }

  /** Takes over the members that data has. */
  update(definition) {
    const source = isText(definition) ? PostmanCookie.parse(definition) : definition;
    if (!isObject(source)) return;
    const name = source.name || source.key;
    if (name) this.name = name;
    if (has(source, 'expires') && source.expires !== undefined) {
      const { expires } = source;
      this.expires = isText(expires) ? new Date(expires) : expires;
    }
    if (has(source, 'maxAge') && source.maxAge !== undefined) this.maxAge = Number(source.maxAge);
    for (const key of ['domain', 'path']) if (source[key] !== undefined) this[key] = source[key];
    for (const key of ['secure', 'httpOnly', 'hostOnly', 'session']) {
      if (source[key] !== undefined) this[key] = Boolean(source[key]);
    }
    const { value, extensions } = source;
    if (value !== undefined && value !== null && value !== '') {
      this.value = encodeURIComponent(decode(String(value)));
    }
    if (Array.isArray(extensions)) this.extensions = extensions;
  }

  /** The value with its escapes read. */
  valueOf() {
    return decode(String(this.value));
  }

  /** The cookie as a Set-Cookie line. */
  toString() {
    return PostmanCookie.stringify(this);
  }
}

named(PostmanCookie, 'Cookie', {
  _postman_propertyIndexKey: 'name',
  _postman_propertyIndexCaseInsensitive: true,
  _postman_propertyAllowsMultipleValues: true,
  splitParam,

  /** Whether a value is a cookie. */
  isCookie: (value) => isA(value, 'Cookie'),

  /** The parts of a Set-Cookie line. */
  parse(text) {
    if (!isText(text)) return text;
    const [first, ...rest] = text.split(';');
    const out = splitParam(first);
    for (const part of rest) {
      const { key, value } = splitParam(part);
      const name = ATTRIBUTES[key.toLowerCase()];
      if (name) out[name] = value;
      else if (key) (out.extensions || (out.extensions = [])).push({ key, value });
    }
    if (!out.domain) out.hostOnly = true;
    return out;
  },

  /** A Cookie header of several cookies. */
  unparse(cookies) {
    const items = isA(cookies, 'PropertyList') ? cookies.members : cookies;
    return Array.isArray(items) ? items.map(PostmanCookie.unparseSingle).join('; ') : '';
  },

  /** Name and value of a cookie. */
  unparseSingle(cookie) {
    if (!isObject(cookie)) return '';
    const value = cookie.value === undefined || cookie.value === null ? '' : cookie.value;
    return cookie.name ? `${cookie.name}=${value}` : String(value);
  },

  /** The Set-Cookie line of a cookie. */
  stringify(cookie) {
    const out = [PostmanCookie.unparseSingle(cookie)];
    const { expires, maxAge, domain, path } = cookie;
    const date = expires instanceof Date ? expires : undefined;
    if (date && !Number.isNaN(date.getTime())) out.push(`Expires=${date.toUTCString()}`);
    if (maxAge !== undefined && maxAge !== null && maxAge !== 0 && !Number.isNaN(maxAge)) out.push(`Max-Age=${maxAge}`);
    if (domain && !cookie.hostOnly) out.push(`Domain=${domain}`);
    if (path) out.push(`Path=${path}`);
    if (cookie.secure) out.push('Secure');
    if (cookie.httpOnly) out.push('HttpOnly');
    for (const extension of cookie.extensions || []) out.push(extensionText(extension));
    return out.join('; ');
  },
});

/** A list of cookies by name. */
class CookieList extends PropertyList {
  constructor(parent, cookies) {
    super(PostmanCookie, parent, cookies);
  }
}
named(CookieList, 'CookieList', {
  /** Whether a value is a list of cookies. */
  isCookieList: (value) => isA(value, 'CookieList'),
});

/** The parts of a Set-Cookie line as they stand, for the jar. */
function readLine(line) {
  const [first, ...rest] = line.split(';');
  const sign = first.indexOf('=');
  const out = sign < 0 ? { name: '', value: first.trim() }
    : { name: first.slice(0, sign).trim(), value: first.slice(sign + 1).trim() };
  for (const part of rest) {
    const { key } = splitParam(part);
    const value = part.includes('=') ? part.slice(part.indexOf('=') + 1).trim() : true;
    const name = ATTRIBUTES[key.toLowerCase()];
    if (name) out[name] = name === 'secure' || name === 'httpOnly' ? true : value;
    else if (key) (out.extensions || (out.extensions = [])).push(value === true ? key : `${key}=${value}`);
  }
  return out;
}

/** Data of a cookie for the jar, from what a script gives. */
function jarData(cookie) {
  const { expires, maxAge, domain, path, secure, httpOnly, hostOnly, extensions } = cookie;
  const value = cookie.value === undefined || cookie.value === null ? '' : String(cookie.value);
  const date = expires instanceof Date && !Number.isNaN(+expires);
  const out = {
    name: cookie.name || cookie.key, value, expires: date ? expires.toISOString() : expires, maxAge,
    domain, path, secure, httpOnly, hostOnly,
    extensions: Array.isArray(extensions) ? extensions.map(extensionText) : undefined,
  };
  for (const key of Object.keys(out)) if (out[key] === undefined) delete out[key];
  return out;
}

/** A cookie of the SDK from what the jar gives. */
const fromJar = (data) => {
  if (!isObject(data)) return undefined;
  const expires = data.expires === 'Infinity' ? null : data.expires;
  return new PostmanCookie({ ...data, expires });
};

/** The cookies of the run, for any address. */
class PostmanCookieJar {
  constructor(source) {
    hidden(this, 'source', source);
  }

  /** The value of a cookie, null if there is none. */
  get(url, name, done) {
    const address = this.check('get', url, done);
    if (!isText(name)) throw new TypeError('CookieJar.get() requires cookie name to be a string');
    return this.ask('get', [address, name], done, (data) => (isObject(data)
      ? fromJar(data).valueOf() : data === undefined || data === null ? null : decode(String(data))));
  }

  /** The cookies that a request to the address would carry. */
  getAll(url, options, done) {
    const last = typeof options === 'function' && !done ? options : done;
    const address = this.check('getAll', url, last);
    if (options !== last && options !== undefined && !isObject(options)) {
      throw new TypeError('CookieJar.getAll() requires options to be an object');
    }
    const rule = isObject(options) ? options : {};
    return this.ask('getAll', [address], last, (data) => {
      const all = Array.isArray(data) ? data : [];
      const kept = all.filter((cookie) => (rule.http === false ? !cookie.httpOnly : true)
        && (rule.secure === false ? !cookie.secure : true));
      return new CookieList(null, kept.map(fromJar));
    });
  }

  /** Sets a cookie by name and value, by an object or by a Set-Cookie line. */
  set(url, cookie, value, done) {
    const address = this.check('set', url);
    let last = done;
    let given = value;
    if (typeof value === 'function' && !done) [last, given] = [value, undefined];
    let data;
    if (cookie && given) data = { name: cookie, value: given };
    else if (isObject(cookie)) data = cookie;
    else if (isText(cookie)) data = readLine(cookie);
    else throw new TypeError('CookieJar.set() requires a valid set cookie arguments');
    return this.ask('set', [address, jarData(data)], last, (stored) => fromJar(stored || data));
  }

  /** Removes a cookie. */
  unset(url, name, done) {
    const address = this.check('unset', url);
    if (!isText(name)) throw new TypeError('CookieJar.unset() requires cookie name to be a string');
    return this.ask('unset', [address, name], done, () => undefined);
  }

  /** Removes all cookies that a request to the address would carry. */
  clear(url, done) {
    return this.ask('clear', [this.check('clear', url)], done, () => undefined);
  }

  /** The text of an address, after the checks that all functions make. */
  check(name, url, done) {
    let address = url;
    if (isText(url) && url) address = new Url(url);
    if (!isA(address, 'Url')) throw new TypeError(`CookieJar.${name}() requires a valid url`);
    if (done !== undefined && typeof done !== 'function') {
      throw new TypeError(`CookieJar.${name}() requires a callback function`);
    }
    return address.toString(true);
  }

  /** Asks the host, and gives a promise when there is nobody to call. */
  ask(op, args, done, make) {
    const run = (settle) => this.source.jar(op, args, (error, data) => {
      if (error) settle(error instanceof Error ? error : new Error(error));
      else settle(null, make(data));
    });
    if (typeof done === 'function') return run((error, value) => (error ? done(error) : done(null, value)));
    return new Promise((resolve, reject) => {
      run((error, value) => (error ? reject(error) : resolve(value)));
    });
  }
}

Object.assign(exports, { Cookie: PostmanCookie, CookieList });

/** The cookies for the address of the request, with access to the jar. */
exports.makeCookies = (source) => {
  const list = new CookieList(null, parseJson(source.cookies() || '[]'));
  hidden(list, 'jar', () => new PostmanCookieJar(source));
  return list;
};
