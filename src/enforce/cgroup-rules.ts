import { BY_CGROUP } from "./filter-rules.ts";
import { type FilterShape, markOf } from "./filter-shape.ts";
import { TABLE } from "./nft-words.ts";

export interface CgroupLine {
  readonly cgroup: string;
  readonly line: string;
}

/**
 * The rules by cgroup, each by itself and in nft's own words: its JSON has no level for a cgroup (1.0.6), and one whose cgroup
 * is not there yet is refused without the others. The kernel keeps the cgroup itself, not its name: after its service was restarted the
 * rule means one that is gone, and is to be written anew.
 */
export function cgroupLines(shape: FilterShape): readonly CgroupLine[] {
  const chain = `${TABLE.family} ${TABLE.table} ${BY_CGROUP}`;
  return shape.rules.flatMap(({ cgroup, class: name }) => {
    if (cgroup === undefined || !CGROUP.test(cgroup)) return [];
    const levels = cgroup.split("/").length;
    const marked = `ct mark set ct mark & 0x${((0xffff_ffff ^ shape.markMask) >>> 0).toString(16)} | 0x${markOf(shape, name).toString(16)}`;
    return [{ cgroup, line: `add rule ${chain} socket cgroupv2 level ${levels} "${cgroup}" ${marked} return` }];
  });
}

export const FLUSH_CGROUPS = `flush chain ${TABLE.family} ${TABLE.table} ${BY_CGROUP}`;

/** A path below the mount of cgroup v2, without what nft's own language could take for something else. */
export const CGROUP = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.@:-]+(?:\/[\w.@:-]+)*$/;
