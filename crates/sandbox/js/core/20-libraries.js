// `require`, and what is loaded when it is first needed.

/** Names that scripts may require. */
const PUBLIC = new Set([
    'ajv', 'assert', 'atob', 'backbone', 'btoa', 'buffer', 'chai', 'cheerio', 'crypto-js',
    'csv-parse/lib/sync', 'events', 'fs', 'json', 'lodash', 'moment', 'os', 'path',
    'postman-collection', 'punycode', 'querystring', 'stream', 'string_decoder', 'timers', 'tv4',
    'url', 'util', 'uuid', 'xml2js',
]);

/** Libraries of this context, by name. */
const loaded = create(null);

/** What needs no bundle. */
const small = {
    __proto__: null,
    atob: () => lenientAtob,
    btoa: () => lenientBtoa,
    fs: () => ({}),
    native: () => native,
    uuid: () => {
        const v4 = () => native.uuid();
        v4.v4 = v4;
        return v4;
    },
};

/** A library, loaded now if it was not before; undefined if there is none of that name. */
function library(name) {
    const known = loaded[name];
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    if (small[name]) {
        module.exports = small[name]();
    } else {
        const make = native.library(name);
        if (make === undefined) return undefined;
        // Before it runs, as libraries may require each other in a circle.
        loaded[name] = module;
        apply(make, module.exports, [module, module.exports, requireInside]);
    }
    loaded[name] = module;
    // Whoever asks for chai gets it with our assertions.
    if (name === 'chai') module.exports.use(sdk().extendChai);
    return module.exports;
}

function notFound(name) {
    return new BaseError(`Cannot find module '${name}'`);
}

/** `require` of libraries. */
function requireInside(name) {
    const found = library(name);
    if (found === undefined) throw notFound(name);
    return found;
}

const { has: setHas } = Set.prototype;

/** `require` of scripts. */
function require(name) {
    if (!apply(setHas, PUBLIC, [name])) throw notFound(name);
    return requireInside(name);
}

/** Bytes from Base64 the way Node reads it: whatever is no digit is left out. */
function lenientAtob(text) {
    const { Buffer } = library('buffer');
    return Buffer.from(text, 'base64').toString('binary');
}

function lenientBtoa(text) {
    const { Buffer } = library('buffer');
    return (text instanceof Buffer ? text : Buffer.from(String(text), 'binary')).toString('base64');
}

expose(global, 'require', require);
lazy('Buffer', () => library('buffer').Buffer);

/** What the later parts of the SDK put on its exports, and on those for inside. */
const PARTS = {
    'sdk/request': ['Variable', 'VariableList', 'Url', 'RequestBody', 'RequestAuth', 'Request', 'makeRequest', 'requestJson'],
    'sdk/cookie': ['Cookie', 'CookieList', 'makeCookies'],
    'sdk/chai': ['extendChai'],
    'sdk/legacy': ['legacy', 'legacyTests'],
};
const INSIDE = {
    'sdk/fault': ['jsonFault'],
    'sdk/media': ['reasonOf', 'detailsOf', 'contentInfo'],
};

/** Lets parts be loaded when one of their names is first read. */
function promise(target, parts, exported) {
    for (const part of keys(parts)) {
        for (const name of parts[part]) {
            defineProperty(target, name, {
                configurable: true,
                enumerable: true,
                get() {
                    native.library(part)(host, exported);
                    return target[name];
                },
                set(value) {
                    defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true });
                },
            });
        }
    }
}

/** The SDK of this context. */
let sdkExports;
function sdk() {
    if (sdkExports === undefined) {
        const exported = {};
        promise(exported, PARTS, exported);
        native.library('sdk')(host, exported);
        promise(exported.internal, INSIDE, exported);
        sdkExports = exported;
    }
    return sdkExports;
}
