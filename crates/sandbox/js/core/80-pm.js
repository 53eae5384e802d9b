// `pm`.

/** Complains about something for the visualizer that is no object. */
function mustBeObject(name, value) {
    if (value === undefined || typeof value === 'object') return;
    throw new BaseError(`Invalid ${name.toLowerCase()}. ${name} must be an object, found ${typeof value}`);
}

const visualizer = {
    set(template, data, options) {
        if (typeof template !== 'string') {
            throw new BaseError(`Invalid template. Template must be of type string, found ${typeof template}`);
        }
        mustBeObject('Data', data);
        mustBeObject('Options', options);
        native.visualize(template, data, options);
    },
    clear() {
        native.visualize();
    },
};

/** `pm.info`, whose members are not enumerated. */
function makeInfo() {
    const values = native.info();
    const info = {};
    for (const name of keys(values)) {
        defineProperty(info, name, { value: values[name], enumerable: false });
    }
    return info;
}

/** `pm.execution`. */
function makeExecution(run) {
    const [path, owner] = native.location();
    defineProperty(path, 'current', { value: owner, enumerable: false });
    const execution = {};
    execution.skipRequest = function skipRequest() {
        if (!run.prerequest) throw new TypeError('pm.execution.skipRequest is not a function');
        native.skipRequest();
        throw SKIP;
    };
    execution.location = path;
    execution.setNextRequest = function setNextRequest(name) {
        native.setNextRequest(name);
    };
    expose(execution, 'runRequest', function runRequest(id, options) {
        return promised((done) => {
            current.callbacks[`c${native.runRequest(id, options ? options.variables : undefined)}`] = done;
        });
    });
    return execution;
}

const vaultCall = (operation, key, value) => promised((done) => {
    current.callbacks[`c${native.vault(operation, key, value)}`] = done;
});
const vault = {
    get: (key) => vaultCall('get', key),
    set: (key, value) => vaultCall('set', key, value),
    unset: (key) => vaultCall('unset', key),
};

/** `pm.datasets`: a command line has none. */
function datasets(id) {
    const refuse = () => Promise.reject(new BaseError(`the dataset \`${id}\` is not available here`));
    return {
        executeQuery: (sql, parameters) => refuse(sql, parameters),
        executeView: (view, parameters) => refuse(view, parameters),
    };
}

/** Members of `pm` in their order; each is made when a script first reads it. */
const MEMBERS = {
    info: makeInfo,
    globals: (run) => new VariableScope(run, GLOBALS),
    environment: (run) => new VariableScope(run, ENVIRONMENT),
    collectionVariables: (run) => new VariableScope(run, COLLECTION),
    variables: (run) => new VariableScope(run, LOCAL),
    iterationData: (run) => new VariableScope(run, ROW),
    request: () => sdk().makeRequest(host),
    response: (run) => (run.prerequest || !native.hasResponse(0) ? undefined : sdk().makeResponse(host)),
    cookies: () => sdk().makeCookies(host),
    visualizer: () => visualizer,
    sendRequest: (run) => function sendRequest(request, callback) {
        if (typeof callback !== 'function') return promised((done) => send(request, done));
        send(request, callback);
        return run.pm;
    },
    execution: makeExecution,
    vault: () => vault,
    datasets: () => datasets,
    test: (run) => makeTest(run.pm),
    expect: () => library('chai').expect,
};

/** Which run a `pm` belongs to, and the members it has made. */
class Postman {
    #made = create(null);
    #run;

    constructor(run) {
        this.#run = run;
        defineProperties(this, DESCRIPTORS);
    }

    static member(pm, name) {
        const made = pm.#made;
        if (name in made) return made[name];
        return (made[name] = MEMBERS[name](pm.#run));
    }

    /** A member if it was made. */
    static made(pm, name) {
        return pm.#made[name];
    }
}

const { member: memberOf, made: madeOf } = Postman;
delete Postman.member;
delete Postman.made;

const DESCRIPTORS = {};
for (const name of keys(MEMBERS)) {
    DESCRIPTORS[name] = {
        enumerable: name === 'test',
        configurable: false,
        get() {
            return memberOf(this, name);
        },
    };
}
