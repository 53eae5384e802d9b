// Flags of assertions, and assertions made from others.
const chai = require('chai/lib/chai.js');

/** An assertion with all flags of another. */
exports.copy = (from) => ({
    __proto__: chai.Assertion.prototype,
    __flags: { __proto__: null, ...from.__flags },
});
