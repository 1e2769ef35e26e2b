import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { defined } from "../../src/base/defined.ts";
import { bareEnvironment } from "./bare-environment.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The program as it is in src/ now, made runnable; `dist/` may be older. */
export interface Program {
  /** Starts it as `cellward ...argv`; the environment is this process's, without CELLWARD_*, and `env` above it. */
  start(argv: readonly string[], options?: ProgramOptions): ChildProcess;
  /** Starts it and waits for its end. */
  run(argv: readonly string[], options?: ProgramOptions): Promise<ProgramEnd>;
  /** For `sh -c`: what `cellward` would be. */
  readonly command: string;
  remove(): void;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Written to its standard input, which is then closed. */
  readonly stdin?: string;
}

export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/** Native packages stay outside, and are found because the bundle lies below node_modules. */
export async function buildProgram(): Promise<Program> {
  const cache = join(ROOT, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const directory = mkdtempSync(join(cache, "cellward-program-"));
  const bundle = join(directory, "program.cjs");
  await build({
    entryPoints: [join(ROOT, "src/main.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    external: ["@serialport/bindings-cpp", "classic-level"],
    define: { "import.meta.url": "bundleUrl", "process.env.CELLWARD_VERSION": '"0.0.0-test"' },
    banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
    logLevel: "error",
  });
  const bin = join(directory, "bin.cjs");
  writeFileSync(
    bin,
    'require("./program.cjs").main(process.argv.slice(2)).then((code) => { process.exitCode = code; });\n',
  );
  const start = (argv: readonly string[], { env, cwd }: ProgramOptions = {}): ChildProcess => {
    return spawn(process.execPath, [bin, ...argv], { env: { ...bareEnvironment(), ...env }, ...defined({ cwd }) });
  };
  return {
    start,
    run: (argv, options) => {
      const child = start(argv, options);
      if (options?.stdin !== undefined) child.stdin?.end(options.stdin);
      return endOf(child);
    },
    command: `${process.execPath} ${bin}`,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** What a process printed, once it has ended and its output was read to the end. */
export function endOf(child: ChildProcess): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    let out = "";
    let err = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (err += text));
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, out, err }));
  });
}
