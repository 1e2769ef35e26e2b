import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname } from "node:path";
import { constants, Script } from "node:vm";
import { crc32 } from "../base/crc32.ts";
import { Fault } from "../base/fault.ts";

const [HEAD, TAIL] = ["(function (exports, require, module, __filename, __dirname) { ", "\n});"];

export interface LoadedFile {
  readonly exports: unknown;
  /** Whether V8 took the code that was kept. */
  readonly coded: boolean;
}

/**
 * Loads a CommonJS file as `require` would, with the code that `keepCode` has put beside it; without it where there is
 * none, or none of this file and this Node.js. Measured for the bundle on Node 20.20, x64: of 390 ms from the start to
 * "registered" 54 go into compiling it and some 60 into compiling each function when it is first called.
 */
export function loadWithCode(file: string): LoadedFile {
  const { exports, script } = load(file, file, kept(file));
  return { exports, coded: script.cachedDataRejected === false };
}

/** Writes beside a file the code that V8 has of it after `use` has had its exports: what was called by then is in it. */
export async function keepCode(file: string, use: (exports: unknown) => Promise<void>): Promise<void> {
  // The code holds the name that the script had, and may be packed: it is to tell nothing of this machine.
  const { exports, script, sum } = load(file, basename(file), undefined);
  await use(exports);
  const code = script.createCachedData();
  writeFileSync(codeFile(file), Buffer.concat([Buffer.from(label(sum, code)), code]));
}

const codeFile = (file: string): string => `${file}.code`;

/**
 * V8 itself looks at its own version, its flags and the length of the source, at nothing more: a flipped bit on a device's
 * flash would be executed.
 */
function label(sum: number, code: Uint8Array): string {
  return `cellward code ${process.version} ${process.platform} ${process.arch} ${sum} ${code.length} ${crc32(code)}\n`;
}

function kept(file: string): Buffer | undefined {
  try {
    // A pipe or a device would never end.
    return statSync(codeFile(file)).isFile() ? readFileSync(codeFile(file)) : undefined;
  } catch {
    return undefined;
  }
}

function load(file: string, name: string, labelled: Buffer | undefined) {
  const source = readFileSync(file);
  const sum = crc32(source);
  const code = codeOf(labelled, sum);
  // The build leaves no character beyond ASCII in the bundle, and one byte per character is what V8 is to hold.
  const script = new Script(Buffer.concat([Buffer.from(HEAD), source, Buffer.from(TAIL)]).toString("latin1"), {
    filename: name,
    columnOffset: -HEAD.length,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(code === undefined ? {} : { cachedData: code }),
  });
  const module: { exports: unknown } = { exports: {} };
  const run: unknown = script.runInThisContext();
  if (typeof run !== "function") throw new Fault("internal", `${file} is no module`);
  Reflect.apply(run, module.exports, [module.exports, createRequire(file), module, file, dirname(file)]);
  return { exports: module.exports, script, sum };
}

/** The code behind a label that is right in every part. */
function codeOf(labelled: Buffer | undefined, sum: number): Buffer | undefined {
  const end = labelled?.indexOf("\n") ?? -1;
  if (labelled === undefined || end === -1) return undefined;
  const code = labelled.subarray(end + 1);
  return labelled.subarray(0, end + 1).toString("latin1") === label(sum, code) ? code : undefined;
}
