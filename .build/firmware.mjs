// Rewrites what firmware-bridge/ has from the code: the numbers in the C header, the tables of PROTOCOL.md, the vectors.
// `node .build/firmware.mjs`; test/firmware/firmware-files.test.ts fails while they differ.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const result = await build({
  entryPoints: [`${root}test/firmware/firmware-files.ts`],
  bundle: true,
  write: false,
  platform: "node",
  format: "esm",
  packages: "external",
  logLevel: "warning",
});
const aside = `${root}node_modules/.cache/cellward-firmware.mjs`;
writeFileSync(aside, result.outputFiles[0].text);
const { headerConstants, protocolTables, vectorFiles, withConstants, withTables } = await import(aside);

const place = (name) => `${root}firmware-bridge/${name}`;
const rewritten = (name, change) => writeFileSync(place(name), change(readFileSync(place(name), "utf8")));
rewritten("cellward_bridge.h", (text) => withConstants(text, headerConstants()));
rewritten("PROTOCOL.md", (text) => withTables(text, protocolTables()));
for (const [name, text] of Object.entries(await vectorFiles())) writeFileSync(place(name), text);
console.log("firmware-bridge/: the header's numbers, the tables of PROTOCOL.md and the vectors are those of the code");
