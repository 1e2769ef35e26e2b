import { readFileSync, statSync } from "node:fs";
import { Fault, textOf } from "../base/fault.ts";
import { WallMs } from "../base/instant.ts";
import type { Host } from "../ports/host.ts";

export interface HostPaths {
  readonly bootId: string;
  /** systemd-timesyncd touches it right after each time it has set or steered the clock by a server's answer. */
  readonly clockSync: string;
}

const LINUX: HostPaths = {
  bootId: "/proc/sys/kernel/random/boot_id",
  clockSync: "/run/systemd/timesync/synchronized",
};

/**
 * Facts of a Linux machine. Only systemd-timesyncd leaves its synchronisation in a file: chrony and ntpd tell theirs over
 * sockets of their own, so on such a machine the setting `clock.trust_system` or network time has to vouch.
 */
export class HostFacts implements Host {
  readonly bootId: string;
  readonly #clockSync: string;

  constructor(paths: Partial<HostPaths> = {}) {
    const { bootId, clockSync } = { ...LINUX, ...paths };
    this.#clockSync = clockSync;
    this.bootId = readBootId(bootId);
  }

  lastClockSync(): WallMs | undefined {
    try {
      const { mtimeMs } = statSync(this.#clockSync, { throwIfNoEntry: false }) ?? {};
      return mtimeMs === undefined ? undefined : WallMs(Math.floor(mtimeMs));
    } catch {
      // A path that may not be searched tells nothing, as one that is not there.
      return undefined;
    }
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
