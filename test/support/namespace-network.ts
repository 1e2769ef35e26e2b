import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { LeaseOutcome, NetworkBefore, NetworkConfig, NetworkOutcome } from "../../src/ports/network-config.ts";
import { DeviceNetwork } from "./device-network.ts";
import type { NetworkSeen, NetworkUnderTest } from "./network-contract.ts";

/** Nothing of the machine's own resolver may be told: /run is empty, resolvconf cannot be run. */
const OWN_RESOLVER = `mount -t tmpfs none /run
for name in resolvconf $HIDDEN; do
  for place in /usr/sbin /sbin /usr/bin /bin; do
    if [ -x $place/$name ]; then mount --bind /dev/null $place/$name; fi
  done
done
eval "$PRELUDE"
exec "$@"`;

export interface Machine {
  /** Programs that it is not to have. */
  readonly hidden?: readonly string[];
  /** What a shell does there first; what it leaves running ends with the machine. */
  readonly prelude?: string;
}

/** The real adapter in a device's own namespaces, and what `ip` shows there. */
export class NamespaceNetwork implements NetworkUnderTest {
  readonly device = new DeviceNetwork();
  readonly network: NetworkConfig;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #resolverFile: string;

  /** `program`: test/support/network-child.ts, compiled. */
  constructor(program: string, directory: string, { hidden = [], prelude = "" }: Machine = {}) {
    this.#resolverFile = join(directory, "resolv.conf");
    const words = [program, this.device.sysfsRoot, this.#resolverFile, join(directory, "dhcp")];
    const [command, ...within] = this.device.within;
    this.#child = spawn(
      command,
      [
        ...within,
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        "sh",
        "-c",
        OWN_RESOLVER,
        "sh",
        process.execPath,
        ...words,
      ],
      { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, HIDDEN: hidden.join(" "), PRELUDE: prelude } },
    );
    const answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    const ask = async <T>(question: unknown): Promise<T> => {
      this.#child.stdin.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await answers.next();
      if (done === true) throw new Error("the adapter's process has ended");
      return JSON.parse(value) as T;
    };
    this.network = {
      look: (name) => ask<NetworkBefore | { kind: "absent" }>({ do: "look", name }),
      lease: (name, wanted) => ask<LeaseOutcome>({ do: "lease", name, ...(wanted === undefined ? {} : { wanted }) }),
      apply: (change) => ask<NetworkOutcome>({ do: "apply", change }),
      undo: async (change) => void (await ask<null>({ do: "undo", change })),
    };
  }

  seen(): NetworkSeen {
    const link = this.device.ip("-o", "link", "show", "wwan0");
    const global = this.device.ip("-o", "addr", "show", "dev", "wwan0", "scope", "global");
    const routes = ["-4", "-6"].flatMap((family) =>
      this.device.ip(family, "route", "show", "default", "dev", "wwan0").split("\n"),
    );
    return {
      up: /<[^>]*\bUP\b/.test(link),
      mtu: Number(/ mtu (\d+)/.exec(link)?.[1]),
      addresses: [...global.matchAll(/inet6? (\S+)/g)].flatMap(([, address]) => address ?? []).toSorted(),
      routes: routes
        .flatMap((line) => /^default ((?:via \S+ )?)(?:.*)(metric \d+)/.exec(line)?.slice(1, 3).join("") ?? [])
        .toSorted(),
      resolvers: this.#resolvers(),
    };
  }

  /** A file as it is inside. */
  inside(path: string): string {
    const [inner = ""] = readFileSync(`/proc/${this.#child.pid}/task/${this.#child.pid}/children`, "utf8").split(" ");
    return readFileSync(`/proc/${inner}/root${path}`, "utf8");
  }

  others(address: string): void {
    this.device.ip("link", "set", "wwan0", "up");
    this.device.ip("addr", "add", address, "dev", "wwan0");
  }

  async close(): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.stdin.end();
    await gone;
    this.device.close();
  }

  #resolvers(): readonly string[] {
    try {
      return [...readFileSync(this.#resolverFile, "utf8").matchAll(/^nameserver (\S+)$/gm)].map(([, one]) => one ?? "");
    } catch {
      return [];
    }
  }
}
