// What libraries for Node ask of `process`.
export const process = {
    browser: true,
    env: {},
    argv: [],
    version: '',
    versions: {},
    platform: 'browser',
    cwd: () => '/',
    nextTick: (run, ...given) => queueMicrotask(() => run(...given)),
};
