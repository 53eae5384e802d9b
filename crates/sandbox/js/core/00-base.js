// Everything in core/ is the body of one function, `(native) => entry`, in strict mode. `native` has
// the functions of Rust; nothing else sees it.

// Taken before a script can change them.
const { apply, getPrototypeOf, defineProperty } = Reflect;
const { create, defineProperties, keys } = Object;
const hasOwn = Object.hasOwn;
const global = globalThis;
const BaseError = Error;
const isArray = Array.isArray;
const parseJson = JSON.parse;
const toJson = JSON.stringify;

/** The script that runs, and all that wait, by number. */
let current;
const runs = create(null);

/** Defines something that scripts see but do not enumerate. */
function expose(target, name, value) {
    defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}

/** Defines a global that is made when it is first read. */
function lazy(name, make) {
    defineProperty(global, name, {
        configurable: true,
        enumerable: false,
        get() {
            const value = make();
            expose(global, name, value);
            return value;
        },
        set(value) {
            expose(global, name, value);
        },
    });
}
