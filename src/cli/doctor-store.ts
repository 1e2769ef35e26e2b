import { constants, statfsSync } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { describeBytes } from "../base/bytes.ts";
import { textOf } from "../base/fault.ts";
import { mountInWords, mountOf } from "../host/mount-of.ts";
import { readSecrets } from "../host/secret-files.ts";
import type { CheckResult, Examined } from "./doctor-check.ts";

/** Looks without making anything. */
export async function checkStore({ inForce }: Examined): Promise<readonly CheckResult[]> {
  const { directory } = inForce.settings.store;
  const make = `sudo install -d -o USER -m 700 ${directory}, where USER is the agent's user (config/systemd/cellward.service does it by itself)`;
  const place = await existing(directory);
  const kind = await stat(place);
  if (!kind.isDirectory())
    return fault(`${place} is no directory`, "Move that file away, or set store.directory to another path.");
  const refusal = await access(place, constants.W_OK | constants.X_OK).then(() => undefined, textOf);
  if (refusal?.startsWith("EROFS") === true) return readOnly(place);
  if (refusal !== undefined)
    return place === directory
      ? fault(
          `this user may not write ${directory} (owner: user id ${kind.uid}, mode ${(kind.mode & 0o777).toString(8)})`,
          `Run the doctor as the agent's user (sudo -u USER cellward doctor); if that is who you are: ${make}, or set store.directory.`,
        )
      : fault(
          `${directory} does not exist, and this user may not make it in ${place}`,
          `Make it for the agent's user: ${make}, or set store.directory.`,
        );
  const { bavail, bsize } = statfsSync(place, { bigint: true });
  const free = bavail * bsize;
  const room = `${directory}${place === directory ? "" : " (made by the first run)"}, ${describeBytes(free)} free`;
  if (free < 8n << 20n) return fault(room, "Free some space: below 8 MiB the books may have to be kept in memory.");
  return [{ what: "store", verdict: "ok", found: room }];
}

function readOnly(place: string): readonly CheckResult[] {
  const mount = mountOf(place);
  const where = mount === undefined ? "" : `, mounted on ${mountInWords(mount)}`;
  return fault(
    `${place} lies on a read-only file system${where}`,
    `Run \`sudo mount -o remount,rw ${mount?.point ?? "MOUNT"}\`; where the kernel refuses, \`dmesg\` says why (a damaged file system wants fsck). Until then the agent counts in memory, and a power cut costs what it counted.`,
  );
}

const fault = (found: string, remedy: string): readonly CheckResult[] => [
  { what: "store", verdict: "fault", found, remedy },
];

/** The directory itself, or the nearest one above it that is there. */
export async function existing(directory: string): Promise<string> {
  return directory === "/" || (await isThere(directory)) ? directory : existing(dirname(directory));
}

export const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The files that the settings name, all of them at once. */
export async function checkSecrets({ inForce: { settings, origins } }: Examined): Promise<readonly CheckResult[]> {
  try {
    return readSecrets(settings, origins).warnings.map((found) => ({
      what: "secrets",
      verdict: "note" as const,
      found,
      remedy: "Whoever reads it can speak as this device.",
    }));
  } catch (thrown) {
    return [
      {
        what: "secrets",
        verdict: "fault",
        found: textOf(thrown),
        remedy:
          "Make the file, readable by root and the agent's user only (sudo install -m 640 -g GROUP FILE /etc/cellward/), or mend the setting that names it.",
      },
    ];
  }
}
