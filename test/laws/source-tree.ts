import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseSource, type SourceFile } from "./source-file.ts";

/** The checkout, with a slash at the end. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Every TypeScript file below a folder of the checkout, parsed, in the order of their paths. */
export function readTree(folder: "src" | "test"): readonly SourceFile[] {
  return readdirSync(ROOT + folder, { recursive: true, encoding: "utf8" })
    .filter((entry) => entry.endsWith(".ts"))
    .map((entry) => `${folder}/${entry}`)
    .toSorted()
    .map((path) => parseSource(path, readFileSync(ROOT + path, "utf8")));
}
