// More rows for the comparison with the reference: requests, bodies, variables, headers, cookies.

const bodies = [
  undefined, null, '', 'text', {}, { mode: 'raw' }, { mode: 'raw', raw: '' }, { mode: 'raw', raw: 'x' },
  { mode: 'raw', raw: { a: 1 } }, { mode: 'raw', raw: 5 }, { raw: 'x' }, { mode: 'urlencoded', urlencoded: 'a=b&c=d%20' },
  { mode: 'urlencoded', urlencoded: [{ key: 'a', value: 'b' }, { key: 'c', value: 'd e&', disabled: true }, { key: 'x&', value: 'y=+ ü' }, { key: 'n', value: null }, { value: 'v' }] },
  { mode: 'urlencoded', urlencoded: { a: 1, b: '2' } }, { mode: 'urlencoded', urlencoded: [] }, { mode: 'urlencoded' },
  { mode: 'formdata', formdata: [{ key: 'a', value: 'b' }, { key: 'f', type: 'file', src: '/x', contentType: 't/x', fileName: 'n' }, { key: 'd', value: 'e', type: 'text', disabled: true }] },
  { mode: 'formdata', formdata: { a: 1 } }, { mode: 'formdata', formdata: 'a=b' }, { mode: 'formdata', formdata: [] },
  { mode: 'formdata' }, { mode: 'file', file: '/path' }, { mode: 'file', file: { src: '/p' } }, { mode: 'file', file: { content: 'abc' } },
  { mode: 'file' }, { mode: 'graphql', graphql: { query: '{a}', variables: '{"x":1}', operationName: 'O' } },
  { mode: 'graphql', graphql: '{a}' }, { mode: 'graphql', graphql: {} }, { mode: 'graphql' }, { mode: 'weird', weird: 'x', raw: 'r' },
  { mode: 'raw', raw: 'x', options: { raw: { language: 'json' } }, disabled: true }, { mode: 'raw', raw: 'x', urlencoded: [{ key: 'a', value: 'b' }], disabled: false },
  { mode: 'raw', raw: 'x', urlencoded: [], formdata: [], file: {}, graphql: {}, extra: 1 }, [], { mode: 'RAW', raw: 'x' }, { mode: 'raw', raw: null },
];

