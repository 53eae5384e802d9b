// What happens when a word is read that there is not.
const config = require('chai/lib/chai/config.js');
const getProperties = require('chai/lib/chai/utils/getProperties.js');

/** Members of every assertion that are no words. */
const OWN = ['__flags', '__methods', '_obj', 'assert'];
/** Words with more differences than that are not taken for a slip. */
const FAR = 4;

/** How many letters two words differ by; `FAR` if that many or more. */
function distance(one, other) {
    if (Math.abs(one.length - other.length) >= FAR) return FAR;
    let row = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let at = 1; at <= one.length; at += 1) {
        const next = [at];
        for (let to = 1; to <= other.length; to += 1) {
            next.push(Math.min(row[to] + 1, next[to - 1] + 1, row[to - 1] + Number(one[at - 1] !== other[to - 1])));
        }
        row = next;
    }
    return Math.min(FAR, row[other.length]);
}

/** The word that was probably meant. */
function meant(target, word) {
    let best = null;
    let least = FAR;
    for (const name of getProperties(target)) {
        if (Object.prototype.hasOwnProperty(name) || OWN.includes(name)) continue;
        const far = distance(word, name);
        if (far < least) [best, least] = [name, far];
    }
    return best;
}

/** Whether reading `word` is to throw. */
const isUnknown = (target, word) => config.useProxy && typeof word === 'string' && !OWN.includes(word)
    && !config.proxyExcludedKeys.includes(word) && !Reflect.has(target, word);

/** The end of the prototype chain of assertions. */
const strict = new Proxy(Object.prototype, {
    get(target, word, receiver) {
        if (!isUnknown(target, word)) return Reflect.get(target, word, receiver);
        const guess = meant(receiver, word);
        throw Error(`Invalid Chai property: ${word}${guess === null ? '' : `. Did you mean "${guess}"?`}`);
    },
});

/** The end of the prototype chain of a method that has to be called. */
const uncalled = (method) => new Proxy(Function.prototype, {
    get(target, word, receiver) {
        if (!isUnknown(target, word)) return Reflect.get(target, word, receiver);
        throw Error(`Invalid Chai property: ${method}.${word}. See docs for proper usage of "${method}".`);
    },
});

module.exports = function proxify(object, method) {
    if (typeof object === 'function' && method) Object.setPrototypeOf(object, uncalled(method));
    return object;
};
module.exports.strict = strict;
