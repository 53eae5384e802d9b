// What Rust calls.

/** The legacy globals, in scope of the scripts that name one. */
const legacyScope = create(null);
expose(legacyScope, Symbol.unscopables, undefined);

/** Runs a script's synchronous part. */
function start(id, make, prerequest, source, sugar) {
    // A script may have put another one in its place.
    BaseError.prepareStackTrace = prepareStackTrace;
    const run = { id, prerequest, callbacks: create(null) };
    runs[id] = run;
    current = run;
    run.pm = new Postman(run);
    if (sugar) library('sugar');
    const legacy = source !== undefined;
    if (legacy) sdk().legacy(host, legacyScope, source);
    try {
        return apply(make(run.pm, legacyScope), create(global), []);
    } catch (error) {
        if (error !== SKIP) throw error;
        return undefined;
    } finally {
        if (legacy) recordTests();
    }
}

/** Tells Rust when the promise of a script's own function is settled. */
function follow(id, promise) {
    promise.then(
        () => native.settled(false),
        (error) => native.settled(error !== SKIP, error),
    );
}

/** Calls a timer's callback. */
function fire(id, number, again) {
    current = runs[id];
    const key = `t${number}`;
    const callback = current.callbacks[key];
    if (!again) delete current.callbacks[key];
    if (callback) call(callback);
}

/** Calls back, and lets a skip end the callback only. */
function call(callback, ...given) {
    try {
        callback(...given);
    } catch (error) {
        if (error !== SKIP) throw error;
    }
}

/** Gives the host's answer to whoever waits for it. */
function complete(id, number, error, kind, value) {
    current = runs[id];
    const key = `c${number}`;
    const callback = current.callbacks[key];
    delete current.callbacks[key];
    if (!callback) return;
    if (kind === 'error') {
        // What sent a request gets a response all the same, without a code.
        const given = current.sent && current.sent[number] ? [sdk().makeResponse(nothing)] : [];
        call(callback, error, ...given);
    } else if (kind === 'response' && value) {
        const source = new Source(number);
        call(callback, null, sdk().makeResponse(source), { cookies: sdk().makeCookies(source) });
    } else call(callback, null, kind === 'response' ? null : value);
}

/** Puts down what a script leaves; the text of its request if it changed it. */
function finish(id) {
    const run = runs[id];
    current = run;
    if (run.live) storeLive(run);
    let changed;
    const request = run.prerequest ? madeOf(run.pm, 'request') : undefined;
    if (request) {
        const after = toJson(request);
        if (after !== toJson(sdk().makeRequest(host))) changed = after;
    }
    delete runs[id];
    return changed;
}

/** Forgets a script. */
function drop(id) {
    delete runs[id];
}

return { start, follow, fire, complete, finish, drop };