/** Things that are made from data and shown. */
export const makings = [
  ...bodies.flatMap((body) => {
    const code = `new RequestBody(${JSON.stringify(body)})`;
    return [`${code}.toJSON()`, `${code}.isEmpty()`, `${code}.toString()`, `Object.keys(${code})`];
  }),
  'new Request()', 'new Request({})', "new Request('http://x.y/z')", "new Request({ method: 'get' })", 'new Request({ method: 5 })',
  "new Request({ method: '' })", 'new Request({ method: null })', "new Request({ url: { raw: 'http://x' } })",
  "new Request({ url: 'x', header: { a: 'b' } })", "new Request({ url: 'x', header: { a: 'b', c: 1 } })",
  "new Request({ url: 'x', header: 'a: b\\r\\nc:d' })", "new Request({ url: 'x', headers: [{ key: 'a', value: 'b' }] })",
  "new Request({ url: 'x', header: ['a: b', { key: 'c', value: 1 }, null] })", "new Request({ url: 'x', header: null })",
  "new Request({ url: 'x', header: [] })", "new Request({ url: null })", "new Request({ url: '', body: '' })", 'new Request(null)', 'new Request(5)',
  "new Request({ url: 'x', auth: { type: 'basic', basic: { username: 'u' } }, description: { content: 'd', type: 'text/markdown' }, id: 'i', name: 'n', extra: 1, dataMode: 'raw' })", "new Request({ url: 'x', _meta: 2 }).meta()",
  "new Request({ url: 'x', auth: null })", "new Request({ url: 'x', body: null })", "new Request({ url: 'x', description: 'd' })", "new Request({ url: 'x', description: '' })",
  "new Request({ url: 'x', auth: { type: 'noauth' } })", "new Request({ url: 'x', auth: {} })",
  "new RequestAuth({ type: 'basic', basic: { a: 1, b: 'x' } })", "new RequestAuth({ type: 'noauth' })", 'new RequestAuth({})', 'new RequestAuth(null)',
  "new RequestAuth({ type: 'basic' })", "new RequestAuth({ type: 'basic', basic: [{ key: 'u', value: 1, type: 'string' }] }).parameters().toObject()",
  "new RequestAuth({ type: 'weird', weird: [{ key: 'a', value: 'b' }] })", "new RequestAuth({ basic: [{ key: 'a' }] })",
  "new RequestAuth({ type: 'basic', basic: [], bearer: [{ key: 'token', value: 'x' }] })", "RequestAuth.isValidType('basic')", "RequestAuth.isValidType('x')",
  "RequestAuth.isValidType('type')", 'RequestAuth.isValidType()', "RequestAuth.isValidType('')", 'RequestAuth.isValidType(5)', "new RequestAuth({ type: 5 })",
  "new FormParam({ key: 'f', type: 'file', src: ['a'], contentType: 't', fileName: 'n', value: 'v', description: 'd', system: true })",
  'new FormParam()', "new FormParam('a=b')", 'new FormParam({})', "new FormParam({ key: 'a', value: 5 })", "new FormParam({ key: 'a', value: 'b' }).toString()",
  "new FormParam({ key: 'a' }).toString()", "new FormParam({ key: 'f', type: 'file', src: 'x' })", "new FormParam({ key: 'f', type: 'file', src: null })", "new FormParam({ key: 'f', value: null })",
  ...['A: b', 'A:b', 'A', 'A:', 'A:  b  ', ':b', 'A : b', 'A: b:c', '', 'A\n', 'A: b\nC: d', 'A: b\r\n c\r\nD: e', '\r\nA: b\r\n\r\n', 'A: b\rC: d', ' A: b', 'A b: c', 'A: b\n\nC: d', 'A:\tb', 'A: b\n: c']
    .flatMap((text) => [`Header.parse(${JSON.stringify(text)})`, `Header.parseSingle(${JSON.stringify(text)})`, `new Header(${JSON.stringify(text)})`]),
  "new Header({ key: 'a', value: 5 })", "new Header({ key: 'a' })", "new Header({ key: 'a', value: null })", "new Header('v', 'n')", 'new Header()', 'new Header({})', 'new Header({ key: 5, value: {} })',
  "new Header({ key: 'a', value: 'b', system: true, description: 'x', disabled: true, type: 'text' })", "Header.create('v', 'n')", "Header.create({ key: 'a', value: 'b' })",
  "Header.unparse([{ key: 'a', value: 'b' }, { key: 'c', value: null }, { key: 'x', disabled: true, value: 1 }])", "Header.unparse([{ key: 'a', value: 'b' }, { key: 'c', value: '' }], '|')",
  "Header.unparseSingle({ key: 'a', value: 'b' })", "Header.unparseSingle('x')", 'Header.unparse([])', "new Header('a: b').toString()", "new Header('a: b').valueOf()", "new Header({ key: 'a' }).toString()",
  "Header.isHeader(new Header('a'))", "Header.isHeader({ key: 'a' })", 'Header.parse()', 'Header.parse(5)', 'Header.parseSingle()', "new HeaderList(null, 'a: b\\nc: d')",
  "new HeaderList(null, { a: 'b' })", "new HeaderList(null, [{ key: 'a', value: 'b' }]).contentSize()", 'new HeaderList(null, []).contentSize()', 'HeaderList.isHeaderList(new HeaderList())',
  'PropertyList.isPropertyList([])', 'PropertyList.isPropertyList(new HeaderList())', "Request.isRequest(new Request('x'))", 'Request.isRequest({})', "Url.isUrl(new Url('x'))", 'Url.isUrl(null)',
  "Url.parse('http://u:p@h:1/a?b=c#d')", "Url.parse('')", 'Url.parse()', "Url.parse('h/:a?x')", 'Url.parse(5)', 'new Url(5)', 'new Url(null)',
  "new Url('x').getRaw()",
];

