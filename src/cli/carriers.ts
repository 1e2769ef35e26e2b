import { Fault } from "../base/fault.ts";
import { packageDirectory } from "../host/package-directory.ts";
import { readTomlFiles } from "../host/toml-files.ts";
import { readCarrier } from "../plan/file/carrier-file.ts";
import type { CarrierRules } from "../plan/carrier-rules.ts";
import { describeFileFault } from "../toml/file-fault.ts";

/**
 * The carriers that come with the program, and those of a directory of the user's own: of two with one name the user's
 * counts. Throws `carrier-file-invalid` with every fault of every file.
 */
export function carriers(own: string | undefined): readonly CarrierRules[] {
  const users = own === undefined ? [] : readAll(own);
  const known = new Set(users.map(({ carrier }) => carrier));
  const shipped = packageDirectory("config/carriers");
  return [...users, ...(shipped === undefined ? [] : readAll(shipped)).filter(({ carrier }) => !known.has(carrier))];
}

function readAll(directory: string): readonly CarrierRules[] {
  const read = readTomlFiles(directory, "carrier-file-invalid").map(({ name, text }) => ({
    name,
    reading: readCarrier(text),
  }));
  const faults = read.flatMap(({ name, reading }) =>
    reading.kind === "refused" ? reading.faults.map((fault) => describeFileFault(name, fault)) : [],
  );
  if (faults.length > 0)
    throw new Fault(
      "carrier-file-invalid",
      `no carrier's rules can be read from ${directory}:\n  ${faults.join("\n  ")}`,
    );
  return read.flatMap(({ reading }) => (reading.kind === "carrier" ? [reading.rules] : []));
}
