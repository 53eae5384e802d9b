const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
console.log('a');
await wait(5);
console.log('b');
const answer = await pm.sendRequest('http://x/y');
console.log(answer.code, answer.json());
pm.test('after await', () => { pm.expect(answer.code).to.equal(201); });
//// test
console.log('sync part');
await null;
throw new Error('after await');
//// test
throw new Error('before await'); await 1;
//// test
await Promise.reject(new TypeError('rejected'));
//// test
await new Promise(() => {});
//// test
var await_ = 1; console.log('no await here');
//// test
var await = 5; console.log(await);
//// test
for await (const x of [1, Promise.resolve(2)]) console.log(x);
const results = await Promise.all([1, 2].map(async (n) => { await wait(n); return n * 2; }));
console.log(results);
return;
//// test
pm.test('inner', async () => { await wait(1); throw new Error('late rejection'); });
