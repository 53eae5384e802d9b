// Streams: one chunk after the other, with readers, writers, pipes and async iteration. Strategies
// only count chunks, and there are no byte streams.

/** A promise with what settles it. */
function deferred() {
    let resolve;
    let reject;
    const promise = new Promise((yes, no) => {
        resolve = yes;
        reject = no;
    });
    promise.catch(() => {});
    return { promise, resolve, reject };
}

class ReadableStream {
    #chunks = [];
    #waiting = [];
    #state = 'readable';
    #error;
    #reader = null;
    #source;
    #pulling = false;
    #limit;
    #closed = deferred();
    #controller;

    constructor(source = {}, { highWaterMark = 1 } = {}) {
        this.#source = source;
        this.#limit = highWaterMark;
        const stream = this;
        this.#controller = {
            get desiredSize() {
                return stream.#state === 'readable' ? stream.#limit - stream.#chunks.length : 0;
            },
            enqueue(chunk) {
                if (stream.#state !== 'readable') throw new TypeError('Invalid state: Controller is already closed');
                if (stream.#waiting.length > 0) stream.#waiting.shift().resolve({ value: chunk, done: false });
                else stream.#chunks.push(chunk);
            },
            close() {
                if (stream.#state !== 'readable') throw new TypeError('Invalid state: Controller is already closed');
                stream.#state = 'closing';
                stream.#settle();
            },
            error(reason) {
                stream.#fail(reason);
            },
        };
        const started = source.start ? source.start(this.#controller) : undefined;
        Promise.resolve(started).then(() => this.#pull(), (error) => this.#fail(error));
    }

    static from(iterable) {
        const iterator = (iterable[Symbol.asyncIterator] ?? iterable[Symbol.iterator]).call(iterable);
        return new ReadableStream({
            async pull(controller) {
                const { value, done } = await iterator.next();
                if (done) controller.close();
                else controller.enqueue(await value);
            },
        });
    }

    #fail(reason) {
        if (this.#state === 'closed' || this.#state === 'errored') return;
        this.#state = 'errored';
        this.#error = reason;
        this.#chunks = [];
        for (const one of this.#waiting.splice(0)) one.reject(reason);
        this.#closed.reject(reason);
    }

    #settle() {
        if (this.#state !== 'closing' || this.#chunks.length > 0) return;
        this.#state = 'closed';
        for (const one of this.#waiting.splice(0)) one.resolve({ value: undefined, done: true });
        this.#closed.resolve();
    }

    #pull() {
        if (this.#pulling || this.#state !== 'readable' || !this.#source.pull) return;
        if (this.#waiting.length === 0 && this.#chunks.length >= this.#limit) return;
        this.#pulling = true;
        Promise.resolve().then(() => this.#source.pull(this.#controller)).then(() => {
            this.#pulling = false;
            if (this.#waiting.length > 0 || this.#chunks.length < this.#limit) this.#pull();
        }, (error) => this.#fail(error));
    }

    #read() {
        if (this.#chunks.length > 0) {
            const value = this.#chunks.shift();
            this.#settle();
            this.#pull();
            return Promise.resolve({ value, done: false });
        }
        if (this.#state === 'errored') return Promise.reject(this.#error);
        if (this.#state !== 'readable') return Promise.resolve({ value: undefined, done: true });
        const one = deferred();
        this.#waiting.push(one);
        this.#pull();
        return one.promise;
    }

    async #cancel(reason) {
        if (this.#state === 'errored') throw this.#error;
        if (this.#state === 'closed') return;
        this.#chunks = [];
        this.#state = 'closing';
        this.#settle();
        if (this.#source.cancel) await this.#source.cancel(reason);
    }

    get locked() {
        return this.#reader !== null;
    }

    getReader() {
        if (this.#reader) throw new TypeError('Invalid state: ReadableStream is locked');
        const stream = this;
        const held = () => {
            if (stream.#reader !== reader) throw new TypeError('This readable stream reader has been released');
        };
        const reader = {
            get closed() {
                return stream.#closed.promise;
            },
            async read() {
                held();
                return stream.#read();
            },
            async cancel(reason) {
                held();
                return stream.#cancel(reason);
            },
            releaseLock() {
                if (stream.#reader === reader) stream.#reader = null;
            },
        };
        this.#reader = reader;
        return reader;
    }

    async cancel(reason) {
        if (this.#reader) throw new TypeError('Invalid state: ReadableStream is locked');
        return this.#cancel(reason);
    }

    async pipeTo(target, { preventClose = false } = {}) {
        const reader = this.getReader();
        const writer = target.getWriter();
        try {
            for (let next = await reader.read(); !next.done; next = await reader.read()) await writer.write(next.value);
            if (!preventClose) await writer.close();
        } catch (error) {
            await writer.abort(error).catch(() => {});
            throw error;
        } finally {
            reader.releaseLock();
            writer.releaseLock();
        }
    }

    pipeThrough({ readable, writable }, options) {
        this.pipeTo(writable, options).catch(() => {});
        return readable;
    }

    tee() {
        const reader = this.getReader();
        const controllers = [];
        const pull = async () => {
            const { value, done } = await reader.read();
            for (const controller of controllers) {
                if (done) controller.close();
                else controller.enqueue(value);
            }
        };
        const branch = () => new ReadableStream({
            start(controller) {
                controllers.push(controller);
            },
            pull,
        });
        return [branch(), branch()];
    }

    async* values() {
        const reader = this.getReader();
        try {
            for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
        } finally {
            await reader.cancel().catch(() => {});
            reader.releaseLock();
        }
    }

    [Symbol.asyncIterator]() {
        return this.values();
    }
}

class WritableStream {
    #sink;
    #writer = null;
    #state = 'writable';
    #error;
    #last;
    #closed = deferred();
    #controller;

    constructor(sink = {}) {
        this.#sink = sink;
        this.#controller = { error: (reason) => this.#fail(reason) };
        this.#last = Promise.resolve(sink.start ? sink.start(this.#controller) : undefined);
        this.#last.catch((error) => this.#fail(error));
    }

    #fail(reason) {
        if (this.#state !== 'writable') return;
        this.#state = 'errored';
        this.#error = reason;
        this.#closed.reject(reason);
    }

    #then(call) {
        if (this.#state === 'errored') return Promise.reject(this.#error);
        if (this.#state === 'closed') return Promise.reject(new TypeError('Invalid state: WritableStream is closed'));
        const next = this.#last.then(call);
        this.#last = next;
        next.catch((error) => this.#fail(error));
        return next;
    }

    get locked() {
        return this.#writer !== null;
    }

    getWriter() {
        if (this.#writer) throw new TypeError('Invalid state: WritableStream is locked');
        const stream = this;
        this.#writer = {
            desiredSize: 1,
            get closed() {
                return stream.#closed.promise;
            },
            get ready() {
                return stream.#last.then(() => undefined);
            },
            write: (chunk) => this.#then(() => (this.#sink.write ? this.#sink.write(chunk, this.#controller) : undefined)),
            close: () => this.close(),
            abort: (reason) => this.abort(reason),
            releaseLock: () => {
                this.#writer = null;
            },
        };
        return this.#writer;
    }

    close() {
        const closing = this.#then(() => (this.#sink.close ? this.#sink.close() : undefined));
        closing.then(() => {
            this.#state = 'closed';
            this.#closed.resolve();
        }, () => {});
        return closing.then(() => undefined);
    }

    async abort(reason) {
        if (this.#state !== 'writable') return;
        this.#fail(reason);
        if (this.#sink.abort) await this.#sink.abort(reason);
    }
}

class TransformStream {
    constructor(transformer = {}) {
        let controller;
        this.readable = new ReadableStream({
            start(own) {
                controller = own;
            },
        });
        const facade = {
            enqueue: (chunk) => controller.enqueue(chunk),
            error: (reason) => controller.error(reason),
            terminate: () => controller.close(),
        };
        this.writable = new WritableStream({
            start: () => (transformer.start ? transformer.start(facade) : undefined),
            write: (chunk) => (transformer.transform ? transformer.transform(chunk, facade) : controller.enqueue(chunk)),
            async close() {
                if (transformer.flush) await transformer.flush(facade);
                controller.close();
            },
            abort: (reason) => controller.error(reason),
        });
    }
}

class TextEncoderStream extends TransformStream {
    constructor() {
        const encoder = new (require('web/text').TextEncoder)();
        super({ transform: (chunk, controller) => controller.enqueue(encoder.encode(chunk)) });
        this.encoding = 'utf-8';
    }
}

class TextDecoderStream extends TransformStream {
    constructor(label, options) {
        const decoder = new (require('web/text').TextDecoder)(label, options);
        const pass = (text, controller) => text !== '' && controller.enqueue(text);
        super({
            transform: (chunk, controller) => pass(decoder.decode(chunk, { stream: true }), controller),
            flush: (controller) => pass(decoder.decode(), controller),
        });
        this.encoding = decoder.encoding;
    }
}

module.exports = { ReadableStream, WritableStream, TransformStream, TextEncoderStream, TextDecoderStream };
