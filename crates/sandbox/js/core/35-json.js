// `JSON` of scripts: it takes a byte order mark, and its errors say where the fault is.

/** The error of a text that is no JSON. */
function jsonFault(text, cause) {
    const { jsonFault: make } = sdk().internal;
    return make(String(text).replace(/^\ufeff/, ''), cause);
}

expose(JSON, 'parse', function parse(text, reviver) {
    try {
        return parseJson(text, reviver);
    } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        const whole = String(text);
        if (whole.charCodeAt(0) === 0xfeff) return parse(whole.slice(1), reviver);
        throw jsonFault(whole, error);
    }
});
