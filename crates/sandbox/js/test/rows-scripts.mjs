// Rows for the comparison with the reference: what scripts do with `pm` and the legacy globals.

/** Assertions about the usual response and request. */
export const assertions = `
R.to.have.status(200)
R.to.have.status("OK")
R.to.have.status(404)
R.to.have.status("Not Found")
R.to.not.have.status(200)
R.to.not.have.status("OK")
R.to.have.status()
R.to.have.status(null)
R.to.have.status("200")
R.to.have.status([200])
R.to.have.status("ok")
R.to.have.status(NaN)
R.to.have.statusCode(404)
R.to.have.statusCode("200")
R.to.not.have.statusCode(200)
R.to.have.statusReason("X")
R.to.not.have.statusReason("OK")
R.to.have.statusCodeClass(4)
R.to.not.have.statusCodeClass(2)
R.to.have.statusCodeClass("2")
R.to.be.info
R.to.be.success
R.to.be.redirection
R.to.be.clientError
R.to.be.serverError
R.to.be.error
R.to.be.ok
R.to.be.accepted
R.to.be.withoutContent
R.to.be.badRequest
R.to.be.unauthorized
R.to.be.unauthorised
R.to.be.forbidden
R.to.be.notFound
R.to.be.notAcceptable
R.to.be.rateLimited
R.to.not.be.info
R.to.not.be.success
R.to.not.be.error
R.to.not.be.ok
R.to.not.be.notFound
R.to.have.header("X-Nope")
R.to.have.header("content-type")
R.to.have.header("Content-Type", "x/y")
R.to.have.header("X-T", "two")
R.to.have.header("X-T", "one")
R.to.have.header("X-T", undefined)
R.to.have.header("X-T", null)
R.to.have.header("X-T", "two", "z")
R.to.not.have.header("X-T")
R.to.not.have.header("X-T", "two")
R.to.not.have.header("X-T", "zz")
R.to.not.have.header("zz")
R.to.have.header("")
R.to.have.header()
R.to.have.header(5)
R.to.have.header(null)
R.to.have.header(/x/)
R.to.have.header({ key: "X-T" })
Q.to.have.header("X-A")
Q.to.have.header("X-A", "9")
Q.to.have.header("Zz")
Q.to.not.have.header("X-A")
R.to.be.withBody
R.to.not.be.withBody
R.to.be.json
R.to.not.be.json
R.to.have.body()
R.to.not.have.body()
R.to.have.body("x")
R.to.have.body("")
R.to.not.have.body("")
R.to.have.body(undefined)
R.to.have.body(/str/)
R.to.have.body(/zzz/)
R.to.not.have.body(/str/)
R.to.not.have.body("x")
R.to.have.body({ a: 1 })
R.to.have.body({ a: { b: [1, 2] }, s: "str" })
R.to.not.have.body({ a: { b: [1, 2] }, s: "str" })
R.to.have.body({ a: { b: [1, 2] }, s: "str", q: "x".repeat(50) })
R.to.have.body(5)
R.to.have.body(null)
R.to.have.body(true)
R.to.have.body([1])
R.to.have.body(R.text())
R.to.not.have.body(R.text())
R.to.have.jsonBody()
R.to.not.have.jsonBody()
R.to.have.jsonBody("a.b[0]")
R.to.have.jsonBody("a.b[0]", 1)
R.to.have.jsonBody("a.b[0]", 9)
R.to.have.jsonBody("a.b", [1, 2])
R.to.have.jsonBody("a.b", [1, 3])
R.to.have.jsonBody("nested.zz")
R.to.have.jsonBody("nested.zz", 1)
R.to.not.have.jsonBody("a.b")
R.to.not.have.jsonBody("zz")
R.to.not.have.jsonBody("zz", 5)
R.to.not.have.jsonBody("a.b", [1, 2])
R.to.not.have.jsonBody("a.b", 5)
R.to.have.jsonBody({ z: 1 })
R.to.not.have.jsonBody({ z: 1 })
R.to.have.jsonBody(5)
R.to.have.jsonBody(null)
R.to.have.jsonBody(/x/)
R.to.have.jsonBody(undefined)
R.to.have.jsonBody("a['b'][1]", 2)
R.to.have.jsonBody("a[\\"b\\"]")
R.to.have.jsonBody("a['b'].c")
R.to.have.jsonBody("")
R.to.have.jsonBody("s.length")
R.to.have.jsonBody("a.b.length")
R.to.have.jsonBody(["a", "b"])
R.to.have.jsonBody(["zz"])
R.to.have.jsonBody("a.b[5]")
R.to.have.jsonBody("a.toString")
R.to.have.jsonBody("a.b.concat")
R.to.have.jsonBody("s", "str")
R.to.have.jsonBody("s", undefined)
R.to.have.jsonBody("a.b[-1]")
R.to.have.jsonBody("a.b['0']")
R.to.have.jsonBody("a..b")
R.to.have.jsonBody("[a]")
R.to.have.jsonBody("['a']")
R.to.have.jsonBody("a.")
R.to.have.jsonBody(".a")
R.to.have.jsonBody("a[b][0]")
R.to.have.jsonBody("a[]")
R.to.have.jsonBody("a.b.0", 1)
R.to.have.jsonBody("s[0]", "s")
R.to.have.jsonBody("a.b[00]")
R.to.have.jsonBody("a", "b", "c")
R.to.have.jsonBody("a.b", { q: "x".repeat(50), z: "y".repeat(50) })
R.to.have.jsonSchema({ type: "object", required: ["zz"] })
R.to.have.jsonSchema({ type: "object" })
R.to.not.have.jsonSchema({ type: "object" })
R.to.not.have.jsonSchema({ type: "array" })
R.to.have.jsonSchema({ type: "array" })
R.to.have.jsonSchema({ required: ["x", "y"] })
R.to.have.jsonSchema({ type: "strange" })
R.to.have.jsonSchema()
R.to.have.jsonSchema("x")
R.to.have.jsonSchema([])
R.to.have.jsonSchema(null)
R.to.have.jsonSchema({ required: ["x", "y"] }, { allErrors: false })
pm.expect({ a: 1 }).to.have.jsonSchema({ type: "array" })
pm.expect([1]).to.have.jsonSchema({ type: "array" })
pm.expect("x").to.be.jsonSchema({ type: "number" })
pm.expect({ a: 1 }).to.have.jsonSchema({ properties: { a: { type: "string" } } })
R.to.have.jsonSchema({ $schema: "http://json-schema.org/draft-04/schema#", type: "object" })
R.to.have.jsonSchema({ $ref: "#/nope" })
pm.expect({ d: "x" }).to.have.jsonSchema({ properties: { d: { format: "date" } } })
pm.expect({ d: "x" }).to.have.jsonSchema({ properties: { d: { format: "zzz" } } })
pm.expect({ d: "x" }).to.have.jsonSchema({ properties: { d: { format: "zzz" } } }, { unknownFormats: "ignore" })
pm.expect(undefined).to.have.jsonSchema({ type: "object" })
pm.expect({ a: "1" }).to.have.jsonSchema({ properties: { a: { type: "number" } } }, { coerceTypes: true })
pm.expect({ a: 1 }).to.have.jsonSchema({ properties: { a: { minimum: 5 } } }, 5)
Q.to.have.jsonSchema({ type: "array" })
R.to.have.responseTime(5)
R.to.have.responseTime(42)
R.to.have.responseTime.above(100)
R.to.have.responseTime.below(10)
R.to.have.responseTime.below(100)
R.to.have.responseTime.within(1, 5)
R.to.not.have.responseTime(42)
R.to.not.have.responseTime(41)
R.to.not.have.responseTime.above(1)
R.to.have.responseTime("42")
R.to.have.responseTime(NaN)
R.to.have.responseSize(5)
R.to.have.responseSize(113)
R.to.have.responseSize("113")
R.to.have.responseSize.above(100)
R.to.not.have.responseSize(27)
R.to.not.have.responseSize(113)
R.to.have.responseSize.at.least(999)
R.to.have.responseTime
R.to.be.postmanRequest
R.to.be.postmanResponse
R.to.be.postmanRequestOrResponse
Q.to.be.postmanRequest
Q.to.be.postmanResponse
pm.expect({}).to.be.postmanRequest
pm.expect({}).to.be.postmanResponse
pm.expect({}).to.be.postmanRequestOrResponse
R.to.not.be.postmanResponse
Q.to.not.be.postmanRequest
R.to.not.be.postmanRequestOrResponse
pm.expect({}).to.have.status(200)
pm.expect({}).to.be.ok
pm.expect(0).to.be.ok
pm.expect({}).to.have.header("x")
pm.expect({}).to.be.error
pm.expect({}).to.be.json
pm.expect({}).to.have.body("x")
pm.expect({}).to.have.jsonBody()
pm.expect({}).to.have.responseTime(4)
pm.expect({}).to.be.withBody
pm.expect({}).to.have.statusCodeClass(5)
pm.expect({}).to.be.rateLimited
pm.expect(null).to.have.status(5)
pm.expect("x".repeat(50)).to.have.status(1)
pm.expect(undefined).to.have.header("a")
Q.to.have.status(200)
Q.to.be.ok
Q.to.have.body("hello")
Q.to.be.json
pm.expect(5).to.be.success
pm.expect({ code: 200 }).to.be.success
pm.expect(R, "msg").to.have.status(201)
pm.expect(R).to.be.a("object")
pm.expect(R).to.equal(5)
pm.expect(Q).to.equal(5)
pm.expect(R.headers.one("X-T")).to.equal(5)
pm.expect(Q.url).to.equal(5)
pm.expect(Q.body).to.equal(5)
R.to.be.have.been.with.status(200)
R.to.exist
R.to.include({ code: 200 })
R.to.have.property("code", 200)
R.to.have.property("code", 201)
R.to.have.property("zz")
R.to.be.ok.and.have.status(200)
R.to.have.status(200).and.header("X-T")
R.to.have.status(200).and.be.json
R.to.have.jsonBody("a.b").that.is.an("array")
R.to.have.header("X-T").that.equals("two")
R.to.be.info.and.success
R.to.have.responseTime(42).and.be.ok
pm.expect([1, 2]).to.include(3)
pm.expect({ a: 1 }).to.eql({ a: 2 })
pm.expect(R.json()).to.have.nested.property("a.b[1]", 3)
pm.expect(R.json().s).to.match(/x/)
pm.expect(R.code).to.be.oneOf([201, 202])
pm.expect(() => { throw new Error("x") }).to.not.throw()
`.trim().split('\n').map((code) => code.replace(/\\\\/g, '\\'));

