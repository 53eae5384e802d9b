// Requests.

const { has, isText, isObject, named, isA, plain, byteLength, parseJson } = exports.internal;
const { Property, HeaderList, Url, RequestBody, RequestAuth } = exports;

/** The header that says how long the body is, if it says so. */
const sizeHeader = (headers) => {
  const value = headers.get('content-length');
  return value && /^\d+$/.test(value) ? Number(value) : undefined;
};

/** A request. */
class PostmanRequest extends Property {
  constructor(definition) {
    super(definition);
    let source = isText(definition) ? { url: definition } : definition;
    if (!isObject(source)) source = {};
    if (isA(source, 'Request')) source = source.toJSON();
    this.keepMeta(source);
    this.url = undefined;
    this.headers = undefined;
    this.update(source);
    if (!this.url) this.url = new Url();
    if (source.proxy) this.proxy = source.proxy;
    if (source.certificate) this.certificate = source.certificate;
  }

  /** Takes over the parts that data names. */
  update(definition) {
    if (!isObject(definition)) return;
    const { url, header, method, body, auth } = definition;
    if (url !== undefined) this.url = new Url(url);
    if (header !== undefined) this.headers = new HeaderList(this, header);
    if (method !== undefined && method !== null) this.method = String(method).toUpperCase();
    if (!this.headers) this.headers = new HeaderList(this);
    if (this.method === undefined) this.method = 'GET';
    if (has(definition, 'body')) this.body = new RequestBody(body);
    if (auth) this.auth = new RequestAuth(auth);
  }

  /** Sets how the request is authorized; null removes it. */
  authorizeUsing(type, options) {
    if (type === null) {
      delete this.auth;
      return;
    }
    if (isObject(type) && options === undefined) return this.authorizeUsing(type.type, plainAuth(type));
    if (!RequestAuth.isValidType(type)) return;
    if (!this.auth) {
      this.auth = new RequestAuth();
    }
    this.auth.use(type, options);
  }

  /** The headers as an object of names and values. */
  getHeaders(options) {
    const { enabled, ignoreCase, multiValue, sanitizeKeys } = options || {};
    return this.headers.toObject(enabled, !ignoreCase, multiValue, sanitizeKeys);
  }

  /** Calls a function with each header and the request. */
  forEachHeader(visit) {
    this.headers.each((header) => visit(header, this));
  }

  /** Adds a header. */
  addHeader(header) {
    this.headers.add(header);
  }

  /** Removes the headers of a name; `ignoreCase` takes other spellings too. */
  removeHeader(header, options) {
    const key = isText(header) ? header : header.key;
    if (!key) return;
    const fold = (text) => (options && options.ignoreCase ? String(text).toLowerCase() : text);
    this.headers.remove((item) => fold(item.key) === fold(key));
  }

  /** Replaces the header of exactly that name or adds it. */
  upsertHeader(header) {
    if (!isObject(header) || !header.key) return;
    const old = this.headers.find((item) => item.key === header.key);
    if (old) old.value = header.value;
    else this.headers.add(header);
  }

  /** Adds parameters to the query. */
  addQueryParams(params) {
    this.url.addQueryParams(params);
  }

  /** Removes parameters from the query, by name. */
  removeQueryParams(params) {
    this.url.removeQueryParams(params);
  }

  /** The bytes of body and headers, and how the first was found. */
  size() {
    const told = sizeHeader(this.headers);
    const body = told !== undefined ? told : this.body ? byteLength(String(this.body)) : 0;
    const first = `${this.method} ${this.url.getPathWithQuery()} HTTP/1.1\r\n\r\n`;
    const header = byteLength(first) + this.headers.contentSize();
    return {
      body, header, total: body + header, source: told !== undefined ? 'CONTENT-LENGTH' : 'COMPUTED',
    };
  }

  /** The request as it stands in a collection. */
  toJSON() {
    const out = super.toJSON();
    if (Array.isArray(out.header) && out.header.length === 0) delete out.header;
    return out;
  }

  /** A copy of the request. */
  clone() {
    return new PostmanRequest(this.toJSON());
  }
}

/** The parameters of an auth given as one object. */
const plainAuth = (auth) => {
  const { type, ...params } = plain(auth);
  return params;
};

named(PostmanRequest, 'Request', {
  /** Whether a value is a request of the SDK. */
  isRequest: (value) => isA(value, 'Request'),
});

exports.Request = PostmanRequest;

/** The request of the running script. */
exports.makeRequest = (source) => {
  const request = new PostmanRequest(parseJson(source.requestJson()));
  Object.defineProperty(request, 'to', exports.internal.TO);
  return request;
};

/** The form in a collection of whatever `pm.sendRequest` accepts. */
exports.requestJson = (given) => (isA(given, 'Request') ? plain(given)
  : new PostmanRequest(typeof given === 'function' ? undefined : given).toJSON());
