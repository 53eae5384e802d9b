// The part of WebCrypto that scripts use: random numbers, digests, HMAC, AES-GCM, PBKDF2 and HKDF.
const native = require('native');
const { bytesOf } = require('web/text');

const MAKE = Symbol('make');
const unsupported = (name) => new DOMException(`The algorithm ${name} is not supported`, 'NotSupportedError');
const operation = (text) => new DOMException(text, 'OperationError');
const access = (text) => new DOMException(text, 'InvalidAccessError');

const nameOf = (algorithm) => String(typeof algorithm === 'object' && algorithm !== null ? algorithm.name : algorithm).toUpperCase();
const hashOf = (algorithm) => {
    const name = nameOf(algorithm);
    if (!['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'].includes(name)) throw unsupported(name);
    return name;
};
const text = (bytes) => bytesOf(bytes).toBase64();

class CryptoKey {
    #bytes;

    constructor(made, bytes, type, algorithm, extractable, usages) {
        if (made !== MAKE) throw new TypeError('Illegal constructor');
        this.#bytes = bytes;
        Object.defineProperties(this, {
            type: { value: type, enumerable: true },
            extractable: { value: Boolean(extractable), enumerable: true },
            algorithm: { value: Object.freeze(algorithm), enumerable: true },
            usages: { value: Object.freeze([...usages]), enumerable: true },
        });
    }

    static bytes(key, usage) {
        if (usage && !key.usages.includes(usage)) throw access(`CryptoKey does not support this operation: ${usage}`);
        return key.#bytes;
    }
}
const keyBytes = CryptoKey.bytes;
delete CryptoKey.bytes;

const BLOCK = { 'SHA-1': 64, 'SHA-256': 64, 'SHA-384': 128, 'SHA-512': 128 };

/** A key of these bytes, for an algorithm. */
function makeKey(bytes, algorithm, extractable, usages) {
    const name = nameOf(algorithm);
    const make = (more) => new CryptoKey(MAKE, bytes, 'secret', { name, ...more }, extractable, usages);
    if (name === 'HMAC') return make({ hash: { name: hashOf(algorithm.hash) }, length: bytes.length * 8 });
    if (name === 'AES-GCM') {
        if (bytes.length !== 16 && bytes.length !== 32) throw new DOMException('Invalid key length', 'DataError');
        return make({ length: bytes.length * 8 });
    }
    if (name === 'PBKDF2' || name === 'HKDF') return make({});
    throw unsupported(name);
}

function cipher(encrypting, algorithm, key, data) {
    if (nameOf(algorithm) !== 'AES-GCM') throw unsupported(nameOf(algorithm));
    const iv = bytesOf(algorithm.iv);
    if (iv.length !== 12) throw operation('The iv must have 12 bytes');
    if (![undefined, 128].includes(algorithm.tagLength)) throw operation('The tagLength must be 128');
    const done = native.aesGcm(encrypting, text(keyBytes(key, encrypting ? 'encrypt' : 'decrypt')), text(iv), text(algorithm.additionalData), text(data));
    if (done === undefined) throw operation('The operation failed for an operation-specific reason');
    return done;
}

function derive(algorithm, key, bits, usage) {
    const secret = text(keyBytes(key, usage));
    const hash = hashOf(algorithm.hash);
    const length = bits / 8;
    const made = nameOf(algorithm) === 'PBKDF2'
        ? native.pbkdf2(hash, secret, text(algorithm.salt), Number(algorithm.iterations), length)
        : native.hkdf(hash, secret, text(algorithm.salt), text(algorithm.info), length);
    if (made === undefined) throw operation('The bits could not be derived');
    return made;
}

const subtle = {
    async digest(algorithm, data) {
        return native.digest(hashOf(algorithm), text(data));
    },
    async generateKey(algorithm, extractable, usages) {
        const name = nameOf(algorithm);
        let length;
        if (name === 'HMAC') length = algorithm.length ? algorithm.length / 8 : BLOCK[hashOf(algorithm.hash)];
        else if (name === 'AES-GCM') length = algorithm.length / 8;
        else throw unsupported(name);
        return makeKey(new Uint8Array(native.randomBytes(length)), algorithm, extractable, usages);
    },
    async importKey(format, data, algorithm, extractable, usages) {
        if (format === 'raw') return makeKey(bytesOf(data).slice(), algorithm, extractable, usages);
        if (format === 'jwk' && data.kty === 'oct') {
            return makeKey(Uint8Array.fromBase64(data.k, { alphabet: 'base64url' }), algorithm, extractable, usages);
        }
        throw unsupported(`key format ${format}`);
    },
    async exportKey(format, key) {
        if (!key.extractable) throw access('key is not extractable');
        const bytes = keyBytes(key);
        if (format === 'raw') return bytes.slice().buffer;
        if (format === 'jwk') {
            return { key_ops: [...key.usages], ext: true, kty: 'oct', k: bytes.toBase64({ alphabet: 'base64url', omitPadding: true }) };
        }
        throw unsupported(`key format ${format}`);
    },
    async sign(algorithm, key, data) {
        if (nameOf(algorithm) !== 'HMAC') throw unsupported(nameOf(algorithm));
        return native.hmac(key.algorithm.hash.name, text(keyBytes(key, 'sign')), text(data));
    },
    async verify(algorithm, key, signature, data) {
        if (nameOf(algorithm) !== 'HMAC') throw unsupported(nameOf(algorithm));
        const made = native.hmac(key.algorithm.hash.name, text(keyBytes(key, 'verify')), text(data));
        return text(made) === text(signature);
    },
    async encrypt(algorithm, key, data) {
        return cipher(true, algorithm, key, data);
    },
    async decrypt(algorithm, key, data) {
        return cipher(false, algorithm, key, data);
    },
    async deriveBits(algorithm, key, bits) {
        return derive(algorithm, key, bits, 'deriveBits');
    },
    async deriveKey(algorithm, key, derived, extractable, usages) {
        const bits = derived.length ?? BLOCK[hashOf(derived.hash)] * 8;
        return makeKey(new Uint8Array(derive(algorithm, key, bits, 'deriveKey')), derived, extractable, usages);
    },
};

const crypto = {
    subtle,
    getRandomValues(target) {
        if (!ArrayBuffer.isView(target) || target instanceof Float32Array || target instanceof Float64Array || target instanceof DataView) {
            throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
        }
        if (target.byteLength > 65536) {
            throw new DOMException(`The requested length exceeds 65,536 bytes`, 'QuotaExceededError');
        }
        new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(new Uint8Array(native.randomBytes(target.byteLength)));
        return target;
    },
    randomUUID: () => native.uuid(),
};

module.exports = { crypto, CryptoKey };
