import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Seconds } from "../base/duration.ts";
import { textOf } from "../base/fault.ts";
import type { LeaseOutcome } from "../ports/network-config.ts";
import { DHCP_CLIENTS, LEASE_WITHIN } from "./dhcp-client.ts";
import { LEASE_SCRIPT, leaseTold } from "./dhcp-lease.ts";
import { findProgram, runProgram } from "./system-program.ts";

const failed = (found: string, remedy: string): LeaseOutcome => ({ kind: "failed", found, remedy });

/** Asks the DHCP server behind an interface that is up, by the first client that is here. Nothing is set. `directory`: for the script. */
export async function askLease(interfaceName: string, directory: string, wanted?: string): Promise<LeaseOutcome> {
  const script = join(directory, "tell-lease");
  const files = {
    script,
    state: join(directory, `dhcp-${interfaceName}`),
    ...(wanted === undefined ? {} : { wanted }),
  };
  for (const client of DHCP_CLIENTS) {
    const path = await findProgram(client.name);
    if (path === undefined) continue;
    try {
      await mkdir(directory, { recursive: true });
      // Where the umask takes the right to run it away, there is nothing to run.
      await writeFile(script, LEASE_SCRIPT, { mode: 0o700 });
    } catch (thrown) {
      return failed(`${script} cannot be written: ${textOf(thrown)}.`, "See store.directory.");
    }
    const end = await runProgram({ command: client.ask(path, interfaceName, files), within: LEASE_WITHIN });
    const last = client.end?.(path, interfaceName, files);
    if (last !== undefined) await runProgram({ command: last, within: Seconds(10) });
    const lease = end.kind === "ended" ? leaseTold(end.out) : undefined;
    if (lease !== undefined) return { kind: "lease", lease };
    const said = end.kind === "not-run" ? end.why : end.complaints.trim().split("\n").at(-1) || `exit code ${end.code}`;
    return failed(
      `${client.name} got no address on ${interfaceName}: ${said}.`,
      `Try it by hand (\`${client.name}\`, as root), and see that ${script} may be run there (noexec, AppArmor).`,
    );
  }
  const names = DHCP_CLIENTS.map(({ name }) => name).join(", ");
  return failed("This modem gives its address by DHCP, and no DHCP client is here.", `Install one of ${names}.`);
}
