// TextEncoder and TextDecoder.
const native = require('native');

const bytesOf = (source) => {
    if (source === undefined) return new Uint8Array(0);
    if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
    return new Uint8Array(source);
};

class TextEncoder {
    get encoding() {
        return 'utf-8';
    }

    encode(text = '') {
        return new Uint8Array(native.encode(String(text)));
    }

    encodeInto(text, target) {
        let read = 0;
        let written = 0;
        for (const letter of String(text)) {
            const bytes = this.encode(letter);
            if (written + bytes.length > target.length) break;
            target.set(bytes, written);
            written += bytes.length;
            read += letter.length;
        }
        return { read, written };
    }
}

/** How many bytes at the end belong to a character that is not whole. */
const unfinished = (bytes) => {
    for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
        const byte = bytes[bytes.length - back];
        if (byte < 0x80) return 0;
        if (byte >= 0xc0) {
            const length = byte >= 0xf0 ? 4 : (byte >= 0xe0 ? 3 : 2);
            return back < length ? back : 0;
        }
    }
    return 0;
};

class TextDecoder {
    #kept = new Uint8Array(0);
    #begun = false;

    constructor(label = 'utf-8', { fatal = false, ignoreBOM = false } = {}) {
        const encoding = native.encodingName(String(label));
        if (encoding === undefined) throw new RangeError(`The "${label}" encoding is not supported`);
        Object.defineProperties(this, {
            encoding: { value: encoding, enumerable: true },
            fatal: { value: Boolean(fatal), enumerable: true },
            ignoreBOM: { value: Boolean(ignoreBOM), enumerable: true },
        });
    }

    decode(source, { stream = false } = {}) {
        const given = bytesOf(source);
        let bytes = new Uint8Array(this.#kept.length + given.length);
        bytes.set(this.#kept);
        bytes.set(given, this.#kept.length);
        const wide = this.encoding.startsWith('utf-16');
        const left = stream ? (wide ? bytes.length % 2 : (this.encoding === 'utf-8' ? unfinished(bytes) : 0)) : 0;
        this.#kept = bytes.slice(bytes.length - left);
        if (left > 0) bytes = bytes.slice(0, bytes.length - left);
        const text = native.decode(this.encoding, bytes.toBase64(), this.fatal);
        if (text === undefined) throw new TypeError(`The encoded data was not valid for encoding ${this.encoding}`);
        const first = !this.#begun;
        this.#begun = stream && (this.#begun || text.length > 0);
        return first && !this.ignoreBOM ? text.replace(/^\ufeff/, '') : text;
    }
}

module.exports = { TextEncoder, TextDecoder, bytesOf };
