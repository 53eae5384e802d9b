// Sends the requests of */newman.json with Newman and writes down what arrived.
//
//   NEWMAN=/path/to/node_modules/newman node record.mjs [scheme…]
//
// A case has a request, the answers that a server gives in order (200 when none is left) and what
// was sent; with `inherited` the collection has its auth. `unlike` says why our requests differ on
// purpose, `ours` what they are then. Time stands still at NOW and Math.random always gives a half,
// so runs can be compared.
import { createServer } from 'node:http';
import { readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NOW = 1_700_000_000_123;
const PORT = 18099;
const here = dirname(fileURLToPath(import.meta.url));
const installed = join(here, '../../../testkit/tests/newman/node_modules/newman');
const newman = createRequire(import.meta.url)(process.env.NEWMAN ?? installed);

const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length ? parts : [NOW]));
  }
  static now() {
    return NOW;
  }
};
Math.random = () => 0.5;

// Headers that the engine adds after signing, or from the connection.
const ADDED = new Set([
  'user-agent', 'accept', 'cache-control', 'postman-token', 'accept-encoding', 'connection',
  'content-length', 'transfer-encoding',
]);

// Private keys are variables: `{{rsa2048}}` is the content of keys/rsa2048.pem.
const keys = readdirSync(join(here, 'keys')).map((name) => ({
  key: name.replace('.pem', ''),
  value: readFileSync(join(here, 'keys', name), 'utf8'),
}));

let sent = [];
let answers = [];
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const headers = [];
    for (let i = 0; i < request.rawHeaders.length; i += 2) {
      headers.push([request.rawHeaders[i], request.rawHeaders[i + 1]]);
    }
    sent.push({ target: request.url, headers, body: Buffer.concat(chunks).toString('latin1') });
    const { status = 200, headers: given = [] } = answers.shift() ?? {};
    response.writeHead(status, given.flat());
    response.end();
  });
});

function kept(one, test) {
  const given = test.request.header ?? '';
  const lines = Array.isArray(given) ? given.map(({ key }) => key) : given.split('\n');
  const own = lines.map((line) => line.split(':')[0].toLowerCase());
  const aws = test.request.auth.type === 'awsv4';
  const headers = one.headers.filter(([key]) => {
    const name = key.toLowerCase();
    if (own.includes(name)) return true;
    if (name === 'host') return aws;
    return name !== 'content-type' && !ADDED.has(name);
  });
  const form = test.request.body?.mode === 'urlencoded';
  return { target: one.target, headers, ...(form && { body: one.body }) };
}

// One line for each part of a case, so changes can be read.
function text(cases) {
  const part = ([key, value]) => `    ${JSON.stringify(key)}: ${list(key, value)}`;
  const list = (key, value) => (['sent', 'answers', 'ours'].includes(key) ? lines(value) : JSON.stringify(value));
  const lines = (value) => `[\n${value.map((one) => `      ${JSON.stringify(one)}`).join(',\n')}\n    ]`;
  const whole = (test) => `  {\n${Object.entries(test).map(part).join(',\n')}\n  }`;
  return `[\n${cases.map(whole).join(',\n')}\n]\n`;
}

function run(test) {
  sent = [];
  answers = structuredClone(test.answers ?? []);
  const warnings = [];
  const { auth, ...request } = test.request;
  if (!test.inherited) request.auth = auth;
  const item = [{ name: test.name, request, protocolProfileBehavior: test.behaviour }];
  const collection = { info: { name: 'vectors' }, item, variable: keys, auth };
  return new Promise((resolve, reject) => {
    newman
      .run({ collection, iterationCount: test.repeat ?? 1 }, (error) => {
        if (error) return reject(error);
        resolve({ sent: sent.map((one) => kept(one, test)), warnings });
      })
      .on('console', (_, { level, messages }) => level === 'warn' && warnings.push(messages[0]));
  });
}

await new Promise((resolve) => server.listen(PORT, '127.0.0.1', resolve));
const names = process.argv.slice(2);
for (const scheme of names.length ? names : readdirSync(here)) {
  const file = join(here, scheme, 'newman.json');
  if (!existsSync(file)) continue;
  const cases = JSON.parse(readFileSync(file, 'utf8'));
  for (const test of cases) {
    const { sent, warnings } = await run(test);
    delete test.sent;
    delete test.warned;
    if (warnings.length) {
      test.warned = true;
      console.error(`${scheme}, ${test.name}: ${warnings.join(' | ')}`);
    }
    test.sent = sent;
  }
  writeFileSync(file, text(cases));
}
server.close();
server.closeAllConnections();
