// Methods of the language that could run for hours in one call, where nothing can interrupt them: over
// arrays that are long but empty, and for long texts inside of long texts.

/** No array that long fits the memory; it can only be one that is empty. */
const LONGEST = 50000000;

const tooLong = () => new RangeError('Invalid array length');

/** A method as a function of its object, without an array of arguments in between. */
const uncurried = (method) => apply(Function.prototype.bind, Function.prototype.call, [method]);

/** Puts a guarded method in place of one. */
function guard(prototype, name, guarded) {
    defineProperty(guarded, 'name', { value: name, configurable: true });
    defineProperty(guarded, 'length', { value: prototype[name].length, configurable: true });
    expose(prototype, name, guarded);
}

/** Whether a method of arrays may not be called on this. */
const isTooLong = (array) => array !== null && array !== undefined && array.length > LONGEST;

for (const name of ['copyWithin', 'flat', 'flatMap', 'join', 'reverse', 'shift', 'slice', 'sort',
    'toLocaleString', 'toReversed', 'toSorted']) {
    const method = uncurried(Array.prototype[name]);
    guard(Array.prototype, name, { method(a, b, c) {
        if (isTooLong(this)) throw tooLong();
        return method(this, a, b, c);
    } }.method);
}
for (const name of ['concat', 'splice', 'toSpliced', 'unshift']) {
    const method = Array.prototype[name];
    guard(Array.prototype, name, { method(...given) {
        if (isTooLong(this)) throw tooLong();
        return apply(method, this, given);
    } }.method);
}

/** Longer texts are looked for by a way that never goes back. */
const LONG_NEEDLE = 1000;
const LONG_SEARCH = 1e10;

const { charCodeAt, slice: cut } = String.prototype;
const isLong = (text, needle) => typeof text === 'string' && text.length * needle.length > LONG_SEARCH;

/** Where `needle` is in `text`, from a place on (Knuth, Morris and Pratt). */
function longIndexOf(text, needle, from) {
    const back = new Int32Array(needle.length);
    for (let at = 1, fits = 0; at < needle.length; at += 1) {
        const code = apply(charCodeAt, needle, [at]);
        while (fits > 0 && code !== apply(charCodeAt, needle, [fits])) fits = back[fits - 1];
        if (code === apply(charCodeAt, needle, [fits])) fits += 1;
        back[at] = fits;
    }
    for (let at = Math.max(0, from), fits = 0; at < text.length; at += 1) {
        const code = apply(charCodeAt, text, [at]);
        while (fits > 0 && code !== apply(charCodeAt, needle, [fits])) fits = back[fits - 1];
        if (code === apply(charCodeAt, needle, [fits])) fits += 1;
        if (fits === needle.length) return at - fits + 1;
    }
    return -1;
}

/** The pieces of a text between a long one. */
function longSplit(text, needle, limit = Infinity) {
    const pieces = [];
    let from = 0;
    for (let at = longIndexOf(text, needle, 0); at >= 0; at = longIndexOf(text, needle, from)) {
        pieces.push(apply(cut, text, [from, at]));
        from = at + needle.length;
    }
    pieces.push(apply(cut, text, [from]));
    return pieces.length > limit ? pieces.slice(0, limit) : pieces;
}

/** Gives a method of texts another way for long ones. */
function searches(name, long) {
    const method = uncurried(String.prototype[name]);
    guard(String.prototype, name, { method(needle, by) {
        return typeof needle === 'string' && needle.length > LONG_NEEDLE && isLong(this, needle)
            ? long(this, needle, by) : method(this, needle, by);
    } }.method);
}

searches('indexOf', (text, needle, from = 0) => longIndexOf(text, needle, Number(from) || 0));
searches('includes', (text, needle, from = 0) => longIndexOf(text, needle, Number(from) || 0) >= 0);
searches('lastIndexOf', (text, needle) => {
    let found = -1;
    for (let at = longIndexOf(text, needle, 0); at >= 0; at = longIndexOf(text, needle, at + 1)) found = at;
    return found;
});
searches('split', longSplit);
const filled = (by, needle, at, text) => (typeof by === 'function' ? String(by(needle, at, text)) : String(by));
searches('replace', (text, needle, by) => {
    const at = longIndexOf(text, needle, 0);
    if (at < 0) return text;
    return apply(cut, text, [0, at]) + filled(by, needle, at, text) + apply(cut, text, [at + needle.length]);
});
searches('replaceAll', (text, needle, by) => {
    const pieces = longSplit(text, needle);
    let out = pieces[0];
    for (let at = 1; at < pieces.length; at += 1) out += filled(by, needle, 0, text) + pieces[at];
    return out;
});
