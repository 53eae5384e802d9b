// Events, and what aborts.

class Event {
    #stopped = false;
    #prevented = false;

    constructor(type, { bubbles = false, cancelable = false } = {}) {
        Object.defineProperties(this, {
            type: { value: String(type), enumerable: true },
            bubbles: { value: Boolean(bubbles), enumerable: true },
            cancelable: { value: Boolean(cancelable), enumerable: true },
            timeStamp: { value: Date.now(), enumerable: true },
            target: { value: null, enumerable: true, writable: true },
            currentTarget: { value: null, enumerable: true, writable: true },
        });
    }

    get defaultPrevented() {
        return this.#prevented;
    }

    preventDefault() {
        if (this.cancelable) this.#prevented = true;
    }

    stopPropagation() {}

    stopImmediatePropagation() {
        this.#stopped = true;
    }

    static stopped(event) {
        return event.#stopped;
    }
}
const { stopped } = Event;
delete Event.stopped;

class CustomEvent extends Event {
    constructor(type, options = {}) {
        super(type, options);
        Object.defineProperty(this, 'detail', { value: options.detail ?? null, enumerable: true });
    }
}

class EventTarget {
    #listeners = [];

    addEventListener(type, listener, options = {}) {
        if (listener === null || listener === undefined) return;
        const { once = false, signal } = typeof options === 'object' && options !== null ? options : {};
        if (signal && signal.aborted) return;
        if (this.#listeners.some((one) => one.type === type && one.listener === listener)) return;
        this.#listeners.push({ type, listener, once });
        if (signal) signal.addEventListener('abort', () => this.removeEventListener(type, listener));
    }

    removeEventListener(type, listener) {
        this.#listeners = this.#listeners.filter((one) => one.type !== type || one.listener !== listener);
    }

    dispatchEvent(event) {
        if (!(event instanceof Event)) throw new TypeError('The "event" argument must be an instance of Event');
        event.target = this;
        event.currentTarget = this;
        const handler = this[`on${event.type}`];
        const calls = this.#listeners.filter((one) => one.type === event.type);
        if (typeof handler === 'function') calls.unshift({ listener: handler });
        for (const { listener, once, type } of calls) {
            if (once) this.removeEventListener(type, listener);
            if (typeof listener === 'function') listener.call(this, event);
            else listener.handleEvent(event);
            if (stopped(event)) break;
        }
        event.currentTarget = null;
        return !event.defaultPrevented;
    }
}

const MAKE = Symbol('make');

class AbortSignal extends EventTarget {
    #aborted = false;
    #reason;

    constructor(made) {
        if (made !== MAKE) throw new TypeError('Illegal constructor');
        super();
        this.onabort = null;
    }

    get aborted() {
        return this.#aborted;
    }

    get reason() {
        return this.#reason;
    }

    throwIfAborted() {
        if (this.#aborted) throw this.#reason;
    }

    static abort(reason) {
        const signal = new AbortSignal(MAKE);
        fire(signal, reason);
        return signal;
    }

    static timeout(delay) {
        const signal = new AbortSignal(MAKE);
        setTimeout(() => fire(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')), delay);
        return signal;
    }

    static any(signals) {
        const signal = new AbortSignal(MAKE);
        for (const one of signals) {
            if (one.aborted) fire(signal, one.reason);
            else one.addEventListener('abort', () => fire(signal, one.reason), { once: true });
        }
        return signal;
    }

    static fire(signal, reason) {
        if (signal.#aborted) return;
        signal.#aborted = true;
        signal.#reason = reason === undefined ? new DOMException('This operation was aborted', 'AbortError') : reason;
        signal.dispatchEvent(new Event('abort'));
    }
}
const { fire } = AbortSignal;
delete AbortSignal.fire;

class AbortController {
    constructor() {
        Object.defineProperty(this, 'signal', { value: new AbortSignal(MAKE), enumerable: true });
    }

    abort(reason) {
        fire(this.signal, reason);
    }
}

module.exports = { Event, CustomEvent, EventTarget, AbortSignal, AbortController };
