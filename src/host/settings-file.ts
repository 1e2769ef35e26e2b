import { createHash } from "node:crypto";
import { Fault } from "../base/fault.ts";
import type { Settings } from "../settings/declaration.ts";
import { LARGEST_FILE, type SettingsText } from "../settings/from-file.ts";
import type { Environment } from "../settings/from-outside.ts";
import { loadSettings } from "../settings/load.ts";
import type { Origins } from "../settings/origin.ts";
import { describeRefusal, type SettingsFault } from "../settings/settings-fault.ts";
import { readBounded, thisUser, whyUnreadable } from "./bounded-file.ts";

export const DEFAULT_SETTINGS_FILE = "/etc/cellward/cellward.toml";
const MACHINE_ID = "/etc/machine-id";

export interface SettingsRequest {
  /** `--config FILE`: must exist. Undefined: the default file, if it exists. */
  readonly config?: string | undefined;
  /** The texts of `--set`. */
  readonly set?: readonly string[] | undefined;
  readonly env: Environment;
  /** Elsewhere in tests. */
  readonly places?: { readonly defaultFile?: string; readonly machineId?: string };
}

/** What the agent starts from: the settings with the device's id filled in, and where each value came from. */
export interface SettingsInForce {
  readonly settings: Settings;
  readonly origins: Origins;
  /** The same as `settings.device.id`, which the type there leaves open. */
  readonly deviceId: string;
  /** The file that was read; undefined when there is none. */
  readonly file: string | undefined;
}

/**
 * Reads the settings of this machine.
 * Throws `settings-unreadable` or `settings-invalid`, with every fault of every source in the text.
 */
export function readSettings(request: SettingsRequest): SettingsInForce {
  const read = readSettingsText(request);
  const file = read.kind === "text" ? read.file : undefined;
  const loaded = loadSettings({ file, env: request.env, flags: request.set ?? [] });
  const faults = [
    ...(read.kind === "refused" ? [read.fault] : []),
    ...(loaded.kind === "refused" ? loaded.faults : []),
  ];
  const idFile = request.places?.machineId ?? MACHINE_ID;
  const given = loaded.kind === "settings" ? loaded.settings.device.id : undefined;
  const deviceId = given ?? deriveDeviceId(idFile);
  if (deviceId === undefined && loaded.kind === "settings") faults.push(noDeviceId(idFile));
  if (faults.length > 0 || loaded.kind === "refused" || deviceId === undefined) {
    throw new Fault(read.kind === "refused" ? "settings-unreadable" : "settings-invalid", describeRefusal(faults));
  }
  const { settings, origins } = loaded;
  if (given !== undefined) return { settings, origins, deviceId, file: file?.name };
  return {
    settings: Object.freeze({ ...settings, device: Object.freeze({ ...settings.device, id: deviceId }) }),
    origins: new Map([...origins, ["device.id", { kind: "machine", source: idFile }]]),
    deviceId,
    file: file?.name,
  };
}

type TextRead =
  | { readonly kind: "text"; readonly file: SettingsText }
  | { readonly kind: "none" }
  | { readonly kind: "refused"; readonly fault: SettingsFault };

function readSettingsText(request: SettingsRequest): TextRead {
  const name = request.config ?? request.places?.defaultFile ?? DEFAULT_SETTINGS_FILE;
  const refused = (found: string, expected: string): TextRead => ({
    kind: "refused",
    fault: { key: "", place: name, found, expected },
  });
  try {
    const bytes = readBounded(name, LARGEST_FILE);
    if (bytes === undefined) return refused("more than 1 MiB", "at most 1 MiB of TOML");
    return { kind: "text", file: { name, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) } };
  } catch (thrown) {
    const why = whyUnreadable(thrown);
    if (why === "no such file" && request.config === undefined) return { kind: "none" };
    return refused(why, `a text file in UTF-8 that ${thisUser()} may read`);
  }
}

/** machine-id(5): 32 hexadecimal digits. Hashed, because it is confidential and must not be shown to a network. */
function deriveDeviceId(machineIdFile: string): string | undefined {
  try {
    const bytes = readBounded(machineIdFile, 1024);
    const id = /^([0-9a-f]{32})\n?$/.exec(new TextDecoder().decode(bytes))?.[1];
    return id === undefined
      ? undefined
      : `cw-${createHash("sha256").update(`cellward ${id}`).digest("hex").slice(0, 12)}`;
  } catch {
    return undefined;
  }
}

const noDeviceId = (machineIdFile: string): SettingsFault => ({
  key: "device.id",
  place: machineIdFile,
  found: "no machine id of 32 hexadecimal digits",
  expected: "device.id in the settings, or a machine id (systemd-machine-id-setup makes one)",
});
