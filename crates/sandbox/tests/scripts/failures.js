console.log('before');
pm.test('before', () => {});
function inner() { pm.nope(); }
inner();
console.log('after');
//// test
throw 'text';
//// test
throw null;
//// test
throw { name: 'Own', message: 'object' };
//// test
var x = {;
//// test
console.log('none of it runs');
foo(;
//// test
const error = new RangeError('renamed');
error.name = 'Renamed';
throw error;
//// test
setTimeout(() => console.log('pending'), 1);
throw new Error('with something pending');
//// test
Promise.reject(new Error('nobody cares'));
//// test
const handled = Promise.reject(new Error('handled'));
handled.catch(() => console.log('caught'));
//// test
return;
console.log('unreachable');
//// test
if (true) { return 5 }
console.log('unreachable');
//// test
class Custom extends Error {}
throw new Custom('own class');
//// test
} console.log('breaks out'); {
//// test
}}); console.log('breaks out'); (function () { return function () {
