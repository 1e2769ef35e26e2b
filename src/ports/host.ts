import type { WallMs } from "../base/instant.ts";

/** What a device can be told apart by, as far as this user may read it. */
export interface DeviceMarks {
  /** /etc/machine-id: another one after each setting up, the same one on a copied disk. */
  readonly machine?: string;
  /** The board's serial number: the same one whatever disk is in it. */
  readonly board?: string;
}

/** What the machine tells of itself. */
export interface Host {
  /** Changes with every boot; from /proc/sys/kernel/random/boot_id. */
  readonly bootId: string;
  /**
   * The instant of the latest clock synchronisation by a time service during this boot, as the service left it on disk
   * (systemd-timesyncd's /run/systemd/timesync/synchronized); undefined when none is known.
   */
  lastClockSync(): WallMs | undefined;
  deviceMarks(): DeviceMarks;
}