/** Operations on a request `r`; each is followed by the request as data. */
export const requestChanges = [
  'r.getHeaders()', 'r.getHeaders({})', 'r.getHeaders({ enabled: true })', 'r.getHeaders({ ignoreCase: true })', 'r.getHeaders({ multiValue: true })',
  'r.getHeaders({ sanitizeKeys: true })', 'r.getHeaders({ ignoreCase: true, multiValue: true, enabled: true, sanitizeKeys: true })',
  '{ const o = []; r.forEachHeader((h, q) => o.push([h.key, q === r])); return o }', "r.addHeader({ key: 'Z', value: '1' })", "r.addHeader('Z: 1')", "r.addHeader('X-A', '9')", 'r.addHeader()',
  "r.removeHeader('X-A')", "r.removeHeader('x-a')", "r.removeHeader('x-a', { ignoreCase: true })", "r.removeHeader('X-a', { ignoreCase: true })", "r.removeHeader({ key: 'X-A' })",
  'r.removeHeader(r.headers.idx(0))', "r.removeHeader('')", "r.removeHeader('nope')", "r.upsertHeader({ key: 'x-A', value: 'u' })", "r.upsertHeader({ key: 'X-A', value: 'u' })", "r.upsertHeader({ key: 'NN', value: 'u' })",
  "r.upsertHeader('a:b')", 'r.upsertHeader()', "r.upsertHeader({ value: 'x' })", "r.upsertHeader({ key: 'X-A' })", "r.upsertHeader({ key: 'X-A', value: 'q', disabled: true })", "r.addQueryParams('z=1')", "r.removeQueryParams('q')",
  "r.update({ method: 'patch', url: 'http://k' })", "r.update('http://k')", 'r.update()', "r.update({ body: 'abc' })", "r.update({ header: 'A: b\\nC: d', body: { mode: 'urlencoded', urlencoded: 'a=b&c' } })",
  "r.authorizeUsing('basic', { username: 'u', password: 'p' })", "r.authorizeUsing('basic', [{ key: 'username', value: 'u' }])", "r.authorizeUsing({ type: 'bearer', bearer: [{ key: 'token', value: 't' }] })",
  "r.authorizeUsing('nope', { a: 1 })", "r.authorizeUsing('noauth')", 'r.authorizeUsing()', "r.authorizeUsing('basic', { username: 'u' }); r.authorizeUsing(null)",
  "r.authorizeUsing('basic', { username: 'u' }); r.authorizeUsing('bearer', { token: 't' })", "r.authorizeUsing({ type: 'basic', username: 'x' })", "r.url = 'http://n/y'", "r.body = { mode: 'raw', raw: 'zz' }", "r.body = 'zz'",
  "r.method = 'put'", "r.auth = { type: 'bearer', bearer: [{ key: 'token', value: 't' }] }", "r.body.raw = 'new'", "r.body.update('new')", "r.body.update({ mode: 'urlencoded', urlencoded: [{ key: 'a', value: 'b' }] })",
  'r.body.update({})', 'r.body = null', 'r.body = undefined', 'delete r.body', 'r.foo = 1', 'r.size()', 'r.clone()', 'r.clone() instanceof Request', 'r.headers.count()', 'Object.keys(r)',
  "r.headers.upsert({ key: 'X-A', value: 'n' })", "r.headers.add({ key: 'n', value: 'v' })", "r.headers.remove('d')", "r.headers.get('X-A')", "r.describe('hello')", "r.describe('x', 'text/markdown')", "r.describe({ content: 'c' })",
  "r.describe('hello'); return r.description.toString()", 'r.headers.clear()', "r.body.mode = 'file'; return [r.body.isEmpty(), r.body.toString()]", "r.url.update('http://q/:a/:b?c')", "r.name = 'N'; r.id = 'I'",
  "r.url.query.add({ key: 'é', value: 'ü' })", 'r.parent()', 'r.meta()', 'r.findInParents("x")', 'r.url.path', "r.body.urlencoded = 'a=b'; r.body.mode = 'urlencoded'; return [r.body.toString(), r.body.isEmpty()]",
  "r.auth && r.auth.type", "r.removeHeader(5)", "r.body.options = { raw: { language: 'json' } }", "r.body.disabled = true",
];

