// Connects with the official SDK and prints what it saw as one line of JSON.
//
//   node client.mjs http <url> <key>
//   node client.mjs stdio <command> [argument...]     (the key comes from the environment)
//
// The calls to make may be given in GATEPOST_SDK_CALLS as JSON: [{"name": …, "arguments": {…}}].
// Without it, the caller is asked for and a tool is called that exists nowhere.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const DEFAULT_CALLS = [
  { name: "getAuthenticatedUser", arguments: {} },
  { name: "noSuchTool", arguments: {} },
];

function transport([kind, target, ...rest]) {
  if (kind === "http" && target) {
    const headers = rest[0] ? { authorization: `Bearer ${rest[0]}` } : {};
    return new StreamableHTTPClientTransport(new URL(target), { requestInit: { headers } });
  }
  if (kind === "stdio" && target) {
    return new StdioClientTransport({
      command: target, args: rest, env: process.env, stderr: "inherit",
    });
  }
  console.error("usage: client.mjs http <url> <key> | stdio <command> [argument...]");
  process.exit(2);
}

async function call(client, request) {
  try {
    return { name: request.name, result: await client.callTool(request) };
  } catch (error) {
    return { name: request.name, error: { code: error.code ?? null, message: error.message } };
  }
}

const client = new Client({ name: "gatepost-sdk-client", version: "1.0.0" });
try {
  await client.connect(transport(process.argv.slice(2)));
  const { tools } = await client.listTools();
  const calls = [];
  for (const request of JSON.parse(process.env.GATEPOST_SDK_CALLS ?? "null") ?? DEFAULT_CALLS) {
    calls.push(await call(client, request));
  }
  const seen = {
    server: client.getServerVersion(),
    instructions: client.getInstructions(),
    capabilities: client.getServerCapabilities(),
    tools,
    calls,
  };
  process.stdout.write(`${JSON.stringify(seen)}\n`);
  await client.close();
} catch (error) {
  const seen = { failed: { code: error.code ?? null, message: error.message } };
  process.stdout.write(`${JSON.stringify(seen)}\n`);
  process.exitCode = 1;
}
