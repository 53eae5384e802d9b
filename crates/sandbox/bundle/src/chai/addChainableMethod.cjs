// A word that can be called, and that can be followed by others as well.
const addLengthGuard = require('chai/lib/chai/utils/addLengthGuard.js');
const { copy } = require('./flags.cjs');

const { call, apply } = Function.prototype;

module.exports = function addChainableMethod(target, name, method, chainingBehavior) {
    const behavior = { method, chainingBehavior: typeof chainingBehavior === 'function' ? chainingBehavior : () => {} };
    // Others may overwrite it there.
    target.__methods ??= {};
    target.__methods[name] = behavior;
    Object.defineProperty(target, name, {
        configurable: true,
        get() {
            behavior.chainingBehavior.call(this);
            const wrapper = function chainable(...given) {
                const result = behavior.method.apply(this, given);
                return result === undefined ? copy(this) : result;
            };
            addLengthGuard(wrapper, name, true);
            Object.setPrototypeOf(wrapper, { __proto__: this, call, apply });
            Object.defineProperty(wrapper, '__flags', {
                value: { __proto__: null, ...this.__flags }, writable: true, enumerable: true, configurable: true,
            });
            return wrapper;
        },
    });
};
