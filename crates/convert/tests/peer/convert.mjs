// Converts descriptions with the public converter: one JSON line in ({"files": [[path, text]…],
// "options": {…}}), one out (the collection, or {"failed": "…"}). With GATEPOST_MEASURE in the
// environment it answers how long it took and the most memory it had, instead. The first file is the
// root; several are bundled by the converter first.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const { bundle, convertV2 } = createRequire(import.meta.url)("openapi-to-postmanv2");

async function whole(files) {
  if (files.length === 1) return files[0][1];
  const data = files.map(([path, content]) => ({ path: `/${path}`, content }));
  const specificationVersion = /swagger/.test(files[0][1]) ? "2.0" : "3.0";
  const rootFiles = [{ path: data[0].path }];
  const type = "multiFile";
  const made = await bundle({ type, specificationVersion, rootFiles, data, bundleFormat: "JSON" });
  const { bundledContent } = made.output.data[0];
  return typeof bundledContent === "string" ? bundledContent : JSON.stringify(bundledContent);
}

async function convert({ files, options }) {
  const input = { type: "string", data: await whole(files) };
  return new Promise((resolve) => {
    convertV2(input, options, (error, result) => {
      if (error || !result?.result) resolve({ failed: String(error ?? result?.reason) });
      else resolve(result.output[0].data);
    });
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const start = performance.now();
  let answer = await convert(asked);
  if (process.env.GATEPOST_MEASURE) {
    const seconds = (performance.now() - start) / 1000;
    answer = answer.failed ?? { seconds, megabytes: process.resourceUsage().maxRSS / 1000 };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
