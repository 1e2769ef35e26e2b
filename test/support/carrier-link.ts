import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Side = "device" | "carrier";

const LINKS = { device: "wwan0", carrier: "car0" } as const;
const ADDRESSES = { device: "10.9.0.1", carrier: "10.9.0.2" } as const;

// Sends so many datagrams as fast as one core can, and prints how many were taken.
const SENDER = `use Socket;
  my ($to, $size, $count) = @ARGV;
  socket(my $s, PF_INET, SOCK_DGRAM, 17) or die; connect($s, sockaddr_in(9, inet_aton($to))) or die;
  my ($data, $n) = ("x" x $size, 0);
  while ($n < $count) { $n++ if defined send($s, $data, 0) }
  print "$n\\n"`;

// The same at a pace, with sixty-four datagrams a call: UDP_SEGMENT (udp(7)) has the kernel cut them. Prints the seconds too.
const PACED_SENDER = `use Socket; use Time::HiRes qw(time sleep);
  my ($to, $size, $calls, $pace) = @ARGV;
  socket(my $s, PF_INET, SOCK_DGRAM, 17) or die; connect($s, sockaddr_in(9, inet_aton($to))) or die;
  setsockopt($s, 17, 103, pack("i", $size)) or die;
  my ($data, $n, $begin) = ("x" x (64 * $size), 0, time);
  while ($n < $calls) {
    my $ahead = $n * 64 / $pace - (time - $begin);
    if ($ahead > 0) { sleep($ahead) } elsif (defined send($s, $data, 0)) { $n++ }
  }
  printf "%d %.3f\\n", 64 * $n, time - $begin`;

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
      // What a sender hands over as one piece is cut before the link, so that the link carries packets as they are billed.
      this.ip(side, "link", "set", LINKS[side], "gso_max_segs", "1");
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
  async send(from: Side, payload: number, { count }: { readonly count: number }): Promise<number> {
    const to = ADDRESSES[from === "device" ? "carrier" : "device"];
    return Number(await this.#printed(from, "perl", "-e", SENDER, to, String(payload), String(count)));
  }

  /** Sends packets of 100 bytes at so many Mbit/s; resolves with how many the kernel took, and at which pace they went. */
  async flood(
    from: Side,
    megabits: number,
    seconds: number,
  ): Promise<{ readonly packets: number; readonly megabits: number }> {
    const to = ADDRESSES[from === "device" ? "carrier" : "device"];
    const pace = (megabits * 1e6) / 8 / 100;
    const calls = Math.ceil((pace * seconds) / 64);
    const printed = await this.#printed(from, "perl", "-e", PACED_SENDER, to, "72", String(calls), String(pace));
    const [packets = 0, took = 0] = printed.split(" ").map(Number);
    return { packets, megabits: (packets * 800) / 1e6 / took };
  }

  async #printed(side: Side, command: string, ...words: readonly string[]): Promise<string> {
    const child = this.spawn(side, command, ...words);
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString("latin1")));
    await once(child, "close");
    return printed;
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
