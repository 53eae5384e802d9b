// What browsers and newer runtimes have, made when a script first asks for it.

/** Names of globals by the file of web/ that makes them. */
const WEB = {
    'web/url-classes': ['URL', 'URLSearchParams'],
    'web/text': ['TextEncoder', 'TextDecoder'],
    'web/event': ['Event', 'CustomEvent', 'EventTarget', 'AbortSignal', 'AbortController'],
    'web/blob': ['Blob', 'File'],
    'web/clone': ['structuredClone'],
    'web/crypto': ['crypto', 'CryptoKey'],
    'web/stream': ['ReadableStream', 'WritableStream', 'TransformStream', 'TextEncoderStream', 'TextDecoderStream'],
    'web/intl': ['Intl'],
};
for (const file of keys(WEB)) {
    for (const name of WEB[file]) lazy(name, () => library(file)[name]);
}

/** Lets a method of the language ask Intl. */
function localize(prototype, name, say) {
    expose(prototype, name, { [name](...given) {
        return say(library('web/intl').local, this, given);
    } }[name]);
}
localize(Number.prototype, 'toLocaleString', (local, value, [locales, options]) => local.number(value, locales, options));
localize(BigInt.prototype, 'toLocaleString', (local, value, [locales, options]) => local.number(value, locales, options));
localize(Date.prototype, 'toLocaleString', (local, value, [locales, options]) => local.date(value, locales, options, ['date', 'time']));
localize(Date.prototype, 'toLocaleDateString', (local, value, [locales, options]) => local.date(value, locales, options, ['date']));
localize(Date.prototype, 'toLocaleTimeString', (local, value, [locales, options]) => local.date(value, locales, options, ['time']));
localize(String.prototype, 'localeCompare', (local, value, [other, locales, options]) => local.compare(String(value), String(other), locales, options));
