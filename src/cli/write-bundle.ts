import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Fault, textOf } from "../base/fault.ts";
import { plainText } from "../base/plain-text.ts";
import { makeDirectory } from "../host/durable-directory.ts";

/** Each file under its name. Node's recursive mkdir never returns where no directory can be made, as below /proc (seen on 20.20). */
export async function writeBundle(out: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  try {
    for (const [name, content] of files) {
      const path = join(out, name);
      await makeDirectory(dirname(path));
      writeFileSync(path, content, { mode: 0o600, flag: "wx" });
    }
  } catch (thrown) {
    throw new Fault("evidence-unusable", `${plainText(out)} cannot be written: ${textOf(thrown)}`, { cause: thrown });
  }
}
