import { Seconds } from "../base/duration.ts";
import type { ProgramRun } from "./system-program.ts";

export interface LeaseFiles {
  /** Run by the client instead of the system's own; it tells the lease and sets nothing. */
  readonly script: string;
  /** Of the client's own, beginning so. */
  readonly state: string;
  /** The address that was had before; ISC's client remembers it by itself. */
  readonly wanted?: string;
}

/** How a DHCP client is made to take a lease on one interface, to tell it, and to end. */
export interface DhcpClient {
  readonly name: string;
  readonly ask: (path: string, interfaceName: string, files: LeaseFiles) => ProgramRun["command"];
  /** Where it stays behind: how it is ended without giving the lease back. */
  readonly end?: (path: string, interfaceName: string, files: LeaseFiles) => ProgramRun["command"];
}

const own = ({ script, state }: LeaseFiles): readonly string[] => [
  "-sf",
  script,
  "-pf",
  `${state}.pid`,
  "-lf",
  `${state}.leases`,
];

/** udhcpc and dhcpcd spell it alike. */
const again = (wanted: string | undefined): readonly string[] => (wanted === undefined ? [] : ["-r", wanted]);

/** In the order in which they are looked for: what is small and is made for one interface first. */
export const DHCP_CLIENTS: readonly DhcpClient[] = [
  {
    // BusyBox; -n: gives up without a lease, -q: ends with one; the MTU (option 26) has to be asked for.
    name: "udhcpc",
    ask: (path, name, { script, wanted }) => [
      path,
      ..."-n -q -f -t 5 -T 3 -O mtu".split(" "),
      ...again(wanted),
      "-i",
      name,
      "-s",
      script,
    ],
  },
  {
    name: "dhclient",
    ask: (path, name, files) => [path, "-1", ...own(files), name],
    end: (path, name, files) => [path, "-x", ...own(files), name],
  },
  {
    // -T: asks, runs the script with the answer, ends; it would set the address itself else.
    name: "dhcpcd",
    ask: (path, name, { script, wanted }) => [
      path,
      ...again(wanted),
      "-1",
      "-T",
      "-4",
      "-t",
      "25",
      "-o",
      "domain_name_servers,interface_mtu",
      "-c",
      script,
      name,
    ],
  },
];

export const LEASE_WITHIN = Seconds(45);
