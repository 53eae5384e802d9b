// What is known of status codes and media types.

const { isText } = exports.internal;

/** Names of status codes where they are not what everybody expects, too. */
const REASONS = `100 Continue
101 Switching Protocols
102 Processing (WebDAV) (RFC 2518)
103 Checkpoint
122 Request-URI too long
200 OK
201 Created
202 Accepted
203 Non-Authoritative Information (since HTTP/1.1)
204 No Content
205 Reset Content
206 Partial Content
207 Multi-Status (WebDAV) (RFC 4918)
208 Already Reported (WebDAV) (RFC 5842)
226 IM Used (RFC 3229)
300 Multiple Choices
301 Moved Permanently
302 Found
303 See Other
304 Not Modified
305 Use Proxy (since HTTP/1.1)
306 Switch Proxy
307 Temporary Redirect (since HTTP/1.1)
308 Resume Incomplete
400 Bad Request
401 Unauthorized
402 Payment Required
403 Forbidden
404 Not Found
405 Method Not Allowed
406 Not Acceptable
407 Proxy Authentication Required
408 Request Timeout
409 Conflict
410 Gone
411 Length Required
412 Precondition Failed
413 Request Entity Too Large
414 Request-URI Too Long
415 Unsupported Media Type
416 Requested Range Not Satisfiable
417 Expectation Failed
418 I'm a teapot (RFC 2324)
422 Unprocessable Entity (WebDAV) (RFC 4918)
423 Locked (WebDAV) (RFC 4918)
424 Failed Dependency (WebDAV) (RFC 4918)
425 Unordered Collection (RFC 3648)
426 Upgrade Required (RFC 2817)
428 Precondition Required
429 Too Many Requests
431 Request Header Fields Too Large
444 No Response
449 Retry With
450 Blocked by Windows Parental Controls
499 Client Closed Request
500 Internal Server Error
501 Not Implemented
502 Bad Gateway
503 Service Unavailable
504 Gateway Timeout
505 HTTP Version Not Supported
506 Variant Also Negotiates (RFC 2295)
507 Insufficient Storage (WebDAV) (RFC 4918)
508 Loop Detected (WebDAV) (RFC 5842)
509 Bandwidth Limit Exceeded (Apache bw/limited extension)
510 Not Extended (RFC 2774)
511 Network Authentication Required
598 Network read timeout error
599 Network connect timeout error[23]`;

/** What the classes of status codes mean. */
const CLASSES = [
  'The server goes on with the request.',
  'The server understood and accepted the request.',
  'The client has to go elsewhere to complete the request.',
  'The request is wrong, or the client may not make it.',
  'The server could not fulfil a request that seems right.',
];

/** The usual name of a status code. */
function reasonOf(code) {
  const found = new RegExp(`^${Number(code)} (.*)$`, 'm').exec(REASONS);
  return found ? found[1] : undefined;
}

/** Name and meaning of a status code. */
function detailsOf(code, status) {
  const standardName = reasonOf(code);
  const out = { name: status || standardName, detail: undefined, code, standardName };
  if (standardName) out.detail = CLASSES[Math.floor(code / 100) - 1];
  else {
    delete out.detail;
    delete out.standardName;
  }
  if (code === undefined) delete out.code;
  return out;
}

/** File extensions of media types. */
const EXTENSIONS = `application/gzip gz|application/java-archive jar|application/javascript js|
application/ecmascript es|application/json json|application/json5 json5|application/ld+json jsonld|application/manifest+json webmanifest|application/msword doc|
application/octet-stream bin|application/ogg ogx|application/pdf pdf|application/pkcs8 p8|
application/postscript ai|application/rss+xml rss|application/atom+xml atom|application/rtf rtf|
application/soap+xml |application/sql sql|application/toml toml|application/vnd.ms-excel xls|
application/vnd.ms-powerpoint ppt|application/wasm wasm|
application/vnd.openxmlformats-officedocument.presentationml.presentation pptx|
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx|
application/vnd.openxmlformats-officedocument.wordprocessingml.document docx|
application/x-7z-compressed 7z|application/x-bzip2 bz2|application/x-sh sh|
application/x-tar tar|application/xhtml+xml xhtml|application/xml xml|
application/zip zip|audio/aac aac|audio/flac flac|audio/midi mid|audio/mp4 m4a|audio/mpeg mpga|
audio/ogg oga|audio/wav wav|audio/webm weba|font/otf otf|font/ttf ttf|font/woff woff|
font/woff2 woff2|image/avif avif|image/bmp bmp|image/gif gif|image/heic heic|image/jpeg jpeg|
image/png png|image/svg+xml svg|image/tiff tif|image/webp webp|image/x-icon ico|
message/rfc822 eml|text/calendar ics|text/css css|text/csv csv|text/html html|
text/markdown markdown|text/plain txt|text/tab-separated-values tsv|text/vcard vcard|
text/xml xml|text/yaml yaml|video/mp4 mp4|video/mpeg mpeg|video/ogg ogv|video/quicktime qt|
video/webm webm|video/x-msvideo avi`;

