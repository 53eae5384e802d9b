// Things with a key and a value: headers, parameters, variables.

const { has, isText, isObject, named, isA } = exports.internal;
const { Property, PropertyList } = exports;

/** A header of a request or response. */
class PostmanHeader extends Property {
  constructor(definition, name) {
    super(definition);
    let source = definition;
    if (isText(source)) {
      source = isText(name) ? { key: name, value: source } : PostmanHeader.parseSingle(source);
    }
    this.update(source);
    if (isObject(source) && source.system !== undefined) this.system = source.system;
  }

  /** Replaces key and value. */
  update(definition) {
    const source = isObject(definition) ? definition : {};
    this.key = source.key || '';
    this.value = source.value === undefined ? '' : source.value;
  }

  /** The header as a line. */
  toString() {
    return `${this.key}: ${this.value}`;
  }

  /** The value of the header. */
  valueOf() {
    return this.value;
  }
}

named(PostmanHeader, 'Header', {
  _postman_propertyIndexKey: 'key',
  _postman_propertyIndexCaseInsensitive: true,
  _postman_propertyAllowsMultipleValues: true,

  /** Keys and values of a text with one header per line. */
  parse(text) {
    if (!isText(text)) return [];
    const found = [];
    for (const line of text.split(/\r\n|[\r\n]/)) {
      const colon = line.indexOf(':');
      // A line without a name, or folded into the one before, is no header.
      if (colon > 0 && /^[^\s:]+:/.test(line)) found.push(PostmanHeader.parseSingle(line));
    }
    return found;
  },

  /** Key and value of one line. */
  parseSingle(line) {
    if (!isText(line)) return { key: '', value: '' };
    const colon = line.indexOf(':');
    if (colon < 0) return { key: line.trim(), value: '' };
    return { key: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
  },

  /** The text of headers, one per line. */
  unparse(headers, separator = '\r\n') {
    const items = isA(headers, 'PropertyList') ? headers.members : headers;
    if (!Array.isArray(items)) return '';
    return items.map((header) => (isObject(header) && header.disabled ? ''
      : PostmanHeader.unparseSingle(header) + separator)).join('');
  },

  /** The text of one header. */
  unparseSingle(header) {
    return isObject(header) ? `${header.key}: ${header.value}` : '';
  },

  /** Whether a value is a header. */
  isHeader: (value) => isA(value, 'Header'),

  /** Makes a header of a value and a name, or of data. */
  create: (...data) => new PostmanHeader(...data),
});

/** A list of headers. */
class HeaderList extends PropertyList {
  constructor(parent, headers) {
    super(PostmanHeader, parent, headers);
  }

  /** The number of bytes of the enabled headers on the wire. */
  contentSize() {
    return exports.internal.byteLength(PostmanHeader.unparse(this.members));
  }
}
named(HeaderList, 'HeaderList', {
  /** Whether a value is a list of headers. */
  isHeaderList: (value) => isA(value, 'HeaderList'),
});

/** Percent-encodes what would end a parameter's key or value, but not within tokens. */
function guard(value, pattern) {
  if (!isText(value) || !pattern.test(value)) return value;
  const one = (text) => text.replace(new RegExp(pattern, 'g'), encodeURIComponent);
  if (!value.includes('{{')) return one(value);
  return value.split(/(\{\{[^{}]*\}\})/).map((part, at) => (at % 2 ? part : one(part))).join('');
}

/** A parameter of a query or of an urlencoded body. */
class PostmanQueryParam extends Property {
  constructor(definition) {
    super(definition);
    this.update(definition);
  }

  /** Replaces key and value. */
  update(definition) {
    const source = (isText(definition) ? PostmanQueryParam.parseSingle(definition) : definition) || {};
    this.key = source.key;
    this.value = source.value;
    if (source.system !== undefined) this.system = source.system;
  }

  /** The parameter as it stands in a query. */
  toString() {
    return PostmanQueryParam.unparseSingle(this);
  }

  /** The value; an absent one is an empty text. */
  valueOf() {
    return isText(this.value) ? this.value : '';
  }
}

named(PostmanQueryParam, 'QueryParam', {
  _postman_propertyIndexKey: 'key',
  _postman_propertyAllowsMultipleValues: true,

  /** Keys and values of a query. */
  parse(text) {
    if (!isText(text)) return [];
    const parts = text.split('&');
    return parts.map((part, at) => PostmanQueryParam.parseSingle(part, at, parts));
  },

  /** Key and value of one parameter; an empty one before another has neither. */
  parseSingle(part, at, parts) {
    if (part === '' && Array.isArray(parts) && at !== parts.length - 1) {
      return { key: null, value: null };
    }
    const sign = part.indexOf('=');
    if (sign < 0) return { key: part, value: null };
    return { key: part.slice(0, sign), value: part.slice(sign + 1) };
  },

  /** The query of parameters. */
  unparse(params) {
    if (!params) return '';
    const items = isA(params, 'PropertyList') ? params.members : params;
    if (Array.isArray(items)) {
      return items.filter((item) => !(isObject(item) && item.disabled))
        .map(PostmanQueryParam.unparseSingle).join('&');
    }
    return Object.keys(items)
      .map((key) => PostmanQueryParam.unparseSingle({ key, value: items[key] })).join('&');
  },

  /** One parameter as it stands in a query. */
  unparseSingle(param) {
    if (!isObject(param)) return '';
    const { key, value } = param;
    const name = key === undefined || key === null ? '' : guard(key, /[&=#]/);
    return isText(value) ? `${name}=${guard(value, /[&#]/)}` : String(name);
  },
});

/** A field of a multipart body. */
class PostmanFormParam extends Property {
  constructor(definition) {
    super(definition);
    const source = isObject(definition) ? definition : {};
    this.key = source.key || '';
    this.value = source.value || '';
    for (const name of ['type', 'src', 'contentType', 'fileName']) {
      if (has(source, name)) this[name] = source[name];
    }
    if (this.type === 'file' && !has(source, 'value')) delete this.value;
  }

  /** The field as key and value. */
  toString() {
    return `${this.key}=${this.value}`;
  }

  /** The value of the field. */
  valueOf() {
    return this.value;
  }
}
named(PostmanFormParam, 'FormParam', {
  _postman_propertyIndexKey: 'key',
  _postman_propertyAllowsMultipleValues: true,
  /** Multipart bodies have no text form to read. */
  parse() {},
});

Object.assign(exports, {
  Header: PostmanHeader, HeaderList, QueryParam: PostmanQueryParam, FormParam: PostmanFormParam,
});
