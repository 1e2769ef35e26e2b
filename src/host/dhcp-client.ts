import type { ProgramRun } from "./system-program.ts";
import { Seconds } from "../base/duration.ts";

/** How a DHCP client takes a lease on one interface and gives it back; each sets address, route and resolver by its own script. */
export interface DhcpClient {
  readonly name: string;
  readonly lease: (path: string, interfaceName: string) => ProgramRun["command"];
  /** Undefined where nothing runs on that could be told. */
  readonly release?: (path: string, interfaceName: string) => ProgramRun["command"];
}

/** In the order in which they are looked for: what is small and is made for one interface first. */
export const DHCP_CLIENTS: readonly DhcpClient[] = [
  {
    // BusyBox; -n: gives up without a lease, -q: ends with one. The modem's own server never takes it back.
    name: "udhcpc",
    lease: (path, name) => [path, "-i", name, "-n", "-q", "-t", "5", "-T", "3"],
  },
  {
    name: "dhclient",
    lease: (path, name) => [path, "-1", name],
    release: (path, name) => [path, "-r", name],
  },
  {
    name: "dhcpcd",
    lease: (path, name) => [path, "-1", "-t", "25", name],
    release: (path, name) => [path, "-k", name],
  },
];

export const LEASE_WITHIN = Seconds(45);