/** Responses with which a short list of assertions is tried. */
export const responses = [
  [404, 'Not Found'], [404, 'not found'], [200], [200, 'ok'], [201, 'OK'], [202], [204], [400], [401], [401, 'Unauthorised'], [403], [406],
  [406, 'Acceptable'], [429], [302], [101], [500, 'X', '<html>'], [200, 'OK', 'null'], [200, 'OK', '[1,2]'], [undefined], [299], [503, '', '{"a":1}'],
].map(([code, status, body]) => ({ id: 'rid', code, status, body, headers: [['X', '']] }));

/** Responses whose sizes are not those of their text. */
export const encoded = [
  { ...responses[0], headers: [['Content-Encoding', 'gzip'], ['Content-Length', '3']], body: 'hello' }, { ...responses[0], headers: [['Content-Encoding', 'br'], ['Content-Length', '3']], body: 'hello' },
  { ...responses[0], headers: [['Transfer-Encoding', 'chunked']], body: 'hé' },
  { id: 'i', code: 200, status: 'OK', headers: [['Content-Type', 'text/plain'], ['Set-Cookie', 'a=b'], ['set-cookie', 'c=d'], ['', 'x']], body: 'cb({"a":1});' },
];

export const shortAssertions = ['R.to.be.ok', 'R.to.be.accepted', 'R.to.be.withoutContent', 'R.to.be.badRequest', 'R.to.be.unauthorized', 'R.to.be.unauthorised',
  'R.to.be.forbidden', 'R.to.be.notFound', 'R.to.be.notAcceptable', 'R.to.be.rateLimited', 'R.to.be.error', 'R.to.be.info', 'R.to.be.success', 'R.to.be.redirection',
  'R.to.be.clientError', 'R.to.be.serverError', 'R.to.be.withBody', 'R.to.be.json', 'R.to.have.body()', 'R.to.have.jsonBody()', 'R.to.have.jsonBody("a")', 'R.to.have.jsonSchema({})',
  'R.to.not.be.withBody', 'R.to.not.be.json', 'R.to.have.body({ a: 1 })', 'R.to.not.be.ok', 'R.to.have.status("OK")', 'R.to.have.status(200)', 'R.to.have.statusCodeClass(4)',
  'R.to.have.header("X", "")', 'R.to.have.header("X")', 'R.to.have.responseTime(42)'];

