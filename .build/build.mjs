// Makes dist/: one CommonJS bundle, thin entry files that re-export from it, and the type declarations.
// One bundle, because a class that is reached through `import` and through `require` must be one class;
// CommonJS, because loading serialport and mqtt through their ESM entries was measured to cost 6-7 MB each.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { BUNDLE_DEFINES, BUNDLE_OPTIONS, escapeRest } from "./bundle-options.mjs";
import { rehearse } from "./rehearsal.mjs";
import { thirdPartyNotices } from "./notices.mjs";
import { emitTypes } from "./types.mjs";

/** Public entry points. Nothing else in the package can be reached. */
const ENTRIES = {
  index: "src/agent/index.ts",
  contract: "src/report/index.ts",
  simulator: "src/simulator/index.ts",
};
const PROGRAM = "src/main.ts";
const BUNDLE = "cellward.cjs";
/** What loads the bundle faster than `require` does: a file of its own, because it comes before the bundle. */
const LOADER = { source: "src/host/code-cache.ts", out: "load.cjs" };

const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);
const { version } = require("../package.json");

const entries = Object.entries(ENTRIES).filter(([, path]) => existsSync(join(root, path)));
for (const [name, path] of Object.entries(ENTRIES)) {
  if (entries.some(([entry]) => entry === name)) continue;
  console.error(`build: ${path} is missing; the rest is built`);
  process.exitCode = 1;
}

// Everything is made aside and then moved into place, so that a failed build leaves the last good one alone.
const aside = join(root, "node_modules", ".cache");
mkdirSync(aside, { recursive: true });
const stage = mkdtempSync(join(aside, "cellward-build-"));
try {
  const [meta] = await Promise.all([
    bundle(stage),
    build({ entryPoints: [LOADER.source], absWorkingDir: root, outfile: join(stage, LOADER.out), ...BUNDLE_OPTIONS }),
    emitTypes(
      root,
      entries.map(([, path]) => path),
      join(stage, "types"),
    ),
  ]);
  writeEntries(stage);
  await keepCode(stage);
  writeFileSync(join(stage, "THIRD-PARTY.txt"), thirdPartyNotices(root, meta));
  const old = mkdtempSync(join(aside, "cellward-old-"));
  if (existsSync(join(root, "dist"))) renameSync(join(root, "dist"), join(old, "dist"));
  renameSync(stage, join(root, "dist"));
  chmodSync(join(root, "dist"), 0o755);
  rmSync(old, { recursive: true, force: true });
  report(meta);
} finally {
  rmSync(stage, { recursive: true, force: true });
}

/**
 * The bundle's own entry exists only here. Each public entry is evaluated when it is first asked for,
 * so that importing the contract loads neither an MQTT client nor a native addon.
 */
async function bundle(out) {
  const getters = entries.map(([name, path]) => `get ${name}() { return require("./${path}"); },`);
  const result = await build({
    stdin: {
      contents: `module.exports = { ${getters.join(" ")} get program() { return require("./${PROGRAM}"); } };`,
      resolveDir: root,
      sourcefile: "entries.js",
      loader: "js",
    },
    absWorkingDir: root,
    outfile: join(out, BUNDLE),
    ...BUNDLE_OPTIONS,
    define: { ...BUNDLE_DEFINES, "process.env.CELLWARD_VERSION": JSON.stringify(version) },
    // Whoever runs the bundle instead of bin.cjs means the program, and must not be left with silence and exit code 0.
    footer: {
      js: "if (require.main === module) module.exports.program.main(process.argv.slice(2)).then((code) => { process.exitCode = code; });",
    },
    metafile: true,
  });
  escapeRest(join(out, BUNDLE));
  return result.metafile;
}

/** Named exports must be visible to `import { x }` without running anything, so the names are written out. */
function writeEntries(out) {
  const exported = require(join(out, BUNDLE));
  for (const [entry, path] of entries) {
    const names = Object.keys(exported[entry]).toSorted();
    if (names.length === 0) throw new TypeError(`build: ${path} exports nothing at run time`);
    if (names.includes("default")) throw new TypeError(`build: ${path} has a default export; entries export names`);
    writeFileSync(join(out, `${entry}.cjs`), `"use strict";\nmodule.exports = require("./${BUNDLE}").${entry};\n`);
    writeFileSync(
      join(out, `${entry}.mjs`),
      `import bundle from "./${BUNDLE}";\nexport const { ${names.join(", ")} } = bundle.${entry};\n`,
    );
  }
  const bin = join(out, "bin.cjs");
  writeFileSync(
    bin,
    `#!/usr/bin/env node\n"use strict";\nrequire("./${LOADER.out}").loadWithCode(require.resolve("./${BUNDLE}")).exports.program.main(process.argv.slice(2)).then((code) => { process.exitCode = code; });\n`,
  );
  chmodSync(bin, 0o755);
}

/**
 * The code of what a start calls. It counts for this version of Node.js alone; another one, or a machine on which nothing
 * can be rehearsed (no pseudo-terminals), compiles as it goes and starts some 100 ms later.
 */
async function keepCode(out) {
  try {
    await require(join(out, LOADER.out)).keepCode(join(out, BUNDLE), rehearse);
  } catch (thrown) {
    console.warn(`build: no start could be rehearsed, so that no code is kept: ${thrown.message}`);
  }
}

function kib(bytes) {
  return `${(bytes / 1024).toFixed(0)} KiB`;
}

/** Size and what it is made of, largest first. */
function report({ inputs, outputs }) {
  const [output] = Object.entries(outputs)
    .filter(([path]) => path.endsWith(BUNDLE))
    .map(([, value]) => value);
  const shares = new Map();
  for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
    const share = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(path)?.[1] ?? "cellward";
    shares.set(share, (shares.get(share) ?? 0) + bytesInOutput);
  }
  const rows = [...shares].toSorted(([, a], [, b]) => b - a);
  console.log(`dist/${BUNDLE}: ${kib(output.bytes)} from ${Object.keys(inputs).length} files`);
  console.log(
    `  ${rows
      .slice(0, 6)
      .map(([name, bytes]) => `${name} ${kib(bytes)}`)
      .join(", ")}`,
  );
}
