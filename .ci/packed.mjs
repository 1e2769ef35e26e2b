// The package as a device gets it: packed, installed without scripts and without development packages into an empty
// directory, and used through its public entry points only. `node .ci/packed.mjs [RESULT.json]`.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const bench = mkdtempSync(join(tmpdir(), "cellward-packed-"));
const device = join(bench, "device");
const result = { passed: 0, failed: 0 };

/** Everything the tarball may hold. A file that is not foreseen here does not travel. */
const ALLOWED = [
  /^(package\.json|README(\.zh-CN)?\.md|LICENSE|CHANGELOG\.md)$/,
  /^dist\/(cellward|bin|load)\.cjs$/,
  /^dist\/cellward\.cjs\.code$/,
  /^dist\/(index|contract|simulator)\.(cjs|mjs)$/,
  /^dist\/THIRD-PARTY\.txt$/,
  /^dist\/types\/([a-z0-9/-]+\.d\.ts|package\.json)$/,
  /^config\/[a-z0-9./-]+\.(toml|json|md|service|conf|rules|nft)$/,
];
const SECRETS = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /_authToken/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
];
const ENTRIES = { cellward: "index", "cellward/contract": "contract", "cellward/simulator": "simulator" };

/** npm runs on the Node.js that it came with; everything else on the one that runs this file, also through `env node`. */
const { PATH = "" } = process.env;
const pathOf = (command) => (/^np[mx]$/.test(command) ? PATH : `${dirname(process.execPath)}:${PATH}`);

async function run(command, args, { cwd = device } = {}) {
  const settled = await promisify(execFile)(command, args, {
    cwd,
    env: { ...process.env, PATH: pathOf(command) },
    maxBuffer: 64 << 20,
    timeout: 400_000,
  }).catch((failed) => {
    throw new Error(`${command} ${args.slice(0, 4).join(" ")}: exit ${failed.code}\n${failed.stdout}${failed.stderr}`);
  });
  return settled.stdout;
}

/** Runs a piece of program on the device, as somebody who installed the package would write it. */
async function onDevice(kind, text) {
  const file = join(device, `probe.${kind}`);
  writeFileSync(file, text);
  return JSON.parse(await run(process.execPath, [file]));
}

async function check(sentence, body) {
  try {
    await body();
    result.passed += 1;
    console.log(`  ok    ${sentence}`);
  } catch (thrown) {
    result.failed += 1;
    console.log(`  FAIL  ${sentence}\n${String(thrown?.message ?? thrown).replace(/^/gm, "        ")}`);
  }
}

let tarball = "";
let files = [];

await check("the package packs", async () => {
  const [packed] = JSON.parse(
    await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", bench], { cwd: root }),
  );
  tarball = join(bench, packed.filename);
  files = packed.files.map(({ path }) => path);
  console.log(
    `        ${packed.filename}: ${files.length} files, ${packed.size} bytes packed, ${packed.unpackedSize} unpacked`,
  );
});

await check("the tarball holds nothing that is not foreseen", () => {
  assert.deepEqual(
    files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file))),
    [],
  );
  for (const needed of [
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "config/nftables/classes.nft",
    "config/systemd/cellward.service",
    "config/sysusers.d/cellward.conf",
    "config/udev/70-cellward.rules",
    "dist/bin.cjs",
    "dist/cellward.cjs",
    "dist/cellward.cjs.code",
    "dist/load.cjs",
    "dist/THIRD-PARTY.txt",
  ]) {
    assert.ok(files.includes(needed), `${needed} is missing`);
  }
});

await check("no file knows this machine, carries a source map or a secret", () => {
  mkdirSync(join(bench, "open"));
  return run("tar", ["-xzf", tarball, "-C", join(bench, "open")], { cwd: bench }).then(() => {
    const home = homedir();
    const own = [root.replace(/\/$/, ""), home === "/" ? undefined : `${home}/`, hostname()].filter(
      (text) => (text ?? "").length > 3,
    );
    for (const file of files) {
      const text = readFileSync(join(bench, "open", "package", file), "utf8");
      for (const known of own) assert.ok(!text.includes(known), `${file} names ${known}`);
      assert.ok(!text.includes("sourceMappingURL="), `${file} points to a source map`);
      for (const secret of SECRETS) assert.ok(!secret.test(text), `${file} looks as if it held a secret (${secret})`);
    }
  });
});

await check("it installs with --omit=dev --ignore-scripts into an empty directory", async () => {
  mkdirSync(device);
  writeFileSync(join(device, "package.json"), JSON.stringify({ name: "device", private: true }));
  await run("npm", [
    "install",
    "--omit=dev",
    "--ignore-scripts",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    tarball,
  ]);
  const installed = JSON.parse(readFileSync(join(device, "package.json"), "utf8")).dependencies;
  assert.deepEqual(Object.keys(installed), ["cellward"]);
});

await check("cellward --version says the version, through npm's link and by itself", async () => {
  for (const [command, args] of [
    [join(device, "node_modules/.bin/cellward"), ["--version"]],
    [process.execPath, [join(device, "node_modules/cellward/dist/bin.cjs"), "--version"]],
    [process.execPath, [join(device, "node_modules/cellward/dist/cellward.cjs"), "--version"]],
    ["npx", ["--no-install", "cellward", "--version"]],
  ]) {
    assert.match(await run(command, args), new RegExp(`(^|\\s)${manifest.version.replaceAll(".", "\\.")}\\s*$`));
  }
});

