// The classes URL and URLSearchParams.
const { encode, decode, parse, parseHost, portOf, normal, SPECIAL, FRAGMENT, QUERY, SPECIAL_QUERY, USERINFO, FORM, fail } = require('web/url');

const formEncode = (text) => encode(text, FORM).replace(/%20/g, '+');

class URLSearchParams {
    #pairs = [];
    #changed;

    constructor(from = '', changed = undefined) {
        this.#changed = changed;
        if (typeof from === 'object' && from !== null) {
            if (typeof from[Symbol.iterator] === 'function') {
                for (const pair of from) {
                    const both = [...pair];
                    if (both.length !== 2) throw new TypeError('Each query pair must be an iterable [name, value] tuple');
                    this.#pairs.push(both.map(String));
                }
            } else for (const key of Object.keys(from)) this.#pairs.push([key, String(from[key])]);
        } else this.#read(String(from));
    }

    #read(text) {
        for (const part of text.replace(/^\?/, '').split('&')) {
            if (part === '') continue;
            const cut = part.indexOf('=');
            this.#pairs.push(cut < 0 ? [decode(part), ''] : [decode(part.slice(0, cut)), decode(part.slice(cut + 1))]);
        }
    }

    #done() {
        if (this.#changed) this.#changed(this.toString());
    }

    get size() {
        return this.#pairs.length;
    }

    append(name, value) {
        this.#pairs.push([String(name), String(value)]);
        this.#done();
    }

    delete(name, value) {
        this.#pairs = this.#pairs.filter(([key, own]) => key !== String(name) || (value !== undefined && own !== String(value)));
        this.#done();
    }

    get(name) {
        const found = this.#pairs.find(([key]) => key === String(name));
        return found ? found[1] : null;
    }

    getAll(name) {
        return this.#pairs.filter(([key]) => key === String(name)).map(([, value]) => value);
    }

    has(name, value) {
        return this.#pairs.some(([key, own]) => key === String(name) && (value === undefined || own === String(value)));
    }

    set(name, value) {
        const at = this.#pairs.findIndex(([key]) => key === String(name));
        if (at < 0) this.#pairs.push([String(name), String(value)]);
        else {
            this.#pairs[at][1] = String(value);
            this.#pairs = this.#pairs.filter(([key], place) => place <= at || key !== String(name));
        }
        this.#done();
    }

    sort() {
        this.#pairs.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
        this.#done();
    }

    forEach(call, self) {
        for (const [key, value] of this.#pairs) call.call(self, value, key, this);
    }

    * entries() {
        for (const [key, value] of this.#pairs) yield [key, value];
    }

    * keys() {
        for (const [key] of this.#pairs) yield key;
    }

    * values() {
        for (const [, value] of this.#pairs) yield value;
    }

    toString() {
        return this.#pairs.map(([key, value]) => `${formEncode(key)}=${formEncode(value)}`).join('&');
    }

    [Symbol.iterator]() {
        return this.entries();
    }

    /** Takes a new text, from the URL it belongs to. */
    static reread(params, text) {
        params.#pairs = [];
        params.#read(text);
    }
}
const { reread } = URLSearchParams;
delete URLSearchParams.reread;

class URL {
    #url;
    #params;

    constructor(input, base) {
        const from = base === undefined ? undefined : parse(String(base));
        this.#url = parse(String(input), from);
        this.#params = new URLSearchParams(this.#url.query ?? '', (text) => {
            this.#url.query = text === '' ? null : text;
        });
    }

    static canParse(input, base) {
        return URL.parse(input, base) !== null;
    }

    static parse(input, base) {
        try {
            return new URL(input, base);
        } catch {
            return null;
        }
    }

    get href() {
        const { protocol, host, path, query, hash } = this.#url;
        const user = this.username || this.password ? `${this.username}${this.password ? `:${this.password}` : ''}@` : '';
        const where = host === null ? '' : `//${user}${this.host}`;
        return `${protocol}${where}${path}${query === null ? '' : `?${query}`}${hash === null ? '' : `#${hash}`}`;
    }

    set href(text) {
        this.#url = parse(String(text));
        reread(this.#params, this.#url.query ?? '');
    }

    get origin() {
        const { protocol } = this.#url;
        return protocol in SPECIAL && protocol !== 'file:' ? `${protocol}//${this.host}` : 'null';
    }

    get protocol() {
        return this.#url.protocol;
    }

    set protocol(text) {
        const found = /^([a-z][a-z0-9+.-]*):?/i.exec(String(text));
        const next = found && `${found[1].toLowerCase()}:`;
        if (!next || (next in SPECIAL) !== (this.#url.protocol in SPECIAL)) return;
        this.#url.protocol = next;
        this.#url.port = portOf(this.#url.port, next);
    }

    get username() {
        return this.#url.username;
    }

    set username(text) {
        if (this.#url.host) this.#url.username = encode(String(text), USERINFO);
    }

    get password() {
        return this.#url.password;
    }

    set password(text) {
        if (this.#url.host) this.#url.password = encode(String(text), USERINFO);
    }

    get host() {
        const { host, port } = this.#url;
        return `${host ?? ''}${port === '' ? '' : `:${port}`}`;
    }

    set host(text) {
        const port = /:(\d*)$/.exec(String(text));
        this.hostname = port ? String(text).slice(0, port.index) : text;
        if (port && port[1] !== '') this.port = port[1];
    }

    get hostname() {
        return this.#url.host ?? '';
    }

    set hostname(text) {
        if (this.#url.host === null) return;
        try {
            this.#url.host = parseHost(String(text), this.#url.protocol in SPECIAL, String(text));
        } catch {
            // What is no host changes nothing.
        }
    }

    get port() {
        return this.#url.port;
    }

    set port(text) {
        const digits = /^\d*/.exec(String(text))[0];
        if (this.#url.host && Number(digits) <= 65535) this.#url.port = portOf(digits, this.#url.protocol);
    }

    get pathname() {
        return this.#url.path;
    }

    set pathname(text) {
        const special = this.#url.protocol in SPECIAL;
        this.#url.path = `/${normal(String(text).replace(special ? /^[/\\]/ : /^\//, ''), special).join('/')}`;
    }

    get search() {
        return this.#url.query ? `?${this.#url.query}` : '';
    }

    set search(text) {
        const query = String(text).replace(/^\?/, '');
        this.#url.query = query === '' ? null : encode(query, this.#url.protocol in SPECIAL ? SPECIAL_QUERY : QUERY);
        reread(this.#params, this.#url.query ?? '');
    }

    get searchParams() {
        return this.#params;
    }

    get hash() {
        return this.#url.hash ? `#${this.#url.hash}` : '';
    }

    set hash(text) {
        const hash = String(text).replace(/^#/, '');
        this.#url.hash = hash === '' ? null : encode(hash, FRAGMENT);
    }

    toString() {
        return this.href;
    }

    toJSON() {
        return this.href;
    }
}

module.exports = { URL, URLSearchParams, fail };
