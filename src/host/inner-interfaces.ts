import { readFileSync } from "node:fs";
import { Seconds } from "../base/duration.ts";
import { findProgram, runProgram } from "./system-program.ts";

const FEATURES = ["generic-receive-offload", "tcp-segmentation-offload", "generic-segmentation-offload"] as const;

/** The device passes packets on for others. */
export function forwards(root = "/proc/sys/net"): boolean {
  return ["ipv4/ip_forward", "ipv6/conf/all/forwarding"].some((name) => {
    try {
      return readFileSync(`${root}/${name}`, "latin1").trim() === "1";
    } catch {
      return false;
    }
  });
}

/**
 * What joins packets into larger ones on an interface, by ethtool: behind it a filter counts fewer headers than are sent. Undefined
 * where ethtool is missing or does not know the interface.
 */
export async function joiningFeatures(name: string): Promise<readonly string[] | undefined> {
  const path = await findProgram("ethtool");
  if (path === undefined) return undefined;
  const end = await runProgram({ command: [path, "-k", name], within: Seconds(2), mostOutput: 16_384 });
  if (end.kind === "not-run" || end.code !== 0) return undefined;
  return FEATURES.filter((feature) => new RegExp(`^${feature}: on`, "m").test(end.out));
}