await check("the program starts from kept code, by the Node.js that has built it", async () => {
  const { coded, built } = await onDevice(
    "cjs",
    `const dist = ${JSON.stringify(join(device, "node_modules/cellward/dist"))};
     const { coded } = require(dist + "/load.cjs").loadWithCode(dist + "/cellward.cjs");
     const built = require("node:fs").readFileSync(dist + "/cellward.cjs.code", "latin1").split(" ", 3)[2];
     console.log(JSON.stringify({ coded, built }));
     process.exit(0);`,
  );
  assert.equal(coded, built === process.version, `built by ${built}`);
});

for (const [specifier, entry] of Object.entries(ENTRIES)) {
  await check(`${specifier} gives the same names and the same objects to import and to require`, async () => {
    const found = await onDevice(
      "mjs",
      `import { createRequire } from "node:module";
       import * as imported from ${JSON.stringify(specifier)};
       const required = createRequire(import.meta.url)(${JSON.stringify(specifier)});
       const names = Object.keys(imported).sort();
       console.log(JSON.stringify({
         names,
         required: Object.keys(required).sort(),
         twins: names.filter((name) => imported[name] !== required[name]),
         classes: names.filter((name) => /^class /.test(String(imported[name]))),
       }));
       process.exit(0);`,
    );
    assert.deepEqual(found.required, found.names);
    assert.deepEqual(found.twins, []);
    const text = readFileSync(join(device, `node_modules/cellward/dist/${entry}.mjs`), "utf8");
    for (const name of found.names) assert.ok(new RegExp(`\\b${name}\\b`).test(text), `${name} is not written out`);
    console.log(`        ${found.names.length} names, classes: ${found.classes.join(", ") || "none"}`);
  });
}

await check("a class that two entry points show is one class", async () => {
  const found = await onDevice(
    "cjs",
    `const [a, b, c] = ${JSON.stringify(Object.keys(ENTRIES))}.map((entry) => require(entry));
     const shared = Object.keys(a).filter((name) => name in b || name in c);
     console.log(JSON.stringify({ shared, twins: shared.filter((name) => (b[name] ?? a[name]) !== a[name] || (c[name] ?? a[name]) !== a[name]) }));
     process.exit(0);`,
  );
  assert.deepEqual(found.twins, []);
});

await check("the contract loads neither native code nor a package from outside", async () => {
  const loaded = await onDevice(
    "cjs",
    'require("cellward/contract"); console.log(JSON.stringify(Object.keys(require.cache))); process.exit(0);',
  );
  assert.deepEqual(
    loaded.filter((path) => !path.includes("node_modules/cellward/") && !path.endsWith("probe.cjs")),
    [],
  );
});

await check("nothing else of the package can be reached", async () => {
  const paths = [
    "package.json",
    "dist/cellward.cjs",
    "dist/index.cjs",
    "dist/index.mjs",
    "src/main.ts",
    "index",
    "contract.js",
  ];
  const found = await onDevice(
    "mjs",
    `import { createRequire } from "node:module";
     const require = createRequire(import.meta.url);
     const codes = [];
     for (const path of ${JSON.stringify(paths)}) {
       try { require("cellward/" + path); codes.push(path); } catch (e) { codes.push(e.code); }
       codes.push(await import("cellward/" + path).then(() => path, (e) => e.code));
     }
     console.log(JSON.stringify(codes));`,
  );
  assert.deepEqual([...new Set(found)], ["ERR_PACKAGE_PATH_NOT_EXPORTED"]);
});

await check(
  "the type declarations hold for a strict consumer, ESM and CommonJS, whatever Node.js it aims at",
  async () => {
    const uses = Object.keys(ENTRIES).map((entry, index) => `import * as e${index} from "${entry}";`);
    const text = `${uses.join("\n")}\nexport const all = [${uses.map((_use, index) => `e${index}`).join(", ")}];\n`;
    for (const kind of ["mts", "cts"]) writeFileSync(join(device, `consumer.${kind}`), text);
    for (const module of ["node16", "node18", "nodenext"]) {
      const compilerOptions = {
        target: "ES2023",
        module,
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        types: ["node"],
        typeRoots: [join(root, "node_modules/@types")],
      };
      const config = { compilerOptions, files: ["consumer.mts", "consumer.cts"] };
      writeFileSync(join(device, "tsconfig.json"), JSON.stringify(config));
      await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."]);
    }
  },
);

await check("the demo tells its whole story with nothing but the installed package", async () => {
  const told = await run(join(device, "node_modules/.bin/cellward"), ["demo", "--pace", "3"]);
  for (const chapter of [
    "Attached",
    "50 %",
    "80 %",
    "detached",
    "Suspected suspension",
    "throttled",
    "Restored",
    "Summary",
  ]) {
    assert.ok(told.includes(chapter), `"${chapter}" is missing in:\n${told}`);
  }
});

await check("the README's example runs as it stands, and ends by itself", async () => {
  const [, example] = /```js\n([^]*?)```/.exec(readFileSync(join(root, "README.md"), "utf8"));
  const [, said] = /console\.log\(.*\); \/\/ (.*)/.exec(example);
  writeFileSync(join(device, "example.mjs"), example);
  assert.equal(await run(process.execPath, [join(device, "example.mjs")]), `${said}\n`);
});

await check("npm ci --omit=dev in a clone exits 0 and builds nothing", async () => {
  const clone = join(bench, "clone");
  const listed = await run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  for (const path of listed.split("\0").filter((name) => name !== "")) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    cpSync(join(root, path), join(clone, path), { recursive: true, force: true });
  }
  await run("npm", ["ci", "--omit=dev", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: clone });
  assert.ok(!readdirSync(clone).includes("dist"));
});

rmSync(bench, { recursive: true, force: true });
if (process.argv[2] !== undefined) writeFileSync(process.argv[2], JSON.stringify(result));
console.log(`packed: ${result.passed} passed, ${result.failed} failed`);
process.exitCode = result.failed === 0 ? 0 : 1;
