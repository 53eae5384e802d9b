// What the SDK may ask, and what goes out to the host.

/** The request and the response of the running script; `number` names a response. */
class Source {
    #number;

    constructor(number) {
        this.#number = number;
    }

    requestJson() {
        return native.requestJson();
    }

    responseHead() {
        return native.responseHead(this.#number);
    }

    bodyText() {
        return native.bodyText(this.#number);
    }

    bodyJson() {
        return native.bodyJson(this.#number);
    }

    bodyBytes() {
        return native.bodyBytes(this.#number);
    }

    bodyLength() {
        return native.bodyLength(this.#number);
    }

    cookies() {
        return native.cookiesJson(this.#number);
    }

    jar(operation, given, done) {
        current.callbacks[`c${native.jar(operation, given)}`] = done;
    }

    require(name) {
        return requireInside(name);
    }

    log(level, ...values) {
        native.console(level, shape, ...values);
    }

    deprecated(name, instead) {
        const seen = (current.deprecated ??= create(null));
        if (seen[name]) return;
        seen[name] = true;
        native.console('warn', shape, `Using "${name}" is deprecated. Use "${instead}" instead.`);
    }

    eventName() {
        return current.prerequest ? 'prerequest' : 'test';
    }

    info() {
        return native.info();
    }

    scope(name) {
        return current.pm[name];
    }

    setNextRequest(value) {
        native.setNextRequest(value);
    }

    now() {
        return native.now();
    }
}

/** Answers for the item's own response. */
const host = new Source(0);

/** Answers for a request that failed. */
class Nothing extends Source {
    responseHead() {
        return '{}';
    }
}
const nothing = new Nothing(-1);

/** Takes files out of a request: what a script names is not read. */
function withoutFiles(request) {
    const { body } = request;
    if (typeof body !== 'object' || body === null) return request;
    let files = false;
    if (body.mode === 'file') {
        files = true;
        delete request.body;
    } else if (body.mode === 'formdata' && isArray(body.formdata)) {
        const kept = body.formdata.filter((part) => !(part && part.type === 'file'));
        files = kept.length < body.formdata.length;
        body.formdata = kept;
    }
    if (files) native.console('warn', shape, 'uploading files from scripts is not allowed');
    return request;
}

/** Sends a request; calls back with an error, or with response and cookies. */
function send(request, callback) {
    if (!request) {
        callback(new BaseError('sendrequest: nothing to request'));
        return;
    }
    const number = native.send(withoutFiles(sdk().requestJson(request)));
    current.callbacks[`c${number}`] = callback;
    (current.sent ??= create(null))[number] = true;
}

/** A promise of what a call with a callback gives. */
function promised(call) {
    return new Promise((resolve, reject) => {
        call((error, value) => {
            if (error) reject(error);
            else resolve(value);
        });
    });
}
