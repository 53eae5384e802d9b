var a = 1; let b = 2; const c = 3; function d() {} class E {}
leaked = 4;
this.onThis = 5;
Array.prototype.added = 'yes';
pm.own = 6;
console.log(typeof a, typeof b, typeof c, typeof d, typeof E, pm.own, typeof this);
pm.test = 1; pm.environment = 2;
console.log(typeof pm.test, typeof pm.environment);
//// test
console.log(typeof a, typeof b, typeof c, typeof d, typeof E, leaked, typeof onThis, [].added, pm.own);
leaked = 7;
delete Array.prototype.added;
//// test
console.log(leaked, [].added);
//// test
const pm = 5; console.log(pm);
//// test
let console = { log: (t) => pm.environment.set('said', t) }; console.log('own');
//// test
console.log(pm.environment.get('said'), typeof window, typeof process, typeof global, typeof module, typeof exports, typeof self, typeof fetch, typeof XMLHttpRequest, typeof __dirname);
console.log(typeof Buffer, typeof require, typeof setTimeout, typeof BigInt, typeof Proxy, typeof Atomics, typeof SharedArrayBuffer, typeof globalThis, typeof WeakRef);
//// test
'use strict';
undeclared = 1;
with ({ z: 1 }) console.log(z, undeclared);
//// test
console.log(Object.getOwnPropertyNames(pm).join(' '), Object.keys(pm));
