// Addresses: taking them apart and putting them together.

const { has, isText, isObject, named, isA } = exports.internal;
const { PropertyBase, PropertyList, QueryParam, VariableList } = exports;

/** Splits at the first occurrence of a separator; the second part may be absent. */
function cut(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** Puts tokens that hold separators aside, and gives the text and the way back. */
function shield(text) {
  const kept = [];
  const bare = text.includes('{{')
    ? text.replace(/\{\{[^{}]*[.:/?#@&\]][^{}]*\}\}/g, (token) => `\u0001${kept.push(token) - 1}\u0002`)
    : text;
  const open = (value) => (isText(value) && kept.length
    ? value.replace(/\u0001(\d+)\u0002/g, (mark, at) => (at < kept.length ? kept[at] : mark))
    : value);
  return [bare, open];
}

/** The names of variables in path segments, each once. */
function pathVariables(path) {
  const names = new Set();
  for (const segment of path) {
    if (!isText(segment) || segment[0] !== ':') continue;
    const name = cut(segment.slice(1), '.')[0];
    if (name) names.add(name);
  }
  return [...names].map((key) => ({ key }));
}

/** Takes an address apart. */
function parse(text) {
  const out = {
    raw: text, protocol: undefined, auth: undefined, host: undefined, port: undefined,
    path: undefined, query: undefined, hash: undefined, variable: undefined,
  };
  if (!isText(text) || text === '') return out;
  const [bare, open] = shield(text.trimStart());
  let [rest, hash] = cut(bare, '#');
  let query;
  [rest, query] = cut(rest, '?');
  if (hash !== undefined) out.hash = open(hash);
  if (query !== undefined) {
    out.query = QueryParam.parse(query).map(({ key, value }) => ({ key: open(key), value: open(value) }));
  }
  rest = rest.replace(/\\/g, '/');
  const scheme = rest.indexOf('://');
  if (scheme >= 0) {
    out.protocol = open(rest.slice(0, scheme));
    rest = rest.slice(scheme + 3).replace(/^\/+/, '');
  }
  let path;
  [rest, path] = cut(rest, '/');
  if (path !== undefined) {
    out.path = path.split('/').map(open);
    const variables = pathVariables(out.path);
    if (variables.length) out.variable = variables;
  }
  const at = rest.lastIndexOf('@');
  if (at >= 0) {
    const [user, password] = cut(rest.slice(0, at), ':');
    out.auth = { user: open(user), password: open(password) };
    rest = rest.slice(at + 1);
  }
  const colon = rest.lastIndexOf(':');
  if (colon > rest.lastIndexOf(']')) {
    out.port = open(rest.slice(colon + 1));
    rest = rest.slice(0, colon);
  }
  if (rest) out.host = rest.split('.').map(open);
  return out;
}

/** A part that may be written as text or as a list. */
const split = (value, separator) => (isText(value) ? value.split(separator) : value);

/** The parts of an address. */
class PostmanUrl extends PropertyBase {
  constructor(definition) {
    super();
    this.update(definition);
  }

  /** Replaces the whole address by a text or by parts. */
  update(definition) {
    let source = isText(definition) ? parse(definition) : definition;
    if (!isObject(source)) source = {};
    // A text has been taken apart by now, and its parts are no address.
    if (source !== definition || !isA(source, 'Url')) this.take(source);
    else this.take(source.toJSON());
  }

  /** Takes the parts from data. */
  take(source) {
    const { auth, path, host } = source;
    this.auth = isObject(auth) ? { ...auth } : auth || undefined;
    this.protocol = source.protocol === undefined ? undefined : String(source.protocol);
    this.port = source.port;
    this.path = (path && split(isText(path) ? path.replace(/^\//, '') : path, '/')) || undefined;
    this.hash = source.hash;
    this.host = split(host, '.') || undefined;
    const { query } = source;
    const params = isObject(query) && !Array.isArray(query) && !isA(query, 'PropertyList')
      ? Object.keys(query).map((key) => ({ key, value: query[key] })) : query;
    this.query = new PropertyList(QueryParam, this, params || undefined);
    this.variables = new VariableList(this, source.variable || undefined);
    for (const item of this.variables.members) {
      if (item.key === undefined && item.id !== undefined) item.key = item.id;
    }
  }

  /** Adds parameters to the query. */
  addQueryParams(params) {
    this.query.populate(params);
  }

  /** Removes parameters from the query, by name. */
  removeQueryParams(params) {
    if (isText(params)) this.query.remove(params);
    if (!Array.isArray(params)) return;
    for (const param of params) this.query.remove(isObject(param) ? param.key : param);
  }

  /** Gone: use `toString`. */
  getRaw() {
    throw new Error('`Url#getRaw` has been discontinued, use `Url#toString` instead.');
  }

  /** The address as text; `forceProtocol` writes `http://` if there is none. */
  toString(forceProtocol) {
    let out = '';
    if (this.protocol) out = this.protocol + (this.protocol.endsWith('://') ? '' : '://');
    else if (forceProtocol) out = 'http://';
    const { auth } = this;
    if (isObject(auth) && (isText(auth.user) || isText(auth.password))) {
      out += `${isText(auth.user) ? auth.user : ''}${isText(auth.password) ? `:${auth.password}` : ''}@`;
    }
    if (this.host) out += this.getHost();
    if (this.port !== undefined && this.port !== null) out += `:${this.port}`;
    if (this.path) out += this.getPath();
    const query = this.getQueryString();
    if (query || this.query.members.some((param) => !param.disabled)) out += `?${query}`;
    if (isText(this.hash)) out += `#${this.hash}`;
    return out;
  }

  /** The path with a leading slash; variables replaced unless `unresolved`. */
  getPath(options) {
    const raw = options === true || (isObject(options) && options.unresolved);
    const segments = isText(this.path) ? this.path.split('/') : this.path;
    if (!Array.isArray(segments)) return '/';
    return `/${segments.map((segment) => (raw ? segment : this.resolve(segment))).join('/')}`;
  }

  /** A segment of the path with the value of the variable it names. */
  resolve(segment) {
    if (!isText(segment) || segment[0] !== ':') return segment;
    const [name, rest] = cut(segment.slice(1), '.');
    const value = name && this.variables.get(name);
    if (!isText(value) || value === '') return segment;
    return rest === undefined ? value : `${value}.${rest}`;
  }

  /** The enabled parameters as they stand after the question mark. */
  getQueryString() {
    return QueryParam.unparse(this.query.members.filter((param) => !param.disabled));
  }

  /** The path, with the query if there is one. */
  getPathWithQuery() {
    const query = this.getQueryString();
    return query ? `${this.getPath()}?${query}` : this.getPath();
  }

  /** The host name. */
  getHost() {
    if (Array.isArray(this.host)) return this.host.join('.');
    return isText(this.host) ? this.host : '';
  }

  /** Host and port; `forcePort` adds the usual port of the protocol. */
  getRemote(options) {
    const force = options === true || (isObject(options) && options.forcePort);
    const port = this.port || (force && (this.protocol === 'https' ? 443 : 80));
    return port ? `${this.getHost()}:${port}` : this.getHost();
  }

  /** The address without user, query and fragment, as OAuth 1 signs it. */
  getOAuth1BaseUrl() {
    const protocol = this.protocol || 'http';
    const usual = protocol === 'https' ? '443' : '80';
    const port = this.port && String(this.port) !== usual ? `:${this.port}` : '';
    return `${protocol}://${this.getHost()}${port}${this.getPath()}`.toLowerCase();
  }
}

named(PostmanUrl, 'Url', {
  parse,
  /** Whether a value is an address of the SDK. */
  isUrl: (value) => isA(value, 'Url'),
});

exports.Url = PostmanUrl;
