// A word that asserts when it is called.
const addLengthGuard = require('chai/lib/chai/utils/addLengthGuard.js');
const proxify = require('./proxify.cjs');
const { copy } = require('./flags.cjs');

module.exports = function addMethod(target, name, method) {
    const wrapper = function method_(...given) {
        const result = method.apply(this, given);
        return result === undefined ? copy(this) : result;
    };
    addLengthGuard(wrapper, name, false);
    target[name] = proxify(wrapper, name);
};
