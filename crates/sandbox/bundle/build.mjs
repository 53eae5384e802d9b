// Makes one file per library in dist/ (or the folder given), and manifest.json with what they were
// made from. Libraries that several others need are left out of them and required at run time.
import { readFileSync, writeFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { digest } from './digest.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const sizes = {};
const out = process.argv[2] ?? join(here, 'dist');

// Name for `require`, then what is bundled for it.
const libraries = {
    ajv: 'ajv',
    assert: 'assert',
    backbone: 'backbone',
    buffer: 'buffer',
    chai: './src/chai/index.cjs',
    'chai-assert': 'chai/lib/chai/interface/assert.js',
    cheerio: 'cheerio',
    'crypto-js': 'crypto-js',
    'csv-parse/lib/sync': 'csv-parse/lib/sync',
    events: 'events',
    json: 'liquid-json',
    lodash: 'lodash',
    lodash3: 'lodash3',
    os: 'os-browserify/browser.js',
    path: 'path-browserify',
    'postman-collection': 'postman-collection',
    punycode: 'punycode/punycode.js',
    querystring: 'querystring-es3',
    stream: 'stream-browserify',
    string_decoder: 'string_decoder',
    sugar: 'sugar',
    timers: 'timers-browserify',
    tv4: 'tv4',
    url: 'url',
    util: 'util',
    xml2js: 'xml2js',
};

// Taken as it is: one file, small, and with a `require` that no bundler can follow.
const plain = { moment: 'moment/min/moment.min.js' };

// Left out of other bundles.
const shared = [
    'assert', 'buffer', 'chai-assert', 'events', 'lodash', 'os', 'path', 'punycode', 'querystring', 'stream',
    'string_decoder', 'timers', 'url', 'util',
];

// Asked for in a `try`, or on paths that are never taken: requiring it throws.
const absent = ['jquery', 'fs', 'http', 'https', 'crypto', 'vm', 'child_process', 'net', 'tls'];

// What a library can do without, and is faster to load for it.
const without = { chai: ['util'], lodash: ['util'], cheerio: ['util'] };

function write(name, text) {
    sizes[name] = text.length;
    writeFileSync(join(out, `${name.replaceAll('/', '_')}.js`), text);
}

// Parts of libraries that are replaced by files of src/.
const replaced = {
    'chai/lib/chai/utils/addProperty.js': 'src/chai/addProperty.cjs',
    'chai/lib/chai/utils/addMethod.js': 'src/chai/addMethod.cjs',
    'chai/lib/chai/utils/addChainableMethod.js': 'src/chai/addChainableMethod.cjs',
    'chai/lib/chai/utils/proxify.js': 'src/chai/proxify.cjs',
    'chai/lib/chai/interface/assert.js': 'src/chai/assert.cjs',
};

// Leaves shared libraries out and puts something that throws in place of absent ones.
function resolver(name, entry) {
    const own = [name, entry.split('/')[0]];
    return {
        name: 'resolver',
        setup(builder) {
            builder.onResolve({ filter: /^[a-z_-]+\/?$/ }, ({ path }) => {
                const bare = path.replace(/\/$/, '');
                if (absent.includes(bare) || without[name]?.includes(bare)) {
                    return { path: bare, namespace: 'absent' };
                }
                return shared.includes(bare) && !own.includes(bare) ? { path: bare, external: true } : undefined;
            });
            builder.onLoad({ filter: /node_modules\/chai\/lib\/.*\.js$/ }, ({ path }) => {
                const by = name === 'chai' && replaced[path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)];
                return by ? { contents: readFileSync(join(here, by), 'utf8'), resolveDir: join(here, 'src/chai') } : undefined;
            });
            builder.onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({
                contents: `throw new Error("Cannot find module '${path}'");`,
            }));
        },
    };
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const [name, entry] of Object.entries(libraries)) {
    const result = await build({
        stdin: { contents: `module.exports = require('${entry}');`, resolveDir: here },
        bundle: true,
        format: 'cjs',
        platform: 'browser',
        mainFields: ['main'],
        minify: true,
        legalComments: 'none',
        charset: 'utf8',
        target: 'es2022',
        write: false,
        inject: name === 'sugar' ? [] : [join(here, 'src/process.js')],
        define: { global: 'globalThis', 'process.env.NODE_DEBUG': '""' },
        logLevel: 'error',
        plugins: [resolver(name, entry)],
    });
    write(name, result.outputFiles[0].text);
}
for (const [name, file] of Object.entries(plain)) {
    write(name, readFileSync(join(here, 'node_modules', file), 'utf8'));
}
writeFileSync(join(out, 'manifest.json'), JSON.stringify({
    sources: digest(here),
    libraries: [...Object.keys(libraries), ...Object.keys(plain)].sort(),
}, null, 2));
if (process.argv.includes('--sizes')) console.log(sizes);
