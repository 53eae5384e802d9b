// structuredClone.

const refuse = (what) => new DOMException(`${what} could not be cloned.`, 'DataCloneError');
const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

function copy(value, seen) {
    if (typeof value === 'symbol') throw refuse(String(value));
    if (typeof value === 'function') throw refuse(value.toString());
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return seen.get(value);
    const keep = (out) => {
        seen.set(value, out);
        return out;
    };
    if (value instanceof Date) return keep(new Date(value.getTime()));
    if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
    if (value instanceof Boolean || value instanceof Number || value instanceof String) return keep(Object(value.valueOf()));
    if (value instanceof ArrayBuffer) return keep(value.slice(0));
    if (ArrayBuffer.isView(value)) {
        const buffer = copy(value.buffer, seen);
        const Type = value._isBuffer ? Uint8Array : value.constructor;
        return keep(new Type(buffer, value.byteOffset, value instanceof DataView ? value.byteLength : value.length));
    }
    if (value instanceof Map) {
        const out = keep(new Map());
        for (const [key, one] of [...value]) out.set(copy(key, seen), copy(one, seen));
        return out;
    }
    if (value instanceof Set) {
        const out = keep(new Set());
        for (const one of [...value]) out.add(copy(one, seen));
        return out;
    }
    if (value instanceof Error) {
        const out = keep(new (ERRORS[value.name] || Error)(value.message));
        if ('cause' in value) out.cause = copy(value.cause, seen);
        return out;
    }
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet || value instanceof WeakRef) {
        throw refuse(`#<${value.constructor.name}>`);
    }
    const out = keep(Array.isArray(value) ? new Array(value.length) : {});
    for (const key of Object.keys(value)) out[key] = copy(value[key], seen);
    return out;
}

module.exports = { structuredClone: (value) => copy(value, new Map()) };
