// `pm.test`.

/** Thrown to stop a script that skips its request. */
const SKIP = create(null);

/** The function of one script. */
function makeTest(pm) {
    function test(name, body) {
        record(String(name), body);
        return pm;
    }
    expose(test, 'skip', function skip(name) {
        native.assertion(native.nextAssertion(), String(name), true, false);
        return pm;
    });
    expose(test, 'index', function index() {
        return native.assertions();
    });
    return test;
}

function record(name, body) {
    const number = native.nextAssertion();
    if (typeof body === 'function' && body.length > 0) return recordLater(number, name, body);
    if (typeof body === 'function') {
        try {
            body();
        } catch (error) {
            if (error === SKIP) throw error;
            native.assertion(number, name, false, true, error);
            return undefined;
        }
    }
    native.assertion(number, name, false, false);
    return undefined;
}

/** A test that says itself when it is done. */
function recordLater(number, name, body) {
    try {
        body(function done(error) {
            native.assertion(number, name, false, Boolean(error), error);
        });
    } catch (error) {
        if (error === SKIP) throw error;
        native.assertion(number, name, false, true, error);
    }
    return undefined;
}

/** Records the legacy object `tests`, after the synchronous part of a script. */
function recordTests() {
    const tests = sdk().legacyTests(host);
    if (tests === undefined) return;
    for (const [name, value] of tests) {
        const error = { name: 'AssertionError', message: `expected ${String(value)} to be truthy` };
        native.assertion(native.nextAssertion(), name, false, !value, value ? undefined : error);
    }
}
