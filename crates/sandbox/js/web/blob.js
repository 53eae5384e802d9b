// Blob and File.
const { TextEncoder, TextDecoder, bytesOf } = require('web/text');

const encoder = new TextEncoder();

class Blob {
    #bytes;

    constructor(parts = [], { type = '', endings = 'transparent' } = {}) {
        if (typeof parts !== 'object' || parts === null || typeof parts[Symbol.iterator] !== 'function') {
            throw new TypeError('The "sources" argument must be a sequence');
        }
        const pieces = [...parts].map((part) => {
            if (part instanceof Blob) return part.#bytes;
            if (part instanceof ArrayBuffer || ArrayBuffer.isView(part)) return bytesOf(part).slice();
            const text = String(part);
            return encoder.encode(endings === 'native' ? text.replace(/\r\n|\r/g, '\n') : text);
        });
        this.#bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
        let at = 0;
        for (const piece of pieces) {
            this.#bytes.set(piece, at);
            at += piece.length;
        }
        const plain = /^[\x20-\x7e]*$/.test(String(type)) ? String(type).toLowerCase() : '';
        Object.defineProperty(this, 'type', { value: plain, enumerable: true });
    }

    get size() {
        return this.#bytes.length;
    }

    slice(start, end, type = '') {
        return new Blob([this.#bytes.slice(start, end)], { type });
    }

    async arrayBuffer() {
        return this.#bytes.slice().buffer;
    }

    async bytes() {
        return this.#bytes.slice();
    }

    async text() {
        return new TextDecoder().decode(this.#bytes);
    }

    stream() {
        const { ReadableStream } = require('web/stream');
        const bytes = this.#bytes.slice();
        return new ReadableStream({
            start(controller) {
                if (bytes.length > 0) controller.enqueue(bytes);
                controller.close();
            },
        });
    }
}

class File extends Blob {
    constructor(parts, name, options = {}) {
        super(parts, options);
        Object.defineProperties(this, {
            name: { value: String(name), enumerable: true },
            lastModified: { value: options.lastModified ?? Date.now(), enumerable: true },
        });
    }
}

module.exports = { Blob, File };
