import { type Loaded, loadSettings, type Sources } from "../../src/settings/load.ts";
import { describeRefusal } from "../../src/settings/settings-fault.ts";

export type Accepted = Extract<Loaded, { kind: "settings" }>;

/** The settings that these sources give; a refusal fails the test with its text. `accepted({})` is the defaults. */
export function accepted(sources: Sources): Accepted {
  const loaded = loadSettings(sources);
  if (loaded.kind === "refused") throw new TypeError(describeRefusal(loaded.faults));
  return loaded;
}
