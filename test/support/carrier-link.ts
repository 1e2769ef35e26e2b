import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Side = "device" | "carrier";

const LINKS = { device: "wwan0", carrier: "car0" } as const;
const ADDRESSES = { device: "10.9.0.1", carrier: "10.9.0.2" } as const;

// Sends datagrams as fast as one core can, for a number of datagrams or of seconds, and prints how many were taken.
const SENDER = `use Socket; use Time::HiRes qw(time);
  my ($to, $size, $count, $seconds) = @ARGV;
  socket(my $s, PF_INET, SOCK_DGRAM, 17) or die; connect($s, sockaddr_in(9, inet_aton($to))) or die;
  my ($data, $n, $end) = ("x" x $size, 0, time + $seconds);
  while ($count ? $n < $count : time < $end) {
    for (1 .. ($count ? $count - $n : 500)) { $n++ if defined send($s, $data, 0) }
  }
  print "$n\\n"`;

let links = 0;

/**
 * A device and a carrier in network namespaces of their own, joined by a veth pair that carries nothing but what a test
 * sends: no ARP, no IPv6. `sysfsRoot` is the device's own /sys/class/net, mounted from inside its namespace: the test's
 * own /sys shows the host's interfaces.
 */
export class CarrierLink {
  readonly #namespaces: Readonly<Record<Side, string>>;
  readonly #mount = mkdtempSync(join(tmpdir(), "cellward-sys-"));
  readonly #children = new Set<ChildProcess>();

  constructor() {
    links += 1;
    const tag = `cw${process.pid}-${links}`;
    this.#namespaces = { device: `${tag}d`, carrier: `${tag}c` };
    try {
      for (const side of ["device", "carrier"] as const) {
        run("ip", "netns", "add", this.#namespaces[side]);
        this.#inside(side, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
      }
      this.#inside("device", "mount", "-t", "sysfs", "none", this.#mount);
      this.create();
    } catch (thrown) {
      this.close();
      throw thrown;
    }
  }

  get sysfsRoot(): string {
    return join(this.#mount, "class/net");
  }

  /** The interface appears, as a modem's does when it is plugged in. */
  create(index?: number): void {
    const { device, carrier } = this.#namespaces;
    run(
      "ip",
      "-n",
      device,
      "link",
      "add",
      LINKS.device,
      ...(index === undefined ? [] : ["index", String(index)]),
      "type",
      "veth",
      "peer",
      "name",
      LINKS.carrier,
      "netns",
      carrier,
    );
    for (const side of ["device", "carrier"] as const) {
      // With equal addresses every frame is for the other end, and nobody has to ask.
      this.ip(side, "link", "set", LINKS[side], "address", "02:00:00:00:00:01", "arp", "off");
      this.ip(side, "addr", "add", `${ADDRESSES[side]}/24`, "dev", LINKS[side]);
      this.ip(side, "link", "set", LINKS[side], "up");
    }
  }

  destroy(): void {
    this.ip("device", "link", "del", LINKS.device);
  }

  rename(from: string, to: string): void {
    this.ip("device", "link", "set", from, "down");
    this.ip("device", "link", "set", from, "name", to);
    this.ip("device", "link", "set", to, "up");
  }

  ip(side: Side, ...words: readonly string[]): void {
    run("ip", "-n", this.#namespaces[side], ...words);
  }

  /** IP bytes that a side has received, from the IP layer's own statistics, which know nothing of interfaces. */
  received(side: Side): bigint {
    const lines = this.#inside(side, "cat", "/proc/net/netstat").split("\n");
    const [names = [], values = []] = lines.filter((line) => line.startsWith("IpExt:")).map((line) => line.split(" "));
    return BigInt(values[names.indexOf("InOctets")] ?? "");
  }

  /** Sends datagrams of this payload to the other side; resolves with how many the kernel took. */
  async send(
    from: Side,
    payload: number,
    much: { readonly count: number } | { readonly seconds: number },
  ): Promise<number> {
    const to = ADDRESSES[from === "device" ? "carrier" : "device"];
    const [count, seconds] = "count" in much ? [much.count, 0] : [0, much.seconds];
    const child = this.spawn(from, "perl", "-e", SENDER, to, String(payload), String(count), String(seconds));
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString("latin1")));
    await once(child, "close");
    return Number(printed);
  }

  spawn(side: Side, command: string, ...words: readonly string[]): ChildProcess {
    const inside = [`--net=/run/netns/${this.#namespaces[side]}`, command, ...words];
    const child = spawn("nsenter", inside, { stdio: ["ignore", "pipe", "pipe"] });
    this.#children.add(child);
    child.once("close", () => this.#children.delete(child));
    return child;
  }

  close(): void {
    for (const child of this.#children) child.kill("SIGKILL");
    // Lazily: a descriptor that is still open must not keep the mount.
    const leftovers = [
      ["umount", "-l", this.#mount],
      ["ip", "netns", "del", this.#namespaces.device],
      ["ip", "netns", "del", this.#namespaces.carrier],
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

  #inside(side: Side, command: string, ...words: readonly string[]): string {
    return run("nsenter", `--net=/run/netns/${this.#namespaces[side]}`, command, ...words);
  }
}

function run(command: string, ...words: readonly string[]): string {
  return execFileSync(command, words, { encoding: "latin1", stdio: ["ignore", "pipe", "pipe"] });
}