/** What is read from a response. */
export const responseReadings = ['R.reason()', 'R.details().name', 'R.details().standardName', 'R.details().code', 'R.text()', 'R.json()', 'R.json((k, v) => v)', 'R.size()', 'R.encoding()',
  'R.contentInfo()', 'R.dataURI()', 'R.headers.toObject()', 'R.headers.get("x")', 'R.headers.count()', 'R.headers.toString()', 'Object.keys(R)', 'R.mime()', 'R', 'R.headers', 'R.cookies',
  'R.responseTime', 'R.responseSize', 'R.id', 'R.status', 'R.code', 'R.stream && R.stream.toString()', 'R.to === undefined', 'typeof R.stream', 'R.parent()', 'R.headers.parent() === R',
  'R.headers.idx(0) && R.headers.idx(0).parent() === R', 'R.headers.all()', 'R.headers.map((h) => h.value)', 'R.code = 5; R.code', 'R.headers.add({ key: "n", value: "v" }); R.headers.get("N")', 'R.name', 'R.json() === R.json()'];

/** Texts that are JSON, nearly JSON or nothing like it. */
export const texts = ['', '{', '{"a":1,}', 'nul', '[1,2', '<html>', '{"a":\n1 b}', ' {"a":1} ', '"s"', '5', 'null', '{"a":"\n"}', '{a:1}', "{'a':1}", '[1,2,]', '{"a":1}x', 'undefined', 'tru', '\u0000', '{"a":1,\n"b":[1,2,\n{"c":"d" "e"}]}',
  '[]]', '{"a"}', '{"a":01}', '{"a":"\\x"}', '-', '1.', '"abc', '[1 2]', '[1,,2]', '[,1]', '{,}', '{"a":1 "b":2}', '{"a":1,,"b":2}', '{"a" 1}', '{"a"1}', '{"a"x', '{"a":}', '{"a":1', '{"a":', '{"a"', '{"a', '{"', '[', '["', '["a"', '["a",', '[1,2 ',
  '"abc\n', '"abc\\', '"\\u12"', '"\\u12g4"', '"\\q"', '"a\tb"', '"a\u0001b"', 'truex', 'true false', 'trux', 't', 'fals', 'nulll', 'null x', 'N', 'NaN', 'Infinity', '-Infinity', '+1', '.5', '1.x', '1e', '1e+', '1ex', '--1', '-a', '01', '00', '0x10', '1.5.5', '1a', '12 34',
  '{"a":-}', '{"a":.5}', '[1.]', '{"a":1e}', "'a'", "['a']", '{ a:1}', '{"a":undefined}', '[undefined]', '// c\n1', '/* c */ 1', '1 // c', '[1] // c', '[1]/', '{"a":1/*x*/}', '\n\n{"a":\n\n  x}', '\r\n{"a":\r\nx}', '\r{\rx}', '{"a":1}}', '{"a":1}]', '{"a":1]', '[1}', '(1)', '}', ']', ':', ',', '"a" "b"', '"a"b',
  '   ', '\n', '\t\n ', '\u00a0', '\u00a01', 'é', '{"é":é}', '😀', '"😀" x', '{"a":"\\u00"}', '[1,\n2,\n]', '{"a":[1,2,{"b":3,}]}', '{"a":true"b"}', '{"a":null"b"}', '{"a":"x""b"}', '{"a":[]"b"}', '{"a":{}"b"}', '[true"b"]', '["x""b"]', '[[]"b"]', '[1"b"]', 'tru e', '{"a":tru}', '{"a":nulx}', '[falsee]',
  '<!DOCTYPE html>\n<html>', 'Not Found', 'error: x', '1_000', '1n', '"a\u2028b"', '"a\u2028', '\u2028x', '{"a":1}\u0000', '[1]\u00a0', 'x'.repeat(200), `${' '.repeat(80)}x${'y'.repeat(100)}`, `{"k":"${'x'.repeat(60)}",}${'z'.repeat(50)}`, `[1,\n${'2'.repeat(100)} x`, '{"a":1 ', '{"a":1', '{"a\\":1}', '{"b":\'c\'}', '[1,2,3', '{"a": {"b": }}',
  '{"a":1;"b":2}', '{"a"=1}', '[1;2]', '{"a":True}', '{"a":None}', 'OK', '"', '""x', '[[[[', '{"a":[}', '{"a":"b}', '{"a":"b",', '{"a":"b", ', '[-]', '[-1', '1e5x', '[1e]', '{"a":+1}', '{1:2}', '{"1":2,3}', 'true,', '[null,nope]', '\\', '{"a":\\}', '"\\ud83d" x', '{"a" "b"}', '{"a":"b""c":1}', '[" ', '{ }x', '[ ] ]', '"\\"', '[[', '[1,[', '{"a":[', '{"a":[1,', '[[1],', '[{', '[{"a":', '[ ', '[1, ', '[1,\n', '{1:2', '{1:', '{1', '{1 :2}', '{1:2,"a":3}', '{1.5:2}', '{"a":1\n"b":2}', '{"a":"x\ny\nz"}', '{"a":1,\n"b":"x\ny"}', '{\n"a":1\n', '{\n"a":1', '["a\nb"', '\n\n"abc'];

