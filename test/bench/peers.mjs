// What a part of the bench needs beside node: other people's programs, root, namespaces. A part whose needs are missing says so in its row
// and the bench goes on; with CELLWARD_REQUIRE_REAL=1, as in the long run, it fails at its end.
import { execFileSync } from "node:child_process";

const has = (command) => {
  try {
    execFileSync("sh", ["-c", `PATH=$PATH:/usr/sbin:/sbin command -v "$1"`, "sh", command], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

export const LAB = ["root", "ip", "nft", "tc", "perl"];

/** The part under its own name; what it needs are commands, or `root`. */
export function needing(needs, part, row) {
  const run = async () => {
    const missing = needs.filter((need) => (need === "root" ? process.getuid() !== 0 : !has(need)));
    if (missing.length === 0) {
      await part();
      return;
    }
    row(part.name, `not measured: ${missing.join(", ")} missing`, "", "");
    if (process.env.CELLWARD_REQUIRE_REAL === "1") process.exitCode = 1;
  };
  return Object.defineProperty(run, "name", { value: part.name });
}
