import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";

/** Bundled packages whose types the public declarations show, and where those are declared. */
const BUNDLED = { valibot: "valibot/dist/index.d.cts" };

/**
 * Type declarations that stand alone. `.ts` in relative imports becomes `.js`, which resolves under every module
 * setting. What a bundled package declares is copied beside them, without its prose. They are CommonJS by a package.json
 * of their own, because one set serves `import` and `require`, and a CommonJS consumer may not load ES declarations.
 * @param {string} root the checkout
 * @param {readonly string[]} entries the sources of the public entry points
 * @param {string} out where they go
 */
export async function emitTypes(root, entries, out) {
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  const args = [tsc, "-p", join(root, ".build", "tsconfig.json"), "--outDir", out];
  await promisify(execFile)(process.execPath, args, { cwd: root }).catch((failed) => {
    // What is wrong with a type is told and fails the build, and still leaves a program to try.
    console.error(`build: the types are refused\n${failed.stdout}${failed.stderr}`);
    process.exitCode = 1;
  });
  const reached = new Set(entries.map((entry) => join(out, entry.replace(/^src\//, "").replace(/\.ts$/, ".d.ts"))));
  const bundled = new Set();
  for (const path of reached) {
    const text = readFileSync(path, "utf8").replace(/(from |import\()"([^"\n]+)"/g, (_all, before, specifier) => {
      if (specifier.startsWith("node:")) return `${before}"${specifier}"`;
      if (specifier.startsWith(".")) {
        reached.add(join(dirname(path), specifier.replace(/\.ts$/, ".d.ts")));
        return `${before}"${specifier.replace(/\.ts$/, ".js")}"`;
      }
      if (!(specifier in BUNDLED)) {
        throw new TypeError(
          `build: ${relative(out, path)} shows types of ${specifier}, which nobody who installs cellward has`,
        );
      }
      bundled.add(specifier);
      return `${before}"${relative(dirname(path), join(out, "bundled", `${specifier}.js`))}"`;
    });
    writeFileSync(path, text);
  }
  // tsc declares every file of the program; only what the entry points show is published.
  for (const entry of readdirSync(out, { recursive: true, encoding: "utf8" })) {
    if (entry.endsWith(".d.ts") && !reached.has(join(out, entry))) rmSync(join(out, entry));
  }
  for (const name of bundled) {
    const declared = readFileSync(join(root, "node_modules", BUNDLED[name]), "utf8");
    mkdirSync(join(out, "bundled"), { recursive: true });
    writeFileSync(join(out, "bundled", `${name}.d.ts`), declared.replace(/^[ \t]*\/\*\*[^]*?\*\/\n/gm, ""));
  }
  writeFileSync(join(out, "package.json"), '{ "type": "commonjs" }\n');
}
