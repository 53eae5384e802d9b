// What a request carries and how it is authorized.

const { has, isText, isObject, named, isA } = exports.internal;
const { Property, PropertyBase, PropertyList, QueryParam, FormParam, VariableList } = exports;

/** The modes of a body; files in the order in which a body without a mode is read. */
const MODES = {
  file: 'file', formdata: 'formdata', graphql: 'graphql', raw: 'raw', urlencoded: 'urlencoded',
};

/** A list of the type from what a body holds for its mode, if it holds anything. */
const list = (type, parent, items, needed) => (items || needed
  ? new PropertyList(type, parent, items || []) : undefined);

/** The body of a request. */
class PostmanRequestBody extends PropertyBase {
  constructor(definition) {
    super();
    if (definition) this.update(definition);
  }

  /** Replaces the body. */
  update(definition) {
    const source = isText(definition) ? { mode: 'raw', raw: definition } : definition;
    if (!source.mode) return;
    const { file } = source;
    const { graphql } = source;
    this.mode = isText(source.mode) && has(MODES, source.mode.toLowerCase())
      ? source.mode.toLowerCase() : 'raw';
    const { mode } = this;
    this.raw = mode === 'raw' ? (source.raw === undefined || source.raw === null ? '' : source.raw) : source.raw;
    this.urlencoded = list(QueryParam, this, source.urlencoded, mode === 'urlencoded');
    this.formdata = list(FormParam, this, source.formdata, mode === 'formdata');
    this.file = isText(file) ? { src: file } : file;
    this.graphql = graphql ? {
      query: graphql.query, operationName: graphql.operationName, variables: graphql.variables,
    } : mode === 'graphql' ? {} : undefined;
    this.options = isObject(source.options) ? source.options : undefined;
    this.disabled = source.disabled;
  }

  /** The text of a raw or urlencoded body. */
  toString() {
    if (this.mode === 'raw') return this.raw === undefined || this.raw === null ? '' : String(this.raw);
    const params = this.mode === 'urlencoded' && this.urlencoded;
    if (!params) return '';
    if (isText(params)) return params;
    const items = isA(params, 'PropertyList') ? params.members : params;
    return QueryParam.unparse(Array.isArray(items) ? items.filter((item) => !item.disabled) : items);
  }

  /** Whether there is nothing to send. */
  isEmpty() {
    const data = this[this.mode];
    if (!this.mode || !data) return true;
    if (this.mode === 'file') return !(data.src || data.content);
    if (isText(data)) return data.length === 0;
    if (typeof data.count === 'function') return data.count() === 0;
    return !isObject(data) || Object.keys(data).length === 0;
  }
}
named(PostmanRequestBody, 'RequestBody', { MODES });

/** How a request is authorized. */
class PostmanRequestAuth extends Property {
  constructor(definition) {
    super(definition);
    const source = isObject(definition) ? definition : {};
    if (isText(source.type)) this.use(source.type, source[source.type]);
    for (const key of Object.keys(source)) {
      if (key !== 'type' && key !== this.type && isObject(source[key]) && key[0] !== '_') {
        this.update(source[key], key);
      }
    }
  }

  /** Replaces the parameters of a type, by default of the one in use. */
  update(params, type = this.type) {
    if (!isText(type) || type === 'type') return;
    const items = isA(params, 'PropertyList') ? params.toJSON() : params;
    const given = isObject(items) && !Array.isArray(items)
      ? Object.keys(items).map((key) => ({ key, value: items[key] })) : items;
    this[type] = new VariableList(this, given || []);
  }

  /** Changes the type in use, with its parameters. */
  use(type, params) {
    if (!isText(type) || type === 'type') return;
    this.type = type;
    if (params || !this[type]) this.update(params, type);
  }

  /** Gone: use `parameters`. */
  current() {
    throw new Error('`Request#current` has been discontinued, use `Request#parameters` instead.');
  }

  /** The parameters of the type in use. */
  parameters() {
    return this[this.type];
  }

  /** Removes the parameters of a type. */
  clear(type) {
    if (isText(type) && type !== 'type' && isA(this[type], 'VariableList')) this[type].clear();
  }
}
named(PostmanRequestAuth, 'RequestAuth', {
  /** Whether there can be an auth of that type. */
  isValidType: (type) => isText(type) && type !== 'type',
});

Object.assign(exports, { RequestBody: PostmanRequestBody, RequestAuth: PostmanRequestAuth });
