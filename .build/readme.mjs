// Rewrites the generated tables of README.md from the code: `node .build/readme.mjs`.
// test/laws/readme.test.ts fails while the README and the code differ.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const { readmeTables } = await fromSource("src/cli/tables.ts");

const path = `${root}README.md`;
const before = readFileSync(path, "utf8");
let after = before;
for (const [name, table] of Object.entries(readmeTables())) {
  const marker = new RegExp(`(<!-- table:${name} -->\\n)[^]*?(\\n<!-- /table -->)`);
  if (!marker.test(after))
    throw new TypeError(`README.md has no place for the table "${name}": <!-- table:${name} --> ... <!-- /table -->`);
  after = after.replace(marker, (_all, open, close) => `${open}${table.trim()}${close}`);
}
writeFileSync(path, after);
console.log(before === after ? "README.md: the tables were up to date" : "README.md: the tables were rewritten");

/** Node 20 does not read TypeScript; what the tables need is made readable for this run only. */
async function fromSource(source) {
  const result = await build({
    entryPoints: [root + source],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
  const [file] = result.outputFiles;
  const aside = `${root}node_modules/.cache/cellward-tables.mjs`;
  writeFileSync(aside, file.text);
  return import(aside);
}
