// Timers. Rust keeps the time, and calls `fire`.

const notCallable = () => new TypeError('The "callback" argument must be of type function');

function addTimer(callback, delay, every) {
    if (typeof callback !== 'function') throw notCallable();
    const number = native.addTimer(Number(delay) || 0, every);
    current.callbacks[`t${number}`] = callback;
    return number;
}

function clear(number, cleared) {
    if (cleared) delete current.callbacks[`t${number}`];
}

expose(global, 'setTimeout', function setTimeout(callback, delay) {
    return addTimer(callback, delay, false);
});
expose(global, 'setInterval', function setInterval(callback, delay) {
    return addTimer(callback, delay, true);
});
expose(global, 'setImmediate', function setImmediate(callback) {
    if (typeof callback !== 'function') throw notCallable();
    const number = native.addImmediate();
    current.callbacks[`t${number}`] = callback;
    return number;
});
expose(global, 'clearTimeout', function clearTimeout(number) {
    clear(number, native.clearTimer(number, false));
});
expose(global, 'clearInterval', function clearInterval(number) {
    clear(number, native.clearTimer(number, true));
});
expose(global, 'clearImmediate', function clearImmediate(number) {
    clear(number, native.clearImmediate(number));
});
