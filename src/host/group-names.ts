import { readFileSync } from "node:fs";

/** `name:password:gid:members`, group(5). Groups that only a directory service knows are not seen here. */
function rows(): readonly (readonly string[])[] {
  try {
    return readFileSync("/etc/group", "utf8")
      .split("\n")
      .map((line) => line.split(":"));
  } catch {
    return [];
  }
}

/** The group's name on this machine; its number as a text where it has none. */
export const groupName = (gid: number): string => rows().find((row) => row[2] === String(gid))?.[0] ?? String(gid);

/** Undefined where the machine has no such group. */
export function groupId(name: string): number | undefined {
  const gid = rows().find((row) => row[0] === name)?.[2];
  return gid === undefined ? undefined : Number(gid);
}
