// `chai.assert` is more than a hundred functions that few scripts use: they are a bundle of their own.
module.exports = function interface_(chai, utils) {
    Object.defineProperty(chai, 'assert', {
        configurable: true,
        enumerable: true,
        get() {
            require('chai-assert')(chai, utils);
            return chai.assert;
        },
        set(value) {
            Object.defineProperty(chai, 'assert', { value, configurable: true, enumerable: true, writable: true });
        },
    });
};