/** The usual file extension of a media type. */
function extensionOf(type) {
  const at = `|${EXTENSIONS.replace(/\n/g, '')}`.split(`|${type} `)[1];
  return at === undefined ? undefined : at.split('|')[0] || undefined;
}

/** First bytes of file formats that servers send without saying what they are. */
const MAGIC = [
  ['89504e470d0a1a0a', 'image/png', 'png'], ['ffd8ff', 'image/jpeg', 'jpg'],
  ['474946', 'image/gif', 'gif'], ['25504446', 'application/pdf', 'pdf'],
  ['504b0304', 'application/zip', 'zip'], ['1f8b08', 'application/gzip', 'gz'],
  ['424d', 'image/bmp', 'bmp'], ['4f676753', 'audio/ogg', 'ogg'], ['494433', 'audio/mpeg', 'mp3'],
];

/** Media type and extension by the first bytes of a body. */
function sniff(bytes) {
  let start = '';
  for (const byte of bytes.subarray(0, 8)) start += byte.toString(16).padStart(2, '0');
  return MAGIC.find(([magic]) => start.startsWith(magic));
}

/** The formats of text by a word in the media type, the first one that occurs. */
const FORMATS = ['script', 'jsonp', 'xml', 'html', 'json', 'yaml'];

/** The kind of a media type, and the format of its text. */
function kindOf(type) {
  const [main] = type.split('/');
  if (main === 'image' || main === 'audio' || main === 'video') return [main, main];
  if (type === 'application/pdf') return ['embed', 'pdf'];
  const format = FORMATS.find((word) => type.includes(word));
  if (format) return ['text', format];
  if (main === 'text' || type === 'application/x-www-form-urlencoded') return ['text', 'plain'];
  if (type === 'application/text') return ['text', 'text'];
  return [/^(application|message|multipart)$/.test(main) && /^[^/]*\/[^/]*$/.test(type) ? main : 'unknown', 'raw'];
}

/** The value of a parameter of a header, without quotes. */
function parameter(header, name) {
  const found = new RegExp(`;\\s*${name}=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s/]*))`, 'i').exec(header);
  if (!found) return undefined;
  return found[1] !== undefined ? found[1].replace(/\\(.)/g, '$1') : found[2];
}

/** The file name that a Content-Disposition header gives. */
function fileName(header) {
  if (!isText(header)) return undefined;
  const long = /;\s*filename\*=\s*([\w-]+)'[^']*'([^;\s]+)/i.exec(header);
  if (!long) return parameter(header, 'filename') || undefined;
  try {
    if (/^utf-?8$/i.test(long[1])) return decodeURIComponent(long[2]);
    return long[2].replace(/%([0-9a-f]{2})/gi, (all, code) => String.fromCharCode(parseInt(code, 16)));
  } catch (fault) {
    return undefined;
  }
}

/** What a body is, by its headers and first bytes. */
exports.internal.contentInfo = (contentType, disposition, bytes) => {
  const header = isText(contentType) ? contentType.trim() : '';
  let type = header.split(';')[0].replace(/\s/g, '').toLowerCase();
  let extension;
  if (!type) {
    const found = sniff(bytes());
    [type, extension] = found ? found.slice(1) : ['text/plain', 'txt'];
  } else extension = extensionOf(type);
  const [mimeType, mimeFormat] = kindOf(type);
  const charset = (parameter(header, 'charset') || 'utf8').toLowerCase();
  const out = { contentType: type, mimeType, mimeFormat, charset: charset === 'utf-8' ? 'utf8' : charset };
  if (extension) out.fileExtension = extension;
  out.fileName = fileName(disposition) || (extension ? `response.${extension}` : 'response');
  return out;
};

Object.assign(exports.internal, { reasonOf, detailsOf });
