// Loads the SDK files as the sandbox does, for tests in Node.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const folder = new URL('../sdk/', import.meta.url);

/** The names of the SDK's files in the order in which they are run. */
export const files = () => readdirSync(folder).filter((name) => name.endsWith('.js')).sort();

/** Runs the SDK with a host and gives what it exports. */
export function load(host = {}, compile = (source) => new Function('host', 'exports', source)) {
  const exported = {};
  for (const name of files()) {
    const source = readFileSync(new URL(name, folder), 'utf8');
    compile(source)(host, exported);
  }
  return exported;
}

/** The path of a folder with the reference's packages, if it was given. */
export const oraclePath = process.env.NEWMAN_MODULES;

/** Loads a package of the reference. */
export const oracle = (name) => createRequire(`${oraclePath}/`)(name);

/** A host whose one response is made from a definition. */
export function respond({ id = 'rid', code = 200, status, headers = [], body = '', ...rest } = {}) {
  const bytes = Buffer.from(body);
  const type = (headers.find(([key]) => key.toLowerCase() === 'content-type') || [])[1] || '';
  const charset = (/charset=([^;]+)/i.exec(type) || [])[1] || 'utf-8';
  return {
    responseHead: () => JSON.stringify({
      id, code: code === null ? undefined : code, status, headers, responseTime: 42,
      responseSize: bytes.length, ...rest,
    }),
    bodyText: () => new TextDecoder(charset).decode(bytes),
    bodyBytes: () => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    bodyLength: () => bytes.length,
  };
}
