// Runs Newman's own command line many times in one process: a start of Node with Newman takes
// longer than most runs.
//
// Reads one JSON line per run, {argv, cwd, env}, and answers one: {code, out, err}. A run that
// takes the process with it has no answer; the parent sees the process end.
'use strict';

const path = require('path');
const readline = require('readline');

const folder = path.resolve(process.argv[2]);
const program = require.resolve(path.join(folder, 'bin/newman.js'));
const newman = require(folder);
const libraryRun = newman.run;

const stdout = process.stdout.write.bind(process.stdout);
const home = { ...process.env };
let said;

process.stdout.write = capture('out');
process.stderr.write = capture('err');

function capture(name) {
    return (chunk, encoding, done) => {
        const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
        if (said) said[name] += text;
        const call = typeof encoding === 'function' ? encoding : done;
        if (call) process.nextTick(call);
        return true;
    };
}

class Exit extends Error {}

function execute({ argv, cwd, env }) {
    return new Promise((resolve) => {
        said = { out: '', err: '' };
        process.exitCode = undefined;
        process.chdir(cwd);
        Object.assign(process.env, env);
        // Timers that a script leaves behind may still speak before the loop would be empty.
        const end = (code) => setImmediate(() => resolve(code));
        process.exit = (code) => {
            end(code ?? process.exitCode ?? 0);
            throw new Exit('exit');
        };
        newman.run = (options, callback) => libraryRun(options, (error, summary) => {
            callback(error, summary);
            end(process.exitCode ?? 0);
        });
        // The parsed options live in the module.
        delete require.cache[program];
        require(program)(['node', 'newman', ...argv], (error) => {
            if (!error || error instanceof Exit) return;
            console.error(`error: ${error.message || error}\n`);
            end(1);
        });
    });
}

async function main() {
    for await (const line of readline.createInterface({ input: process.stdin })) {
        const code = await execute(JSON.parse(line));
        const answer = JSON.stringify({ code, ...said });
        said = undefined;
        process.exitCode = undefined;
        for (const name of Object.keys(process.env)) {
            if (!(name in home)) delete process.env[name];
        }
        Object.assign(process.env, home);
        stdout(answer + '\n');
    }
    process.reallyExit(0);
}

main();
