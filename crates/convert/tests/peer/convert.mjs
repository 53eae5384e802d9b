// Converts descriptions with the public converter: one JSON line in ({"files": [[path, text]…],
// "options": {…}}), one out (the collection, or {"failed": "…"}).
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const { convertV2 } = createRequire(import.meta.url)("openapi-to-postmanv2");

function convert({ files, options }) {
  const input = { type: "string", data: files[0][1] };
  return new Promise((resolve) => {
    convertV2(input, options, (error, result) => {
      if (error || !result?.result) resolve({ failed: String(error ?? result?.reason) });
      else resolve(result.output[0].data);
    });
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await convert(JSON.parse(line)))}\n`);
}