/** Requests whose size is asked. */
export const sizes = [
  '{}', '{ body: undefined }', "{ header: [], body: { mode: 'urlencoded', urlencoded: [{ key: 'a', value: 'b' }] } }", "{ body: { mode: 'raw', raw: 'é😀' } }", "{ header: [{ key: 'Content-Length', value: '77' }] }",
  "{ header: [{ key: 'transfer-encoding', value: 'chunked' }] }", "{ body: { mode: 'graphql', graphql: { query: 'q' } } }", "{ body: { mode: 'formdata', formdata: [{ key: 'a', value: 'b' }] } }", "{ body: { mode: 'file', file: { src: 'a' } } }",
  "{ header: [{ key: 'Content-Length', value: 'x' }] }", "{ header: [{ key: 'a', value: 'b', disabled: true }] }", "{ header: [{ key: 'Content-Length', value: '5', disabled: true }] }", "{ body: { mode: 'raw', raw: { a: 1 } } }",
];

/** Operations on a list `l` of variables a=1, a=2, b=x (string), n=5 (number), z=3 by id, and on variables. */
export const variables = [
  'l.toJSON()', "l.get('a')", "l.one('a')", "l.has('a')", "l.has('a', 1)", "l.has('a', 2)", 'l.has(l.idx(0))', "l.has({ key: 'a' })", "l.get('n')", 'l.count()', "l.map('key')", "l.insert(l.idx(2), l.idx(0)); return l.map('key')",
  "l.upsert({ key: 'a', value: 9 })", "l.upsert({ key: 'q', value: 1 })", "l.upsert(new Variable({ key: 'b', value: 'n' }))", "l.remove('a')", "l.replace('{{a}} {{b}} {{n}} {{zz}}')", "l.substitute({ x: '{{a}}', y: [1, '{{b}}'] })",
  "l.indexOf('a')", "l.indexOf(l.idx(1))", "l.indexOf('zz')", "l.populate({ k: 'v' }); return l.count()", "VariableList.isVariableList(l)",
  ...[['number', '5'], ['boolean', 'false'], ['boolean', ''], ['json', '{}'], ['array', '[1,2]'], ['array', [1]], ['object', '{"a":1}'], ['object', { a: 1 }], ['object', 'bad'], ['any', null], ['string', 5], ['string', null], ['secret', 'x'], ['weird', 'x'], ['number', 'abc'], ['number', null], ['default', 'z'], ['any', { a: 1 }], ['any', [1]], ['boolean', 0], ['string', { a: 1 }]]
    .flatMap(([type, value]) => {
      const code = `new Variable(${JSON.stringify({ key: 'k', type, value })})`;
      return [`${code}.toJSON()`, `${code}.get()`, `${code}.toString()`, `${code}.valueOf()`];
    }),
  "{ const v = new Variable({ key: 'a', value: 1 }); v.set('q'); return v }", "{ const v = new Variable({ key: 'a', value: 1 }); v.valueOf('w'); return [v, v.valueType()] }", "{ const v = new Variable({ key: 'a', value: '7' }); v.valueType('number'); return [v, v.get()] }",
  "{ const v = new Variable({ key: 'a' }); v.value = () => 5; return v.get() }", "{ const v = new Variable({ key: 'a', value: 1 }); v.update({ value: 3, type: 'string' }); return v }", 'new Variable()', "new Variable('s')", "new Variable({ value: 'x' })", "new Variable({ id: 'i' })",
  "new Variable({ key: 'a', type: 'string' }).cast(5)", "new Variable({ key: 'a', type: 'object' }).castIn({ b: 1 })", "new Variable({ key: 'a', type: 'object' }).castOut('{\"b\":1}')", "new Variable({ key: 'a', value: 'x', type: 'string', disabled: true, description: 'd', id: 'i', name: 'n', system: true })",
  "Variable.isVariable(new Variable({ key: 'a' }))", "Object.keys(new Variable({ key: 'a', value: 1 }))", "new VariableList(null, [{ key: 'x', value: '1' }]).toObject()",
];

