// URL and URLSearchParams, after the URL standard. International host names are put in ASCII without
// the standard's tables: lower case and NFC instead of its mapping.
const native = require('native');

const SPECIAL = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21', 'file:': '' };

const fail = (text) => {
    const error = new TypeError('Invalid URL');
    error.code = 'ERR_INVALID_URL';
    error.input = text;
    return error;
};

/** Percent-encodes every character that `unsafe` matches, and all that are no ASCII. */
const encode = (text, unsafe) => {
    let out = '';
    for (const letter of text) {
        const code = letter.codePointAt(0);
        if (code > 0x20 && code < 0x7f && !unsafe.test(letter)) out += letter;
        else for (const byte of new Uint8Array(native.encode(letter))) out += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    }
    return out;
};
const FRAGMENT = /["<>`]/;
const QUERY = /["#<>]/;
const SPECIAL_QUERY = /["#<>']/;
const PATH = /["#<>?^`{}]/;
const USERINFO = /["#<>?`{}/:;=@[\\\]^|]/;
const FORM = /[^A-Za-z0-9*\-._]/;

const decode = (text) => {
    const plain = text.replace(/\+/g, ' ');
    if (!plain.includes('%')) return plain;
    const bytes = [];
    for (const byte of new Uint8Array(native.encode(plain))) bytes.push(byte);
    const out = [];
    for (let at = 0; at < bytes.length; at += 1) {
        const hex = bytes[at] === 37 ? String.fromCharCode(bytes[at + 1], bytes[at + 2]) : '';
        if (/^[0-9a-fA-F]{2}$/.test(hex)) {
            out.push(parseInt(hex, 16));
            at += 2;
        } else out.push(bytes[at]);
    }
    return native.decode('utf-8', new Uint8Array(out).toBase64(), false);
};

/** The number of a part of an IPv4 address; NaN if it is none. */
const ipv4Part = (part) => {
    if (/^0x[0-9a-f]*$/i.test(part)) return part.length === 2 ? 0 : parseInt(part, 16);
    if (/^0[0-7]*$/.test(part)) return parseInt(part, 8) || 0;
    return /^\d+$/.test(part) ? Number(part) : NaN;
};

/** An IPv4 address in its usual form; undefined if the host is a name. */
const ipv4 = (host, whole) => {
    const parts = host.split('.');
    if (parts[parts.length - 1] === '' && parts.length > 1) parts.pop();
    const last = parts[parts.length - 1];
    if (!/^(\d+|0x[0-9a-f]*)$/i.test(last)) return undefined;
    const numbers = parts.map(ipv4Part);
    const tail = numbers.pop();
    if (parts.length > 4 || numbers.some((n) => !(n <= 255)) || !(tail < 256 ** (4 - numbers.length))) throw fail(whole);
    let value = tail;
    numbers.forEach((n, at) => {
        value += n * 256 ** (3 - at);
    });
    return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
};

/** An IPv6 address in its shortest form. */
const ipv6 = (text, whole) => {
    let source = text;
    const four = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(source);
    if (four) {
        const bytes = four[2].split('.').map(Number);
        if (bytes.some((byte) => byte > 255)) throw fail(whole);
        source = `${four[1]}${(bytes[0] * 256 + bytes[1]).toString(16)}:${(bytes[2] * 256 + bytes[3]).toString(16)}`;
    }
    const halves = source.split('::');
    if (halves.length > 2) throw fail(whole);
    const pieces = halves.map((half) => (half === '' ? [] : half.split(':')));
    const count = pieces.flat().length;
    if (pieces.flat().some((piece) => !/^[0-9a-f]{1,4}$/i.test(piece)) || (halves.length === 1 ? count !== 8 : count > 7)) throw fail(whole);
    const words = halves.length === 1 ? pieces[0] : [...pieces[0], ...Array(8 - count).fill('0'), ...pieces[1]];
    const short = words.map((word) => parseInt(word, 16).toString(16));
    const runs = [...short.join(':').matchAll(/(?<![^:])0(:0)+(?![^:])/g)];
    const longest = runs.reduce((best, run) => (run[0].length > (best ? best[0].length : 0) ? run : best), undefined);
    const out = short.join(':');
    if (!longest) return `[${out}]`;
    const before = out.slice(0, longest.index).replace(/:$/, '');
    const after = out.slice(longest.index + longest[0].length).replace(/^:/, '');
    return `[${before}::${after}]`;
};

const parseHost = (text, special, whole) => {
    if (text.startsWith('[')) {
        if (!text.endsWith(']')) throw fail(whole);
        return ipv6(text.slice(1, -1), whole);
    }
    if (!special) {
        if (/[\0\t\n\r #/:<>?@[\\\]^|]/.test(text)) throw fail(whole);
        return encode(text, /[^\s\S]/);
    }
    let name = text;
    try {
        name = decodeURIComponent(text);
    } catch {
        throw fail(whole);
    }
    name = name.normalize('NFC').toLowerCase().replace(/[\u3002\uff0e\uff61]/g, '.').replace(/\u00ad/g, '');
    if (/[^\0-\x7f]/.test(name)) name = require('punycode').toASCII(name);
    if (name === '' || /[\0-\x20"#%/:<>?@[\\\]^`{|}\x7f]/.test(name)) throw fail(whole);
    return ipv4(name, whole) ?? name;
};

/** Puts `.` and `..` out of a path. */
const normal = (path, special) => {
    const out = [];
    const parts = path.split(special ? /[/\\]/ : '/');
    parts.forEach((part, at) => {
        const last = at === parts.length - 1;
        if (/^(\.|%2e)(\.|%2e)$/i.test(part)) {
            out.pop();
            if (last) out.push('');
        } else if (/^(\.|%2e)$/i.test(part)) {
            if (last) out.push('');
        } else out.push(encode(part, PATH));
    });
    return out;
};

const portOf = (text, protocol, whole) => {
    if (text === '') return '';
    if (!/^\d+$/.test(text) || Number(text) > 65535) throw fail(whole);
    const port = String(Number(text));
    return port === SPECIAL[protocol] ? '' : port;
};

/** The parts of a URL text, relative to those of a base. */
const parse = (input, base) => {
    let rest = input.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]/g, '');
    const url = { protocol: '', username: '', password: '', host: null, port: '', path: '', query: null, hash: null };
    const cut = rest.indexOf('#');
    if (cut >= 0) {
        url.hash = encode(rest.slice(cut + 1), FRAGMENT);
        rest = rest.slice(0, cut);
    }
    const scheme = /^([a-z][a-z0-9+.-]*:)/i.exec(rest);
    const own = scheme && scheme[1].toLowerCase();
    const same = base && own === base.protocol && own in SPECIAL && !/^[/\\]{2}/.test(rest.slice(own.length));
    if (scheme && !same) {
        url.protocol = own;
        rest = rest.slice(own.length);
    } else {
        if (!base) throw fail(input);
        if (scheme) rest = rest.slice(own.length);
        url.protocol = base.protocol;
        return relative(url, rest, base, input);
    }
    const special = url.protocol in SPECIAL;
    const question = rest.indexOf('?');
    if (question >= 0) {
        url.query = encode(rest.slice(question + 1), special ? SPECIAL_QUERY : QUERY);
        rest = rest.slice(0, question);
    }
    if (special && url.protocol !== 'file:') rest = rest.replace(/^[/\\]*/, '//');
    const slashes = special ? /^[/\\]{2}/ : /^\/\//;
    if (slashes.test(rest)) return authority(url, rest.slice(2), input);
    if (url.protocol === 'file:') {
        url.host = '';
        url.path = `/${normal(rest.replace(/^[/\\]/, ''), true).join('/')}`;
    } else if (rest.startsWith('/')) url.path = `/${normal(rest.slice(1), false).join('/')}`;
    else url.path = encode(rest, /[^\s\S]/);
    return url;
};

const authority = (url, text, input) => {
    const special = url.protocol in SPECIAL;
    const end = text.search(special ? /[/\\]/ : /\//);
    let host = end < 0 ? text : text.slice(0, end);
    const path = end < 0 ? '' : text.slice(end + 1);
    const at = host.lastIndexOf('@');
    if (at >= 0) {
        const user = host.slice(0, at);
        const colon = user.indexOf(':');
        url.username = encode(colon < 0 ? user : user.slice(0, colon), USERINFO);
        url.password = colon < 0 ? '' : encode(user.slice(colon + 1), USERINFO);
        host = host.slice(at + 1);
    }
    const port = /:([^:\]]*)$/.exec(host);
    if (port) {
        url.port = portOf(port[1], url.protocol, input);
        host = host.slice(0, port.index);
    }
    if (host === '' && url.protocol !== 'file:' && (special || at >= 0 || port)) throw fail(input);
    url.host = host === '' ? '' : parseHost(host, special, input);
    if (url.protocol === 'file:' && url.host === 'localhost') url.host = '';
    if (special || end >= 0) url.path = `/${normal(path, special).join('/')}`;
    return url;
};

const relative = (url, text, base, input) => {
    const special = url.protocol in SPECIAL;
    if (base.host === null && !base.path.startsWith('/') && text !== '') throw fail(input);
    if ((special ? /^[/\\]{2}/ : /^\/\//).test(text)) {
        const query = text.indexOf('?');
        if (query >= 0) url.query = encode(text.slice(query + 1), special ? SPECIAL_QUERY : QUERY);
        return authority(url, text.slice(2, query < 0 ? undefined : query), input);
    }
    Object.assign(url, { username: base.username, password: base.password, host: base.host, port: base.port });
    const question = text.indexOf('?');
    const path = question < 0 ? text : text.slice(0, question);
    if (question >= 0) url.query = encode(text.slice(question + 1), special ? SPECIAL_QUERY : QUERY);
    if (path === '') {
        url.path = base.path;
        if (question < 0) url.query = base.query;
    } else if (special ? /^[/\\]/.test(path) : path.startsWith('/')) {
        url.path = `/${normal(path.slice(1), special).join('/')}`;
    } else {
        const folder = base.path.slice(0, base.path.lastIndexOf('/') + 1);
        url.path = `/${normal(folder.slice(1) + path, special).join('/')}`;
    }
    return url;
};

module.exports = { encode, decode, parse, parseHost, portOf, normal, SPECIAL, FRAGMENT, QUERY, SPECIAL_QUERY, USERINFO, FORM, fail };
