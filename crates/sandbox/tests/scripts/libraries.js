const _ = require('lodash');
console.log(_.VERSION, _.get({ a: { b: 2 } }, 'a.b'), _.chunk([1, 2, 3], 2), _.template('<%= x %>')({ x: 1 }));
const CryptoJS = require('crypto-js');
console.log(CryptoJS.SHA256('a').toString(), CryptoJS.HmacSHA1('a', 'k').toString(CryptoJS.enc.Base64));
console.log(CryptoJS.AES.decrypt(CryptoJS.AES.encrypt('secret', 'pass').toString(), 'pass').toString(CryptoJS.enc.Utf8));
const moment = require('moment');
console.log(moment.version, moment.utc(0).format('YYYY-MM-DD HH:mm:ss'), moment('2020-02-30').isValid(), moment.utc('2020-01-01').add(1, 'month').fromNow !== undefined);
const Ajv = require('ajv');
const validate = new Ajv({ allErrors: true }).compile({ type: 'object', properties: { a: { type: 'string', format: 'email' } }, required: ['b'] });
console.log(validate({ a: 'x' }), validate.errors.map((e) => `${e.dataPath} ${e.message}`));
console.log(require('tv4').validate(1, { type: 'string' }), require('tv4').error.message);
console.log(require('chai').expect(1).to.equal(1) !== undefined, require('chai').VERSION || require('chai').version);
const $ = require('cheerio').load('<ul><li class="a">x</li><li>y</li></ul>');
console.log($('li').length, $('.a').text(), $('li').map((i, el) => $(el).text()).get(), $.html());
require('xml2js').parseString('<a x="1"><b>2</b><b>3</b></a>', (error, result) => console.log(error, JSON.stringify(result)));
console.log(require('csv-parse/lib/sync')('a,b\n1,"x,y"\n', { columns: true }));
console.log(/^[0-9a-f-]{36}$/.test(require('uuid').v4()), /^[0-9a-f-]{36}$/.test(require('uuid')()));
console.log(require('atob')('YWI='), require('btoa')('ab'), require('backbone').VERSION, typeof require('json').parse);
const sdk = require('postman-collection');
console.log(new sdk.Url('http://a.b/c?d=e').toString(), new sdk.Request({ url: 'http://x', method: 'POST' }).method, sdk.Variable !== undefined);
for (const name of ['http', 'crypto', 'zlib', 'async', 'nope', 'lodash3', 'sugar', 'web/url', 'constructor', '__proto__', undefined]) {
    try { require(name); console.log(name, 'found'); } catch (error) { console.log(error.name, error.message); }
}
console.log(require('lodash') === require('lodash'), Object.keys(require('fs')));
const { assert, should } = require('chai');
assert.equal(1, 1); assert.deepEqual({ a: 1 }, { a: 1 });
try { assert.isTrue(false, 'why'); } catch (error) { console.log(error.name, error.message); }
console.log(typeof should, typeof assert.isOk);
