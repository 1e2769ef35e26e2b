import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Sends so many datagrams, and prints how many were taken.
const SENDER = `use Socket;
  my ($to, $port, $size, $count) = @ARGV;
  socket(my $s, PF_INET, SOCK_DGRAM, 17) or die; connect($s, sockaddr_in($port, inet_aton($to))) or die;
  my ($data, $n) = ("x" x $size, 0);
  while ($n < $count) { $n++ if defined send($s, $data, 0) }`;

/** UDP and IPv4. */
const HEADERS = 28;

let labs = 0;

/**
 * A device with several interfaces, each a veth pair whose other end lies in the carrier's namespace. Nothing passes but
 * what a test sends: no ARP, no IPv6, no ICMP. `sysfsRoot` is the device's own /sys/class/net.
 */
export class UplinkLab {
  readonly #device: string;
  readonly #carrier: string;
  readonly #mount = mkdtempSync(join(tmpdir(), "cellward-sys-"));
  readonly #numbers = new Map<string, number>();

  constructor() {
    labs += 1;
    this.#device = `cwu${process.pid}-${labs}d`;
    this.#carrier = `cwu${process.pid}-${labs}c`;
    try {
      for (const side of [this.#device, this.#carrier]) {
        run("ip", "netns", "add", side);
        this.#inside(side, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
        const mute =
          "add table ip mute; add chain ip mute out { type filter hook output priority -300; }; add rule ip mute out ip protocol icmp drop";
        this.#inside(side, "nft", mute);
      }
      this.#inside(this.#device, "mount", "-t", "sysfs", "none", this.#mount);
    } catch (thrown) {
      this.close();
      throw thrown;
    }
  }

  get sysfsRoot(): string {
    return join(this.#mount, "class/net");
  }

  /** Words before a program that is to run on the device. */
  get before(): readonly string[] {
    return ["nsenter", `--net=/run/netns/${this.#device}`];
  }

  plugIn(name: string): void {
    const number = this.#numbers.get(name) ?? this.#numbers.size;
    this.#numbers.set(name, number);
    const far = `far${number}`;
    run("ip", "-n", this.#device, "link", "add", name, "type", "veth", "peer", "name", far, "netns", this.#carrier);
    for (const [side, link, end] of [
      [this.#device, name, 1],
      [this.#carrier, far, 2],
    ] as const) {
      run("ip", "-n", side, "link", "set", link, "address", "02:00:00:00:00:01", "arp", "off");
      run("ip", "-n", side, "addr", "add", `10.9.${number}.${end}/24`, "dev", link);
      run("ip", "-n", side, "link", "set", link, "gso_max_segs", "1");
      run("ip", "-n", side, "link", "set", link, "up");
    }
  }

  unplug(name: string): void {
    run("ip", "-n", this.#device, "link", "del", name);
  }

  /** Where the far end of an interface is reached. */
  far(name: string): string {
    return `10.9.${this.#numbers.get(name) ?? 0}.2`;
  }

  /** So many IP bytes in packets of so many go out, or come in; returns what they come to. */
  carry(
    name: string,
    way: "up" | "down",
    { size, count, port }: { size: number; count: number; port: number },
  ): number {
    const number = this.#numbers.get(name) ?? 0;
    const [side, to] = way === "up" ? [this.#device, `10.9.${number}.2`] : [this.#carrier, `10.9.${number}.1`];
    this.#inside(side, "perl", "-e", SENDER, to, String(port), String(size - HEADERS), String(count));
    return size * count;
  }

  nft(...words: readonly string[]): string {
    return this.#inside(this.#device, "nft", ...words);
  }

  close(): void {
    for (const words of [
      ["umount", "-l", this.#mount],
      ["ip", "netns", "del", this.#device],
      ["ip", "netns", "del", this.#carrier],
    ] as const) {
      try {
        const [command, ...rest] = words;
        run(command, ...rest);
      } catch {
        // Was never made.
      }
    }
    rmdirSync(this.#mount);
  }

  #inside(side: string, command: string, ...words: readonly string[]): string {
    return run("nsenter", `--net=/run/netns/${side}`, command, ...words);
  }
}

function run(command: string, ...words: readonly string[]): string {
  return execFileSync(command, words, { encoding: "latin1", stdio: ["ignore", "pipe", "pipe"] });
}
