import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Side = "device" | "carrier";
/** `client`: somebody behind the device, where there is one. */
type Place = Side | "client";

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

// Asks as many connections as it is told for so many bytes, or gives them; TLS where it is told to.
const CALLER = `const [host, calls] = process.argv.slice(1);
  const one = ({ tls, give, ask }) => new Promise((done, failed) => {
    const options = { host, port: tls ? 8443 : 8080, rejectUnauthorized: false };
    const socket = require(tls ? "tls" : "net").connect(options, () => {
      socket.write(JSON.stringify({ give, ask }) + "\\n"); socket.write(Buffer.alloc(give)); });
    let got = 0;
    socket.on("data", (chunk) => { if ((got += chunk.length) === ask) socket.end(); }).on("close", done).on("error", failed); });
  (async () => { for (const call of JSON.parse(calls)) for (let n = 0; n < (call.times ?? 1); n += 1) await one(call); })();`;

const ANSWERER = `const [cert, key] = process.argv.slice(1);
  const serve = (socket) => {
    let head = "", due, ask; socket.on("error", () => {});
    socket.on("data", (chunk) => {
      if (due === undefined) {
        const end = chunk.indexOf(10); head += chunk.toString("latin1", 0, end);
        ({ give: due, ask } = JSON.parse(head)); chunk = chunk.subarray(end + 1); }
      due -= chunk.length; if (due === 0) socket.write(Buffer.alloc(ask)); }); };
  require("net").createServer(serve).listen(8080);
  require("tls").createServer({ cert, key }, serve).listen(8443, () => console.log("listening"));`;

// The radio between two TUN interfaces, one in each namespace: carries packets, and prints at each line what both ways came to.
const PUMP = `use strict; my ($other, @names) = @ARGV; my @ends;
  for my $at (0, 1) {
    if ($at) { open(my $ns, "<", "/run/netns/$other") or die; my $call = (POSIX::uname())[4] eq "x86_64" ? 308 : 268; syscall($call, fileno($ns), 0) and die $!; }
    sysopen(my $tun, "/dev/net/tun", 2) or die; ioctl($tun, 0x400454ca, pack("a16 s x22", $names[$at], 0x1001)) or die $!; push @ends, $tun; }
  my @sum = (0, 0); $| = 1; print "ready\n";
  while (1) {
    my $in = ""; vec($in, fileno($_), 1) = 1 for @ends, *STDIN; select($in, undef, undef, undef);
    for my $at (0, 1) { next unless vec($in, fileno($ends[$at]), 1);
      my $n = sysread($ends[$at], my $packet, 65536); next unless $n; $sum[$at] += $n; syswrite($ends[1 - $at], $packet); }
    if (vec($in, fileno(STDIN), 1)) { sysread(STDIN, my $line, 80) or exit; print "@sum\n"; } }`;

// Asks for an address that nobody has, so many times, half of them padded to the shortest frame that ethernet has.
const ASKER = `my ($name, $count) = @ARGV; socket(my $s, 17, 3, 0) or die $!;
  my $mac = pack("H12", "020000000009");
  my $ask = pack("H*", "ffffffffffff") . $mac . pack("n5", 0x0806, 1, 0x0800, 0x0604, 1) . $mac . pack("C4 x6 C4", 10, 9, 0, 9, 10, 9, 0, 200);
  ioctl($s, 0x8933, my $request = pack("a16 x24", $name)) or die $!; my $index = unpack("x16 i", $request);
  my $to = pack("S n i S C C a8", 17, 0x0806, $index, 1, 0, 6, "\\xff" x 6);
  for my $n (1 .. $count) { send($s, $n % 2 ? $ask : $ask . "\\0" x 18, 0, $to) or die $! }`;

/** One connection, or several of a kind, one after the other. */
export interface Call {
  readonly tls?: boolean;
  readonly times?: number;
  /** Bytes that the caller sends, and that it gets then. */
  readonly give: number;
  readonly ask: number;
}

