// Errors with V8's words and stacks.

/** Columns before a script in its first line (compile.rs has the same number). */
const PREFIX = 64;

/** The classes whose errors the engine itself makes. */
const CLASSES = new Map([
    [TypeError.prototype, 'TypeError'],
    [ReferenceError.prototype, 'ReferenceError'],
    [SyntaxError.prototype, 'SyntaxError'],
    [RangeError.prototype, 'RangeError'],
    [URIError.prototype, 'URIError'],
    [InternalError.prototype, 'InternalError'],
]);
const { get: classOf } = Map.prototype;
const rangePrototype = RangeError.prototype;
const TOO_LONG = 'string too long';

delete global.InternalError;

/** A place as scripts and reports see it. */
function placeText(file, line, column) {
    if (!file.startsWith('script:')) return `${file}:${line}:${column}`;
    return `script.js:${line}:${line === 1 ? Math.max(1, column - PREFIX) : column}`;
}

/** A frame's column; the engine counts those of code in the first line from 0. */
const columnOf = (frame) => frame.getColumnNumber() + (frame.getLineNumber() === 1 ? 1 : 0);

/** One line of a stack; undefined for frames of our own and of libraries. */
function frameText(frame) {
    const file = frame.getFileName();
    const name = frame.getFunctionName();
    if (file === null) return name ? `    at ${name} (native)` : undefined;
    if (file.startsWith('gatepost:')) return undefined;
    const place = placeText(file, frame.getLineNumber(), columnOf(frame));
    return name ? `    at ${name} (${place})` : `    at ${place}`;
}

/** Words the message the way V8 does; gives the line of the stack if it has a better place. */
function reword(error, frames) {
    const type = apply(classOf, CLASSES, [getPrototypeOf(error)]);
    if (type === undefined || typeof error.message !== 'string') return undefined;
    const first = frames[0];
    let at = first;
    let thrower;
    if (first && first.getFileName() === null) {
        thrower = first.getFunctionName() || '';
        at = frames[1];
    } else if (first && type === 'TypeError' && error.message.startsWith('class constructors')) {
        thrower = first.getFunctionName() || '';
    }
    if (error.message === TOO_LONG) Object.setPrototypeOf(error, rangePrototype);
    const file = at && at.getFileName();
    // The place of an error of the parser is no place of code.
    const parsed = type === 'SyntaxError' && thrower === undefined;
    const column = at && (parsed ? at.getColumnNumber() : columnOf(at));
    const words = file
        ? native.errorText(type, error.message, thrower, file, at.getLineNumber(), column)
        : native.errorText(type, error.message, thrower);
    if (words === undefined) return undefined;
    if (typeof words === 'string') {
        expose(error, 'message', words);
        return parsed && file ? `    at ${placeText(file, at.getLineNumber(), column)}` : undefined;
    }
    expose(error, 'message', words[0]);
    return `    at ${placeText(file, words[1], words[2])}`;
}

/** Makes the stack of an error; the engine takes it from an assignment only, not a definition. */
function prepareStackTrace(error, frames) {
    const first = reword(error, frames);
    let text = `Error: ${error.message}`;
    if (first !== undefined) return `${text}\n${first}`;
    for (let at = 0; at < frames.length; at += 1) {
        const line = frameText(frames[at]);
        if (line !== undefined) text += `\n${line}`;
    }
    return text;
}
