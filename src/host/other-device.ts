import { readlink, stat } from "node:fs/promises";
import { basename } from "node:path";

/** Where the kernel files what is no line to anywhere; modems' lines are under tty, wwan and makers' own names. */
const OTHERS: ReadonlySet<string> = new Set(["mem", "misc", "input", "rtc"]);

/**
 * Whether a path is a device that is certainly no line, such as /dev/null (mem). False where that cannot be told: no sysfs, a
 * pseudo-terminal (sysfs has none), a file or a directory (opening it says what it is).
 */
export async function isOtherDevice(path: string, sysfs = "/sys"): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isCharacterDevice() !== true) return false;
  // makedev(3): twelve bits of major number above eight of minor, and the rest of the minor above them.
  const major = (found.rdev >> 8) & 0xfff;
  const minor = (found.rdev & 0xff) | ((found.rdev >>> 12) & 0xfff00);
  const subsystem = await readlink(`${sysfs}/dev/char/${major}:${minor}/subsystem`).catch(() => undefined);
  return subsystem !== undefined && OTHERS.has(basename(subsystem));
}
