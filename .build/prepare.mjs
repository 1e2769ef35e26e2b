// Runs as npm's `prepare`: after `npm ci` in a checkout, and before `npm pack`.
// `npm ci --omit=dev` runs it too, without the build tools; there it has nothing to do and must not fail the install.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);

/** @param {string} name */
function installed(name) {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

if (!existsSync(`${root}src`)) {
  console.log("prepare: no src/ here, nothing to build");
} else if (!["esbuild", "typescript"].every(installed)) {
  console.log("prepare: the build tools are not installed, nothing is built");
} else {
  await import("./build.mjs");
}
