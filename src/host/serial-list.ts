import { readdir, realpath } from "node:fs/promises";
import { join } from "node:path";

/** Where the kernel and udev put modems' ports: USB converters, CDC ACM, and the WWAN subsystem's AT ports (`wwan0at0`). */
const PLACES: readonly (readonly [directory: string, shape: RegExp])[] = [
  ["/dev/serial/by-id", /./],
  ["/dev", /^wwan\d+at\d+$/],
  ["/dev", /^tty(?:USB|ACM)\d+$/],
];

const byNumber = new Intl.Collator("en", { numeric: true });

/** Every port at which a modem may be, each device once: by its stable name where it has one. */
export async function listSerialPorts(places = PLACES): Promise<readonly string[]> {
  const found = new Map<string, string>();
  for (const [directory, shape] of places) {
    const names = await readdir(directory).catch(() => []);
    for (const name of names.filter((one) => shape.test(one)).toSorted(byNumber.compare)) {
      const path = join(directory, name);
      const device = await realpath(path).catch(() => undefined);
      if (device !== undefined && !found.has(device)) found.set(device, path);
    }
  }
  return [...found.values()];
}