export interface CarrierLinkOptions {
  /** Both ends ask for each other's address, as on ethernet. */
  readonly arp?: true;
  /** No ethernet at all: packets as they are, through a program that stands for the radio and sums them up. */
  readonly tun?: true;
}

let links = 0;

/**
 * A device and a carrier in network namespaces of their own, joined by a veth pair that carries nothing but what a test
 * sends: no ARP, no IPv6. `sysfsRoot` is the device's own /sys/class/net, mounted from inside its namespace: the test's
 * own /sys shows the host's interfaces.
 */
export class CarrierLink {
  readonly #namespaces: Readonly<Record<Place, string>>;
  readonly #mount = mkdtempSync(join(tmpdir(), "cellward-sys-"));
  readonly #children = new Set<ChildProcess>();

  readonly #options: CarrierLinkOptions;
  #radio: ChildProcess | undefined;

  constructor(options: CarrierLinkOptions = {}) {
    links += 1;
    const tag = `cw${process.pid}-${links}`;
    this.#namespaces = { device: `${tag}d`, carrier: `${tag}c`, client: `${tag}b` };
    this.#options = options;
    try {
      for (const side of ["device", "carrier"] as const) {
        run("ip", "netns", "add", this.#namespaces[side]);
        this.#inside(side, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
      }
      this.#inside("device", "mount", "-t", "sysfs", "none", this.#mount);
      if (options.tun !== true) this.create();
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
    return ["nsenter", `--net=/run/netns/${this.#namespaces.device}`];
  }

  nft(...words: readonly string[]): string {
    return this.#inside("device", "nft", ...words);
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
      if (this.#options.arp !== true)
        this.ip(side, "link", "set", LINKS[side], "address", "02:00:00:00:00:01", "arp", "off");
      this.ip(side, "addr", "add", `${ADDRESSES[side]}/24`, "dev", LINKS[side]);
      // What a sender hands over as one piece is cut before the link, so that the link carries packets as they are billed.
      this.ip(side, "link", "set", LINKS[side], "gso_max_segs", "1");
      this.ip(side, "link", "set", LINKS[side], "up");
    }
  }

  /** The radio between the TUN interfaces begins. */
  async radio(): Promise<void> {
    const { carrier } = this.#namespaces;
    this.#radio = this.spawn("device", "perl", "-MPOSIX", "-e", PUMP, carrier, LINKS.device, LINKS.carrier);
    await this.#said(this.#radio);
    for (const side of ["device", "carrier"] as const) {
      this.ip(side, "addr", "add", `${ADDRESSES[side]}/24`, "dev", LINKS[side]);
      this.ip(side, "link", "set", LINKS[side], "up");
    }
  }

  /** Bytes of the packets that the radio has carried. */
  async carried(): Promise<{ readonly up: number; readonly down: number; readonly total: number }> {
    if (this.#radio === undefined) throw new Error("there is no radio");
    this.#radio.stdin?.write("\n");
    const [up = 0, down = 0] = (await this.#said(this.#radio)).split(" ").map(Number);
    return { up, down, total: up + down };
  }

  /** Somebody behind the device, whose packets it forwards. */
  addClient(): void {
    const { device, client } = this.#namespaces;
    run("ip", "netns", "add", client);
    this.#inside("client", "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
    run("ip", "-n", client, "link", "add", "eth0", "type", "veth", "peer", "name", "lan0", "netns", device);
    for (const [side, link, end] of [
      ["client", "eth0", 2],
      ["device", "lan0", 1],
    ] as const) {
      this.ip(side, "addr", "add", `10.8.0.${end}/24`, "dev", link);
      this.ip(side, "link", "set", link, "up");
    }
    this.#inside("device", "sysctl", "-qw", "net.ipv4.ip_forward=1");
    this.ip("client", "route", "add", "default", "via", "10.8.0.1");
    this.ip("carrier", "route", "add", "10.8.0.0/24", "via", ADDRESSES.device);
  }

  /** The carrier answers calls, over TLS with this certificate too. */
  async answerCalls({ cert, key }: { readonly cert: string; readonly key: string }): Promise<void> {
    await this.#said(this.spawn("carrier", process.execPath, "-e", ANSWERER, "--", cert, key));
  }

  async call(from: Exclude<Place, "carrier">, ...calls: readonly Call[]): Promise<void> {
    const child = this.spawn(from, process.execPath, "-e", CALLER, "--", ADDRESSES.carrier, JSON.stringify(calls));
    let complaints = "";
    child.stderr?.on("data", (chunk: Buffer) => (complaints += chunk.toString("utf8")));
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`the calls failed: ${complaints}`);
  }

  async #said({ stdout }: ChildProcess): Promise<string> {
    if (stdout === null) throw new Error("it has no stdout");
    const [chunk] = (await Promise.race([once(stdout, "data"), once(stdout, "end")])) as [Buffer?];
    if (chunk === undefined) throw new Error("it ended without a word");
    return chunk.toString("latin1");
  }

  /** The carrier sends datagrams to port 7 back (RFC 862). */
  async echo(): Promise<void> {
    const server =
      'const s = require("dgram").createSocket("udp4"); s.on("message", (m, from) => s.send(m, from.port, from.address)); s.bind(7, () => console.log("bound"))';
    await this.#said(this.spawn("carrier", process.execPath, "-e", server));
  }

  /** The device's end becomes a port of a bridge `br0`, which is its interface from then on; nobody has to ask for addresses. */
  bridge(): void {
    for (const words of [
      ["link", "add", "br0", "type", "bridge", "mcast_snooping", "0"],
      ["link", "set", "br0", "address", "02:00:00:00:00:02", "up"],
      ["addr", "flush", "dev", LINKS.device],
      ["link", "set", LINKS.device, "address", "02:00:00:00:00:03", "master", "br0"],
      ["addr", "add", `${ADDRESSES.device}/24`, "dev", "br0"],
      ["neigh", "replace", ADDRESSES.carrier, "lladdr", "02:00:00:00:00:04", "nud", "permanent", "dev", "br0"],
    ])
      this.ip("device", ...words);
    this.ip("carrier", "link", "set", LINKS.carrier, "address", "02:00:00:00:00:04");
    const known = ["neigh", "replace", ADDRESSES.device, "lladdr", "02:00:00:00:00:02", "nud", "permanent"];
    this.ip("carrier", ...known, "dev", LINKS.carrier);
  }

  destroy(): void {
    this.ip("device", "link", "del", LINKS.device);
  }

  rename(from: string, to: string): void {
    this.ip("device", "link", "set", from, "down");
    this.ip("device", "link", "set", from, "name", to);
    this.ip("device", "link", "set", to, "up");
  }

  ip(side: Place, ...words: readonly string[]): void {
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

  /** So many questions for an address from the carrier's end; returns the bytes that ARP came to. */
  async askAround(count: number): Promise<number> {
    await once(this.spawn("carrier", "perl", "-e", ASKER, LINKS.carrier, String(count)), "close");
    return Math.ceil(count / 2) * 28 + Math.floor(count / 2) * 46;
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

  async #printed(side: Place, command: string, ...words: readonly string[]): Promise<string> {
    const child = this.spawn(side, command, ...words);
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString("latin1")));
    await once(child, "close");
    return printed;
  }

  spawn(side: Place, command: string, ...words: readonly string[]): ChildProcess {
    const inside = [`--net=/run/netns/${this.#namespaces[side]}`, command, ...words];
    const child = spawn("nsenter", inside, { stdio: ["pipe", "pipe", "pipe"] });
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
      ["ip", "netns", "del", this.#namespaces.client],
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

  #inside(side: Place, command: string, ...words: readonly string[]): string {
    return run("nsenter", `--net=/run/netns/${this.#namespaces[side]}`, command, ...words);
  }
}

function run(command: string, ...words: readonly string[]): string {
  return execFileSync(command, words, { encoding: "latin1", stdio: ["ignore", "pipe", "pipe"] });
}
