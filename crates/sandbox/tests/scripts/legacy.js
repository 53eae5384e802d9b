tests['first'] = true;
tests.second = responseCode.code === 404;
tests.third = '';
tests['fourth'] = 0;
console.log(responseBody.length, responseCode.code, responseCode.name, responseHeaders['X-A'], responseTime > 0, iteration, data, environment.ev, globals.gv);
console.log(request.method, request.data, request.headers['x-req'] || request.headers['X-Req'], request.name, typeof request.url);
postman.setEnvironmentVariable('n', 5);
postman.setEnvironmentVariable('o', {});
postman.setGlobalVariable('f', false);
console.log(pm.environment.get('n'), pm.environment.get('o'), pm.globals.get('f'), postman.getEnvironmentVariable('n'), postman.getGlobalVariable('gv'));
environment.direct = 1;
console.log(pm.environment.has('direct'));
postman.clearEnvironmentVariable('n');
postman.clearGlobalVariables();
console.log(pm.environment.has('n'), pm.globals.toObject());
console.log(postman.getResponseHeader('x-a'), postman.getResponseCookie('c1').value);
pm.test('comes first', () => {});
console.log(typeof _, _.VERSION, typeof CryptoJS.MD5, typeof tv4.validate, typeof xml2Json, typeof Backbone, typeof cheerio.load);
console.log(xml2Json('<a x="1"><b>2</b></a>'), atob('YQ=='), btoa('a'));
console.log(CryptoJS.MD5('a').toString(), _.pluck([{ a: 1 }], 'a'), _.contains([1], 1));
console.log(JSON.parse('\ufeff{"a":1}'));
//// test
console.log(environment.direct, typeof tests, Object.keys(tests));
data = JSON.parse(responseBody);
console.log(data.a);
tests = { replaced: true };
//// test
"use sandbox2";
console.log(typeof tests, typeof responseBody, typeof _, typeof postman, typeof environment);
//// prerequest
console.log(typeof responseBody, typeof tests, typeof environment, typeof postman.getResponseHeader);
tests.inPrerequest = true;
//// test
const data = pm.response.json();
let responseBody = 'own', _ = require('lodash');
console.log(data.a, responseBody, _.VERSION);
//// test
tests.before = true;
throw new Error('after tests');
//// test
console.log('a'.capitalize(), [1, 2].first(), Object.merge({ a: 1 }, { b: 2 }), [1, 2, 3].sum(), Date.create('2020-01-01').getFullYear());
