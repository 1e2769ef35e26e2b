import { readFileSync, readlinkSync, statSync } from "node:fs";
import { basename } from "node:path";

/** Elsewhere in tests. */
export interface KernelTables {
  readonly drivers: string;
  readonly characterDevices: string;
}

const KERNEL: KernelTables = { drivers: "/proc/tty/drivers", characterDevices: "/sys/dev/char" };

/**
 * Whether the device belongs to one of the kernel's terminal drivers (proc(5), /proc/tty/drivers) or to its WWAN ports,
 * which answer a terminal's calls as well. Nothing is opened: to open a serial port moves its lines, and to close it drops
 * DTR, which may hang up. Undefined when the kernel does not tell.
 */
export function isSerialLine(path: string, kernel = KERNEL): boolean | undefined {
  try {
    const { rdev } = statSync(path);
    const { major, minor } = numbersOf(rdev);
    const terminal = readFileSync(kernel.drivers, "utf8")
      .split("\n")
      .some((line) => covers(line, major, minor));
    return terminal || subsystemOf(`${kernel.characterDevices}/${major}:${minor}`) === "wwan";
  } catch {
    return undefined;
  }
}

/** `usbserial /dev/ttyUSB 188 0-511 serial`; one minor may stand alone. */
function covers(line: string, major: number, minor: number): boolean {
  const [, ofMajor, from, to = from] = /\s(\d+)\s+(\d+)(?:-(\d+))?\s+\S+$/.exec(line) ?? [];
  return Number(ofMajor) === major && minor >= Number(from) && minor <= Number(to);
}

function subsystemOf(device: string): string | undefined {
  try {
    return basename(readlinkSync(`${device}/subsystem`));
  } catch {
    return undefined;
  }
}

/** As Linux packs them into 32 bits (makedev(3)): 12 of the major, 20 of the minor. */
const numbersOf = (rdev: number): { readonly major: number; readonly minor: number } => ({
  major: (rdev >>> 8) & 0xfff,
  minor: (rdev & 0xff) | ((rdev >>> 12) & 0xfff00),
});