/** Cookies and lists of them. */
export const cookies = [
  ...['a=b', 'a=b; Path=/x; Domain=.h.com; Expires=Wed, 21 Oct 2015 07:28:00 GMT; Max-Age=100; Secure; HttpOnly; SameSite=Lax; HostOnly; Session', 'a', '=b', 'a=', 'a="q r"', 'a=b=c', 'a=%20%zz', 'a=%20', '; Path=/', '', 'a=b; path=/; PATH=/y', 'a=b; max-age=x', 'a=b;secure=false', 'a=b; Foo=bar; baz', 'a= b ; domain=x', 'a=b%3Dc', 'a=ü', 'a=b;;c', 'a=b; Priority=High', 'a=b+c', "a='q'", 'a=x/y?z'].flatMap((text) => {
    const line = JSON.stringify(text);
    return [`Cookie.parse(${line})`, `new Cookie(${line})`, `new Cookie(${line}).toString()`, `new Cookie(${line}).valueOf()`, `Object.keys(new Cookie(${line}))`];
  }),
  ...["{ name: 'a', value: 'b' }", "{ key: 'a', value: 'b' }", "{ name: 'a', key: 'z', value: 'b' }", "{ name: 'a', value: '%20x' }", "{ name: 'a', value: 5 }", "{ name: 'a', value: null }", "{ name: 'a' }", "{ value: 'b' }", '{}', 'null', "{ name: 'a', value: 'b', domain: 'h', path: '/p', secure: true, httpOnly: true, hostOnly: true, session: true, expires: 'Wed, 21 Oct 2015 07:28:00 GMT', maxAge: 100, extensions: [{ key: 'SameSite', value: 'Lax' }] }", "{ name: 'a', value: 'b', expires: 0 }", "{ name: 'a', value: 'b', expires: new Date(0) }", "{ name: 'a', value: 'b', path: null, domain: null }", "{ name: 'a', value: 'b', secure: false, httpOnly: false, maxAge: 0 }", "{ name: 'a', value: 'b', domain: 'h' }", "{ name: 'a', value: '' }", "{ name: 'a', value: 'b', creation: 'z' }", "{ name: 'a', value: 'x y' }"].flatMap((data) => [
    `new Cookie(${data})`, `new Cookie(${data}).toString()`, `new Cookie(${data}).valueOf()`, `Object.keys(new Cookie(${data}))`]),
  "Cookie.unparse([{ name: 'a', value: 'b' }, { name: 'c', value: 'd e' }])", "Cookie.unparseSingle({ name: 'a', value: 'b' })", "Cookie.unparseSingle({ key: 'a', value: 'b' })", "Cookie.splitParam('a=b')", "Cookie.splitParam('a')", "Cookie.splitParam('a=\"b\"')", "Cookie.splitParam('')", "Cookie.isCookie(new Cookie('a=b'))", 'Cookie.isCookie({})', 'Cookie.unparse([])', 'Cookie.unparseSingle({})',
  "Cookie.stringify({ name: 'a', value: 'b', path: '/', domain: 'h', maxAge: 5, secure: true, httpOnly: true, expires: new Date(0), extensions: [{ key: 'S', value: 'L' }] })",
  ...["l.get('a')", "l.get('A')", "l.one('A')", "l.has('A')", "l.has('a', '1')", "l.has('b', 'x y')", "l.has('zz')", 'l.toObject()', 'l.toObject(false, true)', 'l.count()', 'l.toString()', 'l.toJSON()', "l.get('b')", "l.get('zz')", 'l.idx(2).valueOf()', "l.map('name')", "l.add('c=d; Path=/'); return l", "l.remove('a'); return l", "l.upsert({ name: 'A', value: '9' }); return l", 'l.filter((c) => c.name === "b")'].map((code) => `const l = new CookieList(null, [{ name: 'A', value: '1' }, { name: 'a', value: '2' }, { name: 'b', value: 'x%20y' }]); ${/return/.test(code) ? code : `return ${code}`}`),
  "new CookieList(null, 'a=b')", "{ const c = new Cookie('a=b; Path=/'); c.update({ name: 'z', value: 'y' }); return c }",
];
