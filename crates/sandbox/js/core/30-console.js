// The console.

const DateClass = Date;
const { toISOString, getTime } = Date.prototype;
const RegExpClass = RegExp;
const MapClass = Map;
const SetClass = Set;
const isView = ArrayBuffer.isView;

/** Tells the console what an object is that is neither plain nor an array. */
function shape(value) {
    if (value instanceof DateClass) {
        const valid = !Number.isNaN(apply(getTime, value, []));
        return { kind: 'date', value: valid ? apply(toISOString, value, []) : 'Invalid Date' };
    }
    if (value instanceof RegExpClass) return { kind: 'regexp', value: String(value) };
    if (value instanceof MapClass) return { kind: 'map', value: [...value] };
    if (value instanceof SetClass) return { kind: 'set', value: [...value] };
    if (isView(value)) {
        const type = value._isBuffer ? 'Buffer' : value.constructor.name;
        if (type !== 'Buffer' && type !== 'Uint8Array') return { kind: 'json', value: [...value] };
        return { kind: 'bytes', class: type, length: value.length, value: [...value.subarray(0, 50)] };
    }
    if (typeof value.toJSON === 'function') return { kind: 'json', value: value.toJSON() };
    return undefined;
}

const say = (level) => function log(...values) {
    native.console(level, shape, ...values);
};

const console = {};
for (const level of ['log', 'info', 'warn', 'error', 'debug', 'clear']) {
    const write = say(level);
    defineProperty(write, 'name', { value: level, configurable: true });
    console[level] = write;
}
expose(global, 'console', console);
