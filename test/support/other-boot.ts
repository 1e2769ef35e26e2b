import { writeFileSync } from "node:fs";
import type { DeviceBench } from "./device-bench.ts";

/** Words before an agent that then finds another boot id, as after a reboot. */
export function otherBoot(bench: DeviceBench, boot: number): readonly string[] {
  const file = bench.path(`boot-${boot}`);
  writeFileSync(file, `00000000-0000-4000-8000-${String(boot).padStart(12, "0")}\n`);
  const swap = `mount --bind ${file} /proc/sys/kernel/random/boot_id && exec "$@"`;
  return ["unshare", "--mount", "--propagation", "private", "sh", "-c", swap, "sh"];
}
