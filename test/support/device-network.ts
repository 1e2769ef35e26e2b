import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let made = 0;

/**
 * A device's own network namespace with an interface that stands for the modem's: `wwan0`, down and without an address.
 * `sysfsRoot` is its own /sys/class/net.
 */
export class DeviceNetwork {
  readonly #name: string;
  readonly #mount = mkdtempSync(join(tmpdir(), "cellward-sys-"));

  constructor() {
    made += 1;
    this.#name = `cwn${process.pid}-${made}`;
    run("ip", "netns", "add", this.#name);
    try {
      run(...this.within, "mount", "-t", "sysfs", "none", this.#mount);
      this.ip("link", "set", "lo", "up");
      this.add("wwan0");
    } catch (thrown) {
      this.close();
      throw thrown;
    }
  }

  /** Words before a command that is to run inside. */
  get within(): readonly [string, ...string[]] {
    return ["nsenter", `--net=/run/netns/${this.#name}`];
  }

  get sysfsRoot(): string {
    return join(this.#mount, "class/net");
  }

  ip(...words: readonly string[]): string {
    return run("ip", "-n", this.#name, ...words);
  }

  /** An interface that is down, with a far end that is up. */
  add(name: string): void {
    this.ip("link", "add", name, "type", "veth", "peer", "name", `${name}-far`);
    this.ip("link", "set", `${name}-far`, "up");
  }

  /** What `wwan0` carries: link, IPv4 addresses, routes. */
  get wwan(): { readonly up: boolean; readonly addresses: readonly string[]; readonly routes: readonly string[] } {
    const link = this.ip("-o", "link", "show", "wwan0");
    const addresses = this.ip("-4", "-o", "addr", "show", "dev", "wwan0");
    const routes = this.ip("-4", "route", "show", "default", "dev", "wwan0");
    return {
      up: /<[^>]*\bUP\b/.test(link),
      addresses: [...addresses.matchAll(/inet (\S+)/g)].flatMap(([, address]) => address ?? []),
      routes: routes
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== ""),
    };
  }

  close(): void {
    const leftovers = [
      ["umount", "-l", this.#mount],
      ["ip", "netns", "del", this.#name],
    ] as const;
    for (const [command, ...words] of leftovers) {
      try {
        run(command, ...words);
      } catch {
        // Was never made.
      }
    }
    rmdirSync(this.#mount);
  }
}

function run(command: string, ...words: readonly string[]): string {
  return execFileSync(command, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
