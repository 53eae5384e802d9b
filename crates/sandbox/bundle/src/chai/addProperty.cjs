// A word that asserts or sets a flag when it is read.
const { copy } = require('./flags.cjs');

module.exports = function addProperty(target, name, getter) {
    const get = getter === undefined ? function chain() {
        return copy(this);
    } : function property() {
        const result = getter.call(this);
        return result === undefined ? copy(this) : result;
    };
    Object.defineProperty(target, name, { get, configurable: true });
};
