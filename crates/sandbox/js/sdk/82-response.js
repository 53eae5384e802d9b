// Responses.

const { has, isText, named, isA, hidden, byteLength } = exports.internal;
const { Property, HeaderList, CookieList } = exports;
const { reasonOf, detailsOf, jsonFault, contentInfo } = exports.internal;

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

/** A member that is made when it is first read, and can be assigned. */
function lazy(prototype, name, make) {
  const fix = (self, value) => Object.defineProperty(self, name, {
    value, configurable: true, enumerable: true, writable: true,
  });
  Object.defineProperty(prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make(this);
      fix(this, value);
      return value;
    },
    set(value) {
      fix(this, value);
    },
  });
}

/** The response to a request; body and headers are made when they are asked for. */
class PostmanResponse extends Property {
  constructor(source) {
    super();
    hidden(this, 'source', source);
    const head = JSON.parse(source.responseHead());
    hidden(this, 'head', head);
    this.id = head.id;
    this.status = isText(head.status) && head.status ? head.status : reasonOf(head.code);
    this.code = head.code;
    this.responseTime = head.responseTime;
    this.responseSize = head.responseSize;
  }

  /** The reason phrase, or the usual one of the code. */
  reason() {
    return this.status || reasonOf(this.code);
  }

  /** The name of the status code and what it means. */
  details() {
    return detailsOf(this.code, this.status);
  }

  /** The body as text; undefined if there was no response. */
  text() {
    return this.head.code === undefined ? undefined : this.source.bodyText();
  }

  /** The body as JSON, each value passed through the reviver if there is one. */
  json(reviver) {
    const { source } = this;
    try {
      if (this.head.code !== undefined && typeof reviver !== 'function' && source.bodyJson) {
        return source.bodyJson();
      }
      return parseJson(this.text(), reviver);
    } catch (fault) {
      if (fault.name === 'JSONError' || !(fault instanceof SyntaxError)) throw fault;
      throw jsonFault(String(this.text()).replace(/^\ufeff/, ''), fault);
    }
  }

  /** The JSON between the parentheses of a script that calls a function with it. */
  jsonp(reviver) {
    const found = /^[^(]*\(([^]*)\)[^)]*$/.exec(this.text() || '');
    const text = found && !/^\s*[[{"]/.test(this.text()) ? found[1] : this.text();
    try {
      return parseJson(text, reviver);
    } catch (fault) {
      throw fault.name === 'JSONError' ? fault : jsonFault(String(text), fault);
    }
  }

  /** Media type, format, character set and file name of the body. */
  contentInfo() {
    const { headers } = this;
    return contentInfo(headers.get('content-type'), headers.get('content-disposition'),
      () => new Uint8Array(this.source.bodyBytes()));
  }

  /** Gone: use `contentInfo`. */
  mime() {
    throw new Error('`Response#mime` has been discontinued, use `Response#contentInfo` instead.');
  }

  /** The body as a data address. */
  dataURI() {
    const { contentType } = this.contentInfo();
    return `data:${contentType};base64, ${base64(new Uint8Array(this.source.bodyBytes()))}`;
  }

  /** The bytes of body and head. */
  size() {
    const { headers, head } = this;
    const encoding = headers.get('content-encoding');
    let body = head.code === undefined ? 0 : this.source.bodyLength();
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
    const format = this.headers.get('content-encoding') || this.headers.get('transfer-encoding');
    return { format, source: format ? 'header' : undefined };
  }

  /** The response as plain data. */
  toJSON() {
    const { id, status, code, headers, stream, cookies, responseTime, responseSize } = this;
    return exports.Property.prototype.toJSON.call({
      id, status, code, headers, stream, cookies, responseTime, responseSize,
    });
  }

  /** The start of an assertion about this response. */
  get to() {
    return exports.internal.expect(this).to;
  }
}

lazy(PostmanResponse.prototype, 'headers', (self) => {
  const list = new HeaderList(self);
  list.members = self.head.headers.map(([key, value]) => {
    const header = Object.create(exports.Header.prototype);
    header.key = key;
    header.value = value;
    hidden(header, '__parent', list);
    return header;
  });
  return list;
});
lazy(PostmanResponse.prototype, 'cookies', (self) => new CookieList(self, self.head.cookies));
lazy(PostmanResponse.prototype, 'stream', (self) => {
  if (self.head.code === undefined) return undefined;
  const bytes = self.source.bodyBytes();
  return typeof Buffer === 'function' ? Buffer.from(bytes) : new Uint8Array(bytes);
});

/** Parses JSON; no text at all is the word `undefined`. */
function parseJson(text, reviver) {
  if (text === undefined) {
    const fault = new SyntaxError('"undefined" is not valid JSON');
    fault.name = 'JSONError';
    throw fault;
  }
  const bare = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return JSON.parse(bare, typeof reviver === 'function' ? reviver : undefined);
}

named(PostmanResponse, 'Response', {
  /** Whether a value is a response of the SDK. */
  isResponse: (value) => isA(value, 'Response'),
  /** Gone: use `contentInfo` of a response. */
  mimeInfo() {
    throw new Error('`Response.mimeInfo` has been discontinued, use `Response#contentInfo` instead.');
  },
});

exports.internal.lazy = lazy;
exports.internal.expect = (value) => (host.expect || host.require('chai').expect)(value);
exports.Response = PostmanResponse;
exports.makeResponse = (source) => {
  const head = source.responseHead();
  return head === undefined ? undefined : new PostmanResponse(source);
};
