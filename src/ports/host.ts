import type { WallMs } from "../base/instant.ts";

/** What the machine tells of itself. */
export interface Host {
  /** Changes with every boot; from /proc/sys/kernel/random/boot_id. */
  readonly bootId: string;
  /**
   * The instant of the latest clock synchronisation by a time service during this boot, as the service left it on disk
   * (systemd-timesyncd's /run/systemd/timesync/synchronized); undefined when none is known.
   */
  lastClockSync(): WallMs | undefined;
}
