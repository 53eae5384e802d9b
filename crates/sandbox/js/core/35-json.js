// `JSON` of scripts: it takes a byte order mark, and its errors say where the fault is.

expose(JSON, 'parse', function parse(text, reviver) {
    try {
        return parseJson(text, reviver);
    } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        if (typeof text === 'string' && text.charCodeAt(0) === 0xfeff) return parse(text.slice(1), reviver);
        throw sdk().internal.jsonFault(text, error);
    }
});

/** The way from an object to itself, as `[key, object]`; undefined if there is none. */
function circle(value) {
    const above = [];
    const walk = (object) => {
        if (typeof object !== 'object' || object === null) return undefined;
        const at = above.findIndex(([, one]) => one === object);
        if (at >= 0) return above.slice(at);
        for (const key of keys(object)) {
            above.push([key, object]);
            const found = above.length < 200 ? walk(object[key]) : undefined;
            if (found) return found;
            above.pop();
        }
        return undefined;
    };
    return walk(value);
}

/** V8's words for an object that is inside itself. */
function circleText(way) {
    const step = (key) => (Number.isInteger(Number(key)) ? `index ${key}` : `property '${key}'`);
    const type = (object) => `object with constructor '${object.constructor ? object.constructor.name : 'Object'}'`;
    let text = `Converting circular structure to JSON\n    --> starting at ${type(way[0][1])}`;
    for (let at = 0; at < way.length - 1; at += 1) {
        if (way.length > 4 && at === 1) text += '\n    |     ...';
        if (way.length > 4 && at > 0 && at < way.length - 2) continue;
        text += `\n    |     ${step(way[at][0])} -> ${type(way[at + 1][1])}`;
    }
    return `${text}\n    --- ${step(way[way.length - 1][0])} closes the circle`;
}

expose(JSON, 'stringify', function stringify(value, replacer, space) {
    try {
        return toJson(value, replacer, space);
    } catch (error) {
        if (error instanceof TypeError) {
            if (error.message.startsWith('Converting circular')) {
                const way = circle(value);
                if (way) expose(error, 'message', circleText(way));
            }
            expose(error, 'name', 'JSONError');
        }
        throw error;
    }
});
