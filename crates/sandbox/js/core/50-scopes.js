// Variables. They live in Rust; a value that is more than text, a number or a flag is kept here as
// well while its script runs, so that the script gets back what it put in.

const LOCAL = 0;
const ROW = 1;
const ENVIRONMENT = 2;
const COLLECTION = 3;
const GLOBALS = 4;

/** Whether a value is the same after it crossed over. */
const crosses = (value) => typeof value === 'string' || typeof value === 'boolean' || value === null
    || Number.isFinite(value);

/** What is stored of a value that does not cross as it is. */
function storable(value) {
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object') return undefined;
    try {
        toJson(value);
        return value;
    } catch {
        return undefined;
    }
}

class VariableScope {
    #run;
    #which;

    constructor(run, which) {
        this.#run = run;
        this.#which = which;
    }

    /** Values of this scope that are kept here. */
    #live() {
        const { live } = this.#run;
        return live && live[this.#which];
    }

    get(key) {
        const live = this.#live();
        if (live && key in live) return typeof live[key] === 'function' ? live[key]() : live[key];
        return this.#which === LOCAL ? anywhere(this.#run, key) : native.scopeGet(this.#which, key);
    }

    has(key) {
        return this.#which === LOCAL ? native.variablesHas(key) : native.scopeHas(this.#which, key);
    }

    set(key, value, type) {
        const which = this.#which;
        const name = String(key);
        const plain = crosses(value);
        const kept = native.scopeSet(which, name, plain ? value : storable(value), type);
        const live = this.#live();
        if (kept && !plain) {
            const lives = (this.#run.live ??= create(null));
            (lives[which] ??= create(null))[name] = value;
        } else if (live) {
            delete live[name];
        }
    }

    unset(key) {
        const live = this.#live();
        if (live) delete live[key];
        native.scopeUnset(this.#which, key);
    }

    clear() {
        if (this.#live()) delete this.#run.live[this.#which];
        native.scopeClear(this.#which);
    }

    toObject(excludeDisabled) {
        const { live } = this.#run;
        if (this.#which !== LOCAL) {
            const object = native.scopeObject(this.#which, Boolean(excludeDisabled));
            return live ? Object.assign(object, live[this.#which]) : object;
        }
        const object = native.variablesObject(Boolean(excludeDisabled));
        if (live) for (const which of [GLOBALS, COLLECTION, ENVIRONMENT, ROW, LOCAL]) overlay(object, live, which);
        return object;
    }

    toJSON() {
        const [id, name] = native.scopeName(this.#which);
        const values = native.scopeList(this.#which);
        return name === undefined || name === null ? { id, values } : { id, name, values };
    }

    replaceIn(template) {
        return native.scopeReplaceIn(this.#which, template);
    }

    /** Copies the values into an object, and drops from it what is not here. */
    syncVariablesTo(given) {
        const target = given ?? {};
        const values = this.toObject();
        for (const key of keys(target)) if (!hasOwn(values, key)) delete target[key];
        return Object.assign(target, values);
    }

    /** Makes the values those of an object. */
    syncVariablesFrom(source) {
        if (typeof source !== 'object' || source === null) return undefined;
        const before = this.toObject();
        for (const key of keys(before)) if (!hasOwn(source, key)) this.unset(key);
        for (const key of keys(source)) if (before[key] !== source[key]) this.set(key, source[key]);
        return undefined;
    }

    variables() {
        return this.toObject();
    }

    get values() {
        const { VariableList } = sdk();
        return new VariableList(undefined, native.scopeList(this.#which));
    }

    get name() {
        return native.scopeName(this.#which)[1] ?? undefined;
    }

    get id() {
        return native.scopeName(this.#which)[0];
    }
}

/** Puts live values over stored ones, unless a stronger scope has the name. */
function overlay(object, live, which) {
    const values = live[which];
    for (const key in values) {
        const stronger = { [LOCAL]: [], [ROW]: [LOCAL], [ENVIRONMENT]: [LOCAL, ROW],
            [COLLECTION]: [LOCAL, ROW, ENVIRONMENT], [GLOBALS]: [LOCAL, ROW, ENVIRONMENT, COLLECTION] }[which];
        if (!stronger.some((one) => native.scopeHas(one, key))) object[key] = values[key];
    }
}

/** The value of the strongest variable of a name. */
function anywhere(run, key) {
    const { live } = run;
    if (live) {
        for (const which of [LOCAL, ROW, ENVIRONMENT, COLLECTION, GLOBALS]) {
            const values = live[which];
            if (values && key in values) {
                return typeof values[key] === 'function' ? values[key]() : values[key];
            }
            if (native.scopeHas(which, key)) break;
        }
    }
    return native.variablesGet(key);
}

/** Stores what kept values have become, for the scripts that follow. */
function storeLive(run) {
    for (const which in run.live) {
        const values = run.live[which];
        for (const key in values) {
            const value = values[key];
            native.scopeSet(Number(which), key, crosses(value) ? value : storable(value) ?? null);
        }
    }
}
