const path = require('path');
console.log(path.join('a', '..', 'b', 'c.txt'), path.basename('/x/y.z', '.z'), path.extname('a.b'), Object.keys(path).length);
const assert = require('assert');
try { assert.strictEqual(1, 2); } catch (error) { console.log(error.name, error.message.split('\n')[0]); }
try { assert(false, 'because'); } catch (error) { console.log(error.name, error.message); }
assert.deepEqual({ a: [1] }, { a: [1] });
const util = require('util');
console.log(util.format('%s %d %j', 'a', 1, { b: 2 }), util.inspect({ a: 1 }), util.isArray([]));
console.log(require('url').parse('http://u:p@h:80/p?q=1#f').pathname, require('querystring').stringify({ a: [1, 2], b: 'c d' }));
console.log(require('punycode').toASCII('mañana.com'), require('os').EOL === '\n', typeof require('timers').setTimeout);
const { EventEmitter } = require('events');
const emitter = new (EventEmitter || require('events'))();
emitter.on('x', (value) => console.log('event', value));
emitter.emit('x', 1);
const { StringDecoder } = require('string_decoder');
console.log(new StringDecoder('utf8').write(Buffer.from([0xc3])) === '', new StringDecoder('hex').write(Buffer.from('a')));
const { Readable } = require('stream');
console.log(typeof Readable, typeof require('stream').Transform);
console.log(Buffer.from('aGk=', 'base64').toString(), Buffer.from('hi').toString('hex'), Buffer.concat([Buffer.from('a'), Buffer.alloc(2)]), Buffer.byteLength('é'));
console.log(Buffer.from([1, 2]).equals(Buffer.from([1, 2])), Buffer.isBuffer(require('buffer').Buffer.from('')), Buffer.from('é').toJSON());
