// A number that changes with what the bundles are made from; build.rs computes the same.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const files = [
    'package-lock.json', 'build.mjs', 'src/process.js', 'src/chai/addChainableMethod.cjs', 'src/chai/addMethod.cjs',
    'src/chai/addProperty.cjs', 'src/chai/assert.cjs', 'src/chai/flags.cjs', 'src/chai/index.cjs', 'src/chai/proxify.cjs',
];

// FNV-1a with 64 bits.
export function digest(folder) {
    let hash = 0xcbf29ce484222325n;
    for (const file of files) {
        for (const byte of readFileSync(join(folder, file))) {
            hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
        }
    }
    return hash.toString(16);
}
