import { readFileSync, statSync } from "node:fs";
import { Fault, textOf } from "../base/fault.ts";
import { WallMs } from "../base/instant.ts";
import { readBounded } from "./bounded-file.ts";
import type { DeviceMarks, Host } from "../ports/host.ts";

export interface HostPaths {
  readonly bootId: string;
  /** systemd-timesyncd touches it right after each time it has set or steered the clock by a server's answer. */
  readonly clockSync: string;
  readonly machineId: string;
  /** The first one that holds a number counts. */
  readonly boardSerials: readonly string[];
}

const LINUX: HostPaths = {
  bootId: "/proc/sys/kernel/random/boot_id",
  clockSync: "/run/systemd/timesync/synchronized",
  machineId: "/etc/machine-id",
  // Boards with a device tree; Qualcomm's; PCs, where only root may read it.
  boardSerials: [
    "/proc/device-tree/serial-number",
    "/sys/devices/soc0/serial_number",
    "/sys/class/dmi/id/product_uuid",
  ],
};

/**
 * Facts of a Linux machine. Only systemd-timesyncd leaves its synchronisation in a file: chrony and ntpd tell theirs over
 * sockets of their own, so on such a machine the setting `clock.trust_system` or network time has to vouch.
 */
export class HostFacts implements Host {
  readonly bootId: string;
  readonly #paths: HostPaths;

  constructor(paths: Partial<HostPaths> = {}) {
    this.#paths = { ...LINUX, ...paths };
    this.bootId = readBootId(this.#paths.bootId);
  }

  deviceMarks(): DeviceMarks {
    const machine = readMark(this.#paths.machineId);
    const board = this.#paths.boardSerials.map(readMark).find((serial) => serial !== undefined);
    return { ...(machine === undefined ? {} : { machine }), ...(board === undefined ? {} : { board }) };
  }

  lastClockSync(): WallMs | undefined {
    try {
      const { mtimeMs } = statSync(this.#paths.clockSync, { throwIfNoEntry: false }) ?? {};
      return mtimeMs === undefined ? undefined : WallMs(Math.floor(mtimeMs));
    } catch {
      // A path that may not be searched tells nothing, as one that is not there.
      return undefined;
    }
  }
}

/** What makers leave in the place of a number: nothing, all one digit, and the sample of AMI's firmware kit. */
const NO_MARK = /^(?:(.)(?:\1|-)*|03000200-0400-0500-0006-000700080009|default string|none|unknown|uninitialized)$/i;

function readMark(path: string): string | undefined {
  try {
    const bytes = readBounded(path, 256);
    // Strings of a device tree end with a NUL.
    const text = new TextDecoder("latin1").decode(bytes).replace(/[\0\s]+$/, "");
    return text.length < 4 || NO_MARK.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function readBootId(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "latin1").trim();
  } catch (cause) {
    throw new Fault("host-unreadable", `the boot id cannot be read from ${path}: ${textOf(cause)}`, { cause });
  }
  if (!/^[0-9a-f-]{32,36}$/.test(text)) throw new Fault("host-unreadable", `${path} holds no boot id`);
  return text;
}
