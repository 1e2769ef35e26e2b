import { Fault } from "../base/fault.ts";
import type { CarrierPack } from "../diagnosis/carrier-pack.ts";
import { readPack } from "../diagnosis/file/pack-file.ts";
import { packageDirectory } from "../host/package-directory.ts";
import { readTomlFiles } from "../host/toml-files.ts";
import type { CarrierRules } from "../plan/carrier-rules.ts";
import { LARGEST_CARRIER, readCarrier } from "../plan/file/carrier-file.ts";
import { readBoundedToml } from "../toml/bounded-document.ts";
import { describeFileFault } from "../toml/file-fault.ts";

/** A carrier's rules with the text that they were read from. */
export interface CarrierFile {
  readonly rules: CarrierRules;
  /** What it says of stops and of whom to turn to. */
  readonly pack: CarrierPack;
  readonly text: string;
}

/**
 * The carriers that come with the program, and those of a directory of the user's own: of two with one name the user's
 * counts. Throws `carrier-file-invalid` with every fault of every file.
 */
export function carrierFiles(own: string | undefined): readonly CarrierFile[] {
  const users = own === undefined ? [] : readAll(own);
  const known = new Set(users.map(({ rules }) => rules.carrier));
  const shipped = packageDirectory("config/carriers");
  const others = shipped === undefined ? [] : readAll(shipped);
  return [...users, ...others.filter(({ rules }) => !known.has(rules.carrier))];
}

function readAll(directory: string): readonly CarrierFile[] {
  const read = readTomlFiles(directory, "carrier-file-invalid").map(({ name, text }) => {
    // Read once for both: what is no TOML is told of once, too.
    const document = readBoundedToml(text, LARGEST_CARRIER);
    const packed = document.kind === "refused" ? undefined : readPack(document);
    return { name, text, reading: document.kind === "refused" ? document : readCarrier(document), packed };
  });
  const faults = read.flatMap(({ name, reading, packed }) =>
    [reading, packed]
      .flatMap((half) => (half?.kind === "refused" ? half.faults : []))
      .map((fault) => describeFileFault(name, fault)),
  );
  if (faults.length > 0)
    throw new Fault(
      "carrier-file-invalid",
      `no carrier's rules can be read from ${directory}:\n  ${faults.join("\n  ")}`,
    );
  return read.flatMap(({ reading, packed, text }) =>
    reading.kind === "carrier" && packed?.kind === "pack"
      ? [{ rules: reading.rules, pack: { ...packed.pack, networks: reading.rules.query?.imsi ?? [] }, text }]
      : [],
  );
}
