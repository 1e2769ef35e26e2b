import { readFileSync, realpathSync } from "node:fs";
import { dirname } from "node:path";

/** Where a file system is mounted, and what it is, as the kernel says. */
export interface Mount {
  readonly point: string;
  readonly source: string;
  readonly type: string;
  readonly readOnly: boolean;
}

/** The file system that the path lies in, or would lie in once it is made; undefined where /proc does not tell. */
export function mountOf(path: string, table = "/proc/self/mountinfo"): Mount | undefined {
  try {
    const real = realOf(path);
    let found: Mount | undefined;
    for (const line of readFileSync(table, "utf8").split("\n")) {
      const mount = mountIn(line);
      // Of two at one place the later one lies over the other.
      if (mount !== undefined && isBelow(real, mount.point) && mount.point.length >= (found?.point.length ?? 0))
        found = mount;
    }
    return found;
  } catch {
    return undefined;
  }
}

/** `/data (/dev/mmcblk0p3, ext4)`. */
export const mountInWords = ({ point, source, type }: Mount): string => `${point} (${source}, ${type})`;

/** proc_pid_mountinfo(5): id, parent, device, root, mount point, options, optional fields, "-", type, source, super options. */
function mountIn(line: string): Mount | undefined {
  const [left = "", right = ""] = line.split(" - ");
  const [, , , , point, options] = left.split(" ");
  const [type, source, superOptions] = right.split(" ");
  if (point === undefined || type === undefined || source === undefined) return undefined;
  const readOnly = [options, superOptions].some((list) => list?.split(",").includes("ro") === true);
  return { point: unescaped(point), source: unescaped(source), type, readOnly };
}

/** Spaces and the like stand as \040. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));

const isBelow = (path: string, point: string): boolean =>
  point === "/" || path === point || path.startsWith(`${point}/`);

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (thrown) {
    if (dirname(path) === path) throw thrown;
    return realOf(dirname(path));
  }
}