/** Bodies read as JSON with padding. */
export const padded = ['cb({"a":1})', 'cb({"a":1});', '/**/cb({"a":1})', 'a.b(1)', '{"a":1}', 'cb()', '', 'x({"a":1}) y', 'cb([1,2]);', 'cb("x")', 'cb({bad})'];

/** Media types whose content info is read. */
export const media = ['application/json', 'application/json; charset=utf-8', 'text/html', 'text/html;charset=ISO-8859-1', 'image/png', 'image/svg+xml', 'audio/mpeg', 'video/mp4', 'application/pdf', 'application/octet-stream', 'application/vnd.api+json',
  'application/xml', 'text/xml', 'text/css', 'text/javascript', 'application/javascript', 'application/x-javascript', 'text/csv', 'text/plain', 'application/zip', '', 'weird', 'a/b/c', 'multipart/form-data; boundary=x', 'application/soap+xml', 'application/xhtml+xml',
  'application/ld+json', 'font/woff2', 'text/markdown', 'application/msword', 'application/x-www-form-urlencoded', 'application/graphql', 'text/yaml', 'application/problem+json', 'TEXT/HTML', 'model/gltf', 'message/http', 'text/event-stream', undefined,
  'application/hal+json', 'application/atom+xml', 'application/x-yaml', 'application/yaml', 'text/json', 'application/json;charset="utf-16"', 'text/plain; charset=', 'image/jpeg', 'image/gif', 'application/gzip', 'application/x-tar', 'audio/wav', 'video/webm', 'application/ecmascript', 'text/x-json',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.ms-excel', 'application/x-ndjson', 'application/problem+xml', 'text/calendar', 'multipart/mixed', 'application/jsonp', 'application/x-msgpack', 'image/x-icon', 'a/xjson', 'text/xjsonx', 'image/json', 'application/foo-xml', 'application/xmlx', 'text/foohtml', 'application/xhtml', 'text/jsonp', 'foo/yaml', 'application/foo+yaml', 'application/x-pdf', 'text/pdf', 'application/javascript+json', 'text/livescript', 'application/typescript', 'application/css', 'application/text', 'model/x', 'x-foo/bar', 'multipart/x', 'message/rfc822', 'text/', 'application/', '/json', 'json', 'application/x-sh', 'foo', 'text', 'text/html+json', 'application/rss+xml', 'image/svg', 'application/postscript', 'application/octet-stream+json', 'text/html, text/plain', 'application/manifest+json', 'text/html ; charset=utf-8', ' text/html'];

/** Content-Disposition headers. */
export const dispositions = ['attachment; filename=a.json', 'attachment; filename="a b.json"', 'inline', 'attachment; filename=a.tar.gz', "attachment; filename*=iso-8859-1'en'%A3.txt; filename=b.txt", 'attachment; filename="a\\"b.txt"', 'attachment; filename=', 'attachment; filename=noext',
  'attachment; filename=.hidden', 'attachment; filename="ü.txt"', 'attachment;filename=x.txt', 'attachment; filename=a b.txt', 'filename=x', 'attachment; filename=../x/y.txt', ''];

/** Scripts that use the legacy globals; all is shown by the console. */
export const legacy = [
  'tests.a = 1', 'tests["a"] = false; tests.b = true', 'tests = { q: 1 }', 'tests.x = 1; tests = { q: 1 }', "tests['a'] = undefined; tests.b = null; tests.c = NaN; tests.d = {}; tests.e = ''; tests.f = 'x'", "tests['z'] = true; tests[1] = true; tests['y'] = false",
  "pm.test('p', () => {}); tests.x = 1; pm.test('r', () => {})", "tests['x'] = false; delete tests['x']", "tests.x = 1; throw new Error('q')", 'var tests = { a: 1 }; tests.b = 0', 'console.log(typeof tests, typeof responseBody, typeof responseCode, typeof nothing)',
  'console.log(responseBody)', 'console.log(responseCode.code, responseCode.name)', 'console.log(responseHeaders)', 'console.log(responseTime)', 'console.log(responseCookies.count(), responseCookies.get("c1"))', 'console.log(request.headers, request.method, request.url, request.data)', 'console.log(Object.keys(request))',
  'console.log(iteration)', 'console.log(data.d)', 'console.log(environment.ek, globals.gk)', 'environment.x = 1; console.log(environment.x, pm.environment.get("x"))', 'pm.environment.set("n", 1); console.log(environment.n)', 'pm.environment.unset("ek"); console.log(environment.ek)', 'pm.globals.set("n", 1); console.log(globals.n)',
  'postman.setEnvironmentVariable("k", "s"); console.log(pm.environment.get("k"), environment.k)', ...['5', '0', 'true', 'false', 'null', 'undefined', '{ a: 1 }', '[1, 2]', '""'].map((value) => `postman.setEnvironmentVariable("k", ${value}); console.log(typeof pm.environment.get("k"), String(pm.environment.get("k")), typeof environment.k)`),
  'postman.setGlobalVariable("g", 5); console.log(pm.globals.get("g"), globals.g, postman.getGlobalVariable("g"))', 'postman.clearEnvironmentVariable("ek"); console.log(environment.ek, pm.environment.has("ek"))', 'postman.clearEnvironmentVariables(); postman.clearGlobalVariables(); console.log(environment, globals, pm.environment.toObject())',
  'postman.setGlobalVariable("h", "x"); postman.clearGlobalVariable("h"); console.log(globals)', 'console.log(postman.getEnvironmentVariable("nope"), postman.getEnvironmentVariable("ek"))', 'environment.q = 1; console.log(postman.getEnvironmentVariable("q"))', 'pm.environment.set("n", 1); console.log(postman.getEnvironmentVariable("n"))',
  'environment = { z: 1 }; postman.setEnvironmentVariable("w", "1"); console.log(environment, pm.environment.get("w"))', 'console.log(postman.getResponseHeader("x-t"), postman.getResponseHeader("X-T"), postman.getResponseHeader("zz"))', 'console.log(postman.getResponseCookie("c1"), postman.getResponseCookie("zz"), postman.getResponseCookie("C2"))',
  'console.log(JSON.stringify({ a: 1 }), JSON.parse("\\ufeff1"), JSON.parse(\'{"a":1}\', (k, v) => k ? v + 1 : v))', 'JSON.parse("{bad")', 'JSON.parse(undefined)', 'JSON.parse("")', 'JSON.parse(5); JSON.parse("null"); JSON.parse("<a>")', 'console.log(typeof JSON.parse, typeof JSON.stringify)',
  'var responseBody = "x"; console.log(responseBody)', 'var data = 5; console.log(data)', 'function request() {} console.log(typeof request)', 'responseBody = "z"; console.log(responseBody)', 'data = { q: 1 }; console.log(data)', 'tests = 5; console.log(tests)', 'var d = JSON.parse(responseBody); tests["s"] = d.s === "str"; tests["len " + d.a.b.length] = true',
  'tests["Status code is 200"] = responseCode.code === 200', 'if (responseCode.code === 200) { postman.setEnvironmentVariable("token", JSON.parse(responseBody).s) } console.log(pm.environment.get("token"))',
  'console.log(Object.keys(postman))', 'console.log(typeof postman.setNextRequest, typeof postman.getResponseHeader)', 'console.log(JSON.stringify(undefined), JSON.stringify([undefined, () => 1]), JSON.stringify({ a: 1 }, null, 2))', 'for (var k in responseHeaders) console.log(k)',
];

/** Scripts for the event before the request. */
export const before = ['console.log(typeof responseBody, typeof responseCode, typeof responseTime, typeof responseHeaders, typeof responseCookies, typeof postman.getResponseHeader)', 'console.log(request.url, data, environment)', 'tests.a = false', 'responseBody', 'postman.setEnvironmentVariable("a", "b"); console.log(environment.a)',
  'console.log(typeof pm.response)', 'var responseBody = 1; console.log(responseBody)'];

/** Changes to the request before it is sent. */
export const mutations = ["pm.request.url = 'http://n/y?z=1'", "pm.request.url = { host: 'q', path: 'p' }", "pm.request.body = 'x'", "pm.request.body = { mode: 'urlencoded', urlencoded: 'a=b' }", 'pm.request.body = null', 'delete pm.request.body', "pm.request.method = 'put'",
  "pm.request.auth = { type: 'bearer', bearer: [{ key: 'token', value: 't' }] }", 'pm.request.foo = 1', "pm.request.url.host = 'a.b'", "pm.request.url.query = [{ key: 'a', value: 'b' }]", "pm.request.url.variables = [{ key: 'id', value: '9' }]", "pm.request.headers.add({ key: 'n', value: 'v', foo: 1 })", "pm.request.url.query.add('a=b')",
  "pm.request.headers.upsert({ key: 'x-a', value: 'q' })", "pm.request.removeHeader('x-a', { ignoreCase: true })", "pm.request.body.update({ mode: 'raw', raw: JSON.stringify({ a: 1 }) })", "pm.request.body.raw = '{}'", "pm.request.url.variables.one('id').value = '7'", "pm.request.url.variables.upsert({ key: 'id', value: '8' })",
  "pm.request.url.path = ['a', 'b']", "pm.request.url.protocol = 'https'; pm.request.url.port = '99'", "pm.request.authorizeUsing('basic', { username: 'u', password: 'p' })", "pm.request.addQueryParams('k=v')", "pm.request.update({ url: 'http://z', method: 'get' })", "pm.request.url.update('{{base}}/x')", 'pm.request.headers.clear()', "pm.request.name = 'n'", "pm.request.description = 'd'",
  "pm.request.url.hash = undefined", "pm.request.header = [{ key: 'h', value: '1' }]"];
