const order = [];
setTimeout((...given) => order.push(`timeout 10 (${given.length})`), 10, 'arg');
setTimeout(() => order.push('timeout 0'), 0);
setImmediate(() => order.push('immediate'));
Promise.resolve().then(() => order.push('promise'));
queueMicrotask(() => order.push('microtask'));
order.push('sync');
const cleared = setTimeout(() => order.push('never'), 1);
clearInterval(cleared);
clearTimeout(cleared);
let count = 0;
const interval = setInterval(() => {
    count += 1;
    order.push(`interval ${count}`);
    if (count === 3) {
        clearTimeout(interval);
        clearInterval(interval);
        console.log(order.join(', '));
    }
}, 4);
console.log(typeof cleared, typeof interval, typeof setImmediate(() => {}));
setTimeout(() => { setTimeout(() => console.log('nested'), 1); setImmediate(() => console.log('immediate in timer')); }, 30);
setTimeout(() => { throw new Error('in a timer'); }, 40);
setTimeout(() => console.log('still runs'), 50);
const twice = setImmediate(() => console.log('not cleared by clearTimeout'));
clearTimeout(twice);
const gone = setImmediate(() => console.log('never'));
clearImmediate(gone);
clearTimeout(undefined); clearTimeout('x'); clearTimeout(12345);
