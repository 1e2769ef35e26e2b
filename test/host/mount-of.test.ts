import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mountInWords, mountOf } from "../../src/host/mount-of.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

function table(...lines: readonly string[]): string {
  const path = join(scratch(), "mountinfo");
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

const ROOT = "22 1 179:2 / / rw,relatime shared:1 - ext4 /dev/root rw";

test("a path lies in the deepest mount above it, also where it is not made yet", () => {
  const found = mountOf(
    "/no-such/a/b",
    table(
      ROOT,
      "30 22 179:3 / /no-such ro,noatime - ext4 /dev/mmcblk0p3 rw",
      "31 22 0:9 / /no-suc rw - tmpfs tmpfs rw",
    ),
  );
  // The nearest directory that is there is the root's: where nothing is mounted at a path, nobody can be asked.
  expect(found).toEqual({ point: "/", source: "/dev/root", type: "ext4", readOnly: false });
});

test("read-only is what the mount or its file system is, and a later mount lies over an earlier one", () => {
  const proc = (options: string, superOptions: string): string =>
    `40 22 0:4 / /proc ${options} shared:5 master:1 - proc proc ${superOptions}`;
  expect(mountOf("/proc/self", table(ROOT, proc("rw", "ro,errors=remount-ro")))?.readOnly).toBe(true);
  expect(mountOf("/proc/self", table(ROOT, proc("ro,noatime", "rw")))?.readOnly).toBe(true);
  expect(mountOf("/proc/self", table(ROOT, proc("ro", "ro"), proc("rw", "rw")))?.readOnly).toBe(false);
});

test("a blank in a name is a blank, and a table that is not there says nothing", () => {
  const found = mountOf("/proc", table(ROOT, String.raw`41 22 0:5 / /proc rw - fuse.x my\040disk rw`));
  expect(found === undefined ? "" : mountInWords(found)).toBe("/proc (my disk, fuse.x)");
  expect(mountOf("/proc", "/no-such-table")).toBeUndefined();
});
