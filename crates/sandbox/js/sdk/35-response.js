// Responses.

const { named, isA, isText, hidden, byteLength, parseJson } = exports.internal;
const { Property, Header, HeaderList } = exports;

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The base64 form of bytes. */
function base64(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group = (bytes[at] << 16) | ((bytes[at + 1] || 0) << 8) | (bytes[at + 2] || 0);
    parts.push(DIGITS[group >> 18] + DIGITS[(group >> 12) & 63]
      + (left > 1 ? DIGITS[(group >> 6) & 63] : '=') + (left > 2 ? DIGITS[group & 63] : '='));
  }
  return parts.join('');
}

/** Describes an own member that is made when it is first read, and can be assigned. */
function lazy(name, make) {
  const fix = (self, value) => {
    Object.defineProperty(self, name, { value, configurable: true, enumerable: true, writable: true });
    return value;
  };
  return {
    configurable: true,
    enumerable: true,
    get() {
      return fix(this, make(this));
    },
    set(value) {
      fix(this, value);
    },
  };
}

/** Gives an object its `to`, the start of assertions about it. */
const TO = {
  configurable: true,
  enumerable: false,
  get() {
    const chai = host.require('chai');
    chai.use(exports.extendChai);
    return chai.expect(this).to;
  },
};

/** The headers of a response; they become objects when more than one value is asked for. */
class SentHeaders extends HeaderList {
  constructor(parent, pairs) {
    super(parent);
    this.#pairs = pairs;
    Object.defineProperty(this, 'members', MEMBERS);
  }

  #pairs;

  /** The value of the last header of a name. */
  get(key) {
    const pair = isText(key) && this.pair(key);
    return pair ? pair[1] : super.get(key);
  }

  /** Whether there is a header of a name, and with that value if one is given. */
  has(item, ...value) {
    return (isText(item) && value.length === 0 && this.pair(item)) ? true : super.has(item, ...value);
  }

  /** Name and value of the last header of a name, if no objects have been made. */
  pair(key) {
    const pairs = this.#pairs;
    if (!pairs || key === '') return undefined;
    const wanted = key.toLowerCase();
    for (let at = pairs.length - 1; at >= 0; at--) {
      if (pairs[at][0].toLowerCase() === wanted) return pairs[at];
    }
    return undefined;
  }

  /** Makes the objects; from now on they alone count. */
  static make(self) {
    const pairs = self.#pairs || [];
    self.#pairs = undefined;
    return pairs.map(([key, value]) => {
      const header = Object.create(Header.prototype);
      header.key = key;
      header.value = value;
      hidden(header, '__parent', self);
      return header;
    });
  }
}
const { get: readMembers, set: setMembers, ...rest } = lazy('members', (self) => SentHeaders.make(self));
const MEMBERS = {
  ...rest,
  get: readMembers,
  set(value) {
    // What is assigned counts, not what was received.
    SentHeaders.make(this);
    setMembers.call(this, value);
  },
};

/** The response to a request; body and headers are made when they are asked for. */
class PostmanResponse extends Property {
  constructor(source) {
    super();
    this.#source = source;
    this.#head = parseJson(source.responseHead());
    const { id, code, status, responseTime, responseSize } = this.#head;
    // The order of the members is the one that messages and `Object.keys` show.
    this.id = id;
    Object.defineProperty(this, '_details', DETAILS);
    const reason = status || exports.internal.reasonOf(code);
    if (reason) this.status = reason;
    if (code !== undefined) this.code = code;
    Object.defineProperty(this, 'headers', HEADERS);
    if (code !== undefined) Object.defineProperty(this, 'stream', STREAM);
    Object.defineProperty(this, 'cookies', COOKIES);
    if (responseTime !== undefined) this.responseTime = responseTime;
    if (responseSize !== undefined && code !== undefined) this.responseSize = responseSize;
    Object.defineProperty(this, 'to', TO);
  }

  #source;
  #head;

  /** What a member that is made late is made of. */
  static part(self, name) {
    return name === 'bytes' ? self.#source.bodyBytes() : self.#head[name];
  }

