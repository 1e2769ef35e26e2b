import { readTomlFiles } from "../host/toml-files.ts";
import { packageDirectory } from "../host/package-directory.ts";
import { readModemProfile } from "../modem/profile-file.ts";
import type { ModemProfile } from "../modem/profile.ts";

/** The families that come with the program, and the user's own before them: of two with one name the user's counts. */
export function modemFamilies(own: string): readonly ModemProfile[] {
  const shipped = packageDirectory("config/modems");
  const read = (directory: string | undefined): readonly ModemProfile[] =>
    directory === undefined
      ? []
      : readTomlFiles(directory, "modem-profile-invalid").map(({ name, text }) => readModemProfile(name, text));
  const users = read(own);
  const known = new Set(users.map(({ family }) => family));
  return [...users, ...read(shipped).filter(({ family }) => !known.has(family))];
}