  /** The reason phrase, or the usual one of the code. */
  reason() {
    return this.status || exports.internal.reasonOf(this.code);
  }

  /** The name of the status code and what it means. */
  details() {
    return exports.internal.detailsOf(this.code, this.status);
  }

  /** The body as text; undefined if there was no response. */
  text() {
    return this.#head.code === undefined ? undefined : this.#source.bodyText();
  }

  /** The body as JSON, each value passed through the reviver if there is one. */
  json(reviver) {
    const source = this.#source;
    try {
      if (this.#head.code !== undefined && typeof reviver !== 'function' && source.bodyJson) {
        return source.bodyJson();
      }
      return read(this.text(), reviver);
    } catch (fault) {
      throw fault instanceof SyntaxError ? exports.internal.jsonFault(this.text(), fault) : fault;
    }
  }

  /** The JSON between the parentheses of a script that calls a function with it. */
  jsonp(reviver) {
    const found = /^[^(]*\(([^]*)\)[^)]*$/.exec(this.text() || '');
    const text = found && !/^\s*[[{"]/.test(this.text()) ? found[1] : this.text();
    try {
      return read(text, reviver);
    } catch (fault) {
      throw fault instanceof SyntaxError ? exports.internal.jsonFault(text, fault) : fault;
    }
  }

  /** Media type, format, character set and file name of the body. */
  contentInfo() {
    const { headers } = this;
    return exports.internal.contentInfo(headers.get('content-type'), headers.get('content-disposition'),
      () => new Uint8Array(this.#source.bodyBytes()));
  }

  /** Gone: use `contentInfo`. */
  mime() {
    throw new Error('`Response#mime` has been discontinued, use `Response#contentInfo` instead.');
  }

  /** The body as a data address. */
  dataURI() {
    const { contentType } = this.contentInfo();
    return `data:${contentType};base64, ${base64(new Uint8Array(this.#source.bodyBytes()))}`;
  }

  /** The bytes of body and head. */
  size() {
    const { headers } = this;
    const head = this.#head;
    const encoding = headers.get('content-encoding');
    let body = head.code === undefined ? 0 : this.#source.bodyLength();
    if (encoding) {
      const told = headers.get('content-length');
      if (/gzip|deflate/i.test(encoding) && /^\d+$/.test(told)) body = Number(told);
      else if (head.downloaded > 0) body = head.downloaded;
    }
    const first = byteLength(`HTTP/X.X ${this.code} ${this.reason()}\r\n\r\n`);
    const header = first + headers.contentSize();
    return { body, header, total: body + header };
  }

  /** How the body was encoded on the wire. */
  encoding() {
    const format = this.headers.get('content-encoding');
    return { format, source: format ? 'header' : undefined };
  }

  /** The response as plain data. */
  toJSON() {
    const { _details, ...rest } = this;
    return Property.prototype.toJSON.call(rest);
  }
}

const DETAILS = lazy('_details', (self) => self.details());
const HEADERS = lazy('headers', (self) => new SentHeaders(self, PostmanResponse.part(self, 'headers')));
const COOKIES = lazy('cookies', (self) => new exports.CookieList(self, PostmanResponse.part(self, 'cookies')));
const STREAM = lazy('stream', (self) => {
  const bytes = PostmanResponse.part(self, 'bytes');
  return typeof Buffer === 'function' ? Buffer.from(bytes) : new Uint8Array(bytes);
});

/** Parses JSON after a byte order mark or without one. */
function read(text, reviver) {
  const bare = text && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return parseJson(bare, typeof reviver === 'function' ? reviver : undefined);
}

named(PostmanResponse, 'Response', {
  /** Whether a value is a response of the SDK. */
  isResponse: (value) => isA(value, 'Response'),
  /** Gone: use `contentInfo` of a response. */
  mimeInfo() {
    throw new Error('`Response.mimeInfo` has been discontinued, use `Response#contentInfo` instead.');
  },
});

exports.internal.TO = TO;
exports.Response = PostmanResponse;
exports.makeResponse = (source) => {
  const head = source.responseHead();
  return head === undefined ? undefined : new PostmanResponse(source);
};
