import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bareEnvironment } from "./bare-environment.ts";

export type Side = "device" | "carrier" | "lan";

/** Datagrams to a port, at a pace where one is given; prints how many were taken. A refused one is not sent again. */
const SENDER = `use Socket; use Time::HiRes qw(time sleep);
  my ($to, $port, $size, $count, $pace, $own) = @ARGV;
  socket(my $s, PF_INET, SOCK_DGRAM, 17) or die;
  if ($own > 0) { bind($s, scalar sockaddr_in($own, INADDR_ANY)) or die }
  my ($data, $n, $begin, $where) = ("x" x $size, 0, time, scalar sockaddr_in($port, inet_aton($to)));
  for my $i (1 .. $count) {
    if ($pace > 0) { my $ahead = $i / $pace - (time - $begin); sleep($ahead) if $ahead > 0.001 }
    $n++ if defined send($s, $data, 0, $where);
  }
  print "$n\\n"`;

const SINK = `use IO::Socket::INET; $| = 1;
  my $l = IO::Socket::INET->new(LocalPort => $ARGV[0], Listen => 1, ReuseAddr => 1) or die; print "listening\\n";
  my $c = $l->accept; while (sysread($c, my $data, 65536)) {}`;
const STREAM = `use IO::Socket::INET; use IO::Select;
  my $s = IO::Socket::INET->new(PeerAddr => "10.9.0.2", PeerPort => $ARGV[0], Timeout => 2) or die;
  $s->blocking(0); my ($w, $left) = (IO::Select->new($s), $ARGV[1]);
  while ($left > 0 && $w->can_write(1)) { my $n = syswrite($s, "x" x 65536); $left -= $n if defined $n }
  shutdown($s, 1); IO::Select->new($s)->can_read(1)`;
const STREAM_PORT = 4_000;

/** UDP and IPv4. */
const HEADERS = 28;
let labs = 0;

/**
 * A device with `wwan0` to a carrier that bills what passes its end, and `lan0` to a client that goes out through the device. No
 * ARP, IPv6 or ICMP on any of them: nothing passes but what a test sends. `nft` is a program that works on the device's filter.
 */
export class EnforceLab {
  readonly nft: string;
  readonly #tag: string;
  readonly #directory = mkdtempSync(join(tmpdir(), "cellward-lab-"));
  readonly #children = new Set<ChildProcess>();

  constructor() {
    labs += 1;
    this.#tag = `cwe${process.pid}-${labs}`;
    this.nft = this.program("nft", 'exec $INSIDE nft "$@"');
    try {
      for (const side of ["device", "carrier", "lan"] as const) {
        run("ip", "netns", "add", this.#name(side));
        this.on(side, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
        this.ip(side, "link", "set", "lo", "up");
        this.on(
          side,
          "nft",
          "add table ip mute; add chain ip mute out { type filter hook output priority -300; }; add rule ip mute out ip protocol icmp drop",
        );
      }
      this.on("device", "sysctl", "-qw", "net.ipv4.ip_forward=1");
      this.#join(["device", "lan0", "10.8.0.1"], ["lan", "eth0", "10.8.0.2"]);
      this.ip("lan", "route", "add", "default", "via", "10.8.0.1", "dev", "eth0");
      this.on(
        "carrier",
        "nft",
        `add table inet bill; add counter inet bill up; add counter inet bill down
        add chain inet bill in { type filter hook prerouting priority -300; }
        add chain inet bill out { type filter hook postrouting priority 300; }
        add rule inet bill in iifname car0 counter name up
        add rule inet bill out oifname car0 counter name down`,
      );
      this.plugIn();
    } catch (thrown) {
      this.close();
      throw thrown;
    }
  }

  /** The modem's interface appears. */
  plugIn(): void {
    this.#join(["device", "wwan0", "10.9.0.1"], ["carrier", "car0", "10.9.0.2"]);
    this.ip("carrier", "route", "replace", "10.8.0.0/24", "via", "10.9.0.1", "dev", "car0");
  }

  unplug(): void {
    this.ip("device", "link", "del", "wwan0");
  }

  /** A program of the device's; `$INSIDE` before a command has it run in the device's network. */
  program(name: string, script: string): string {
    const path = this.path(name);
    const inside = `INSIDE="nsenter --net=/run/netns/${this.#name("device")}"`;
    writeFileSync(path, `#!/bin/sh\nPATH=$PATH:/usr/sbin:/sbin\n${inside}\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  /** Words before a command that is to run on the device. */
  get within(): readonly string[] {
    return ["nsenter", `--net=/run/netns/${this.#name("device")}`];
  }

  path(name: string): string {
    return join(this.#directory, name);
  }

  /** IP bytes that the carrier has billed. */
  get billed(): { readonly up: number; readonly down: number } {
    const told = this.on("carrier", "nft", "-j", "list", "counters", "table", "inet", "bill");
    const of = (name: string): number => Number(new RegExp(`"name": "${name}".*?"bytes": (\\d+)`).exec(told)?.[1]);
    return { up: of("up"), down: of("down") };
  }

  /** What the device's filter has counted, by the counters' names. */
  get counted(): Readonly<Record<string, number>> {
    const told = this.on("device", "nft", "-j", "list", "counters", "table", "inet", "cellward");
    return Object.fromEntries(
      [...told.matchAll(/"name": "(\w+)".*?"bytes": (\d+)/g)].flatMap(([, name = "", bytes]) =>
        bytes === "0" ? [] : [[name, Number(bytes)]],
      ),
    );
  }

  /** IP bytes of both directions that the interface has carried since it is there. */
  get carried(): bigint {
    const told = /wwan0:\s*(\d+)\s+(\d+)(?:\s+\d+){6}\s+(\d+)\s+(\d+)/.exec(this.on("device", "cat", "/proc/net/dev"));
    const [rx = 0, rxPackets = 0, tx = 0, txPackets = 0] = (told?.slice(1) ?? []).map(Number);
    return BigInt(rx + tx - 14 * (rxPackets + txPackets));
  }

  /** So many packets of so many IP bytes, one after the other; how many were let through. */
  send(from: Side, port: number, flow: Flow = {}): number {
    return Number(this.on(from, ...sender(from, port, flow)));
  }

  /** The same, going on by itself until it is done. */
  async flood(from: Side, port: number, flow: Flow): Promise<number> {
    const child = this.spawn(from, ...sender(from, port, flow));
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString("latin1")));
    await new Promise((done) => child.once("close", done));
    return Number(printed);
  }

  /** So many bytes by TCP to the carrier, as far as they get within a second without progress. */
  async stream(from: Side, bytes: number): Promise<void> {
    const sink = this.spawn("carrier", "perl", "-e", SINK, String(STREAM_PORT));
    await new Promise((listening) => sink.stdout?.once("data", listening));
    const child = this.spawn(from, "perl", "-e", STREAM, String(STREAM_PORT), String(bytes));
    await new Promise((done) => child.once("close", done));
    sink.kill("SIGKILL");
  }

  on(side: Side, ...words: readonly string[]): string {
    return run("nsenter", `--net=/run/netns/${this.#name(side)}`, ...words);
  }

  spawn(side: Side, ...words: readonly string[]): ChildProcess {
    const child = spawn("nsenter", [`--net=/run/netns/${this.#name(side)}`, ...words], {
      stdio: ["ignore", "pipe", "pipe"],
      env: bareEnvironment(),
    });
    this.#children.add(child);
    child.once("close", () => this.#children.delete(child));
    return child;
  }

  ip(side: Side, ...words: readonly string[]): string {
    return run("ip", "-n", this.#name(side), ...words);
  }

  /** As it was made: nothing billed, and no table but the one that keeps ICMP silent. */
  reset(): void {
    this.on("carrier", "nft", "reset", "counters", "table", "inet", "bill");
    for (const table of ["cellward", "other"])
      this.on("device", "nft", `add table inet ${table}; delete table inet ${table}`);
  }

  close(): void {
    for (const child of this.#children) child.kill("SIGKILL");
    for (const side of ["device", "carrier", "lan"] as const) {
      try {
        run("ip", "netns", "del", this.#name(side));
      } catch {
        // Was never made.
      }
    }
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #name(side: Side): string {
    return `${this.#tag}${side[0] ?? ""}`;
  }

  #join(...ends: readonly [End, End]): void {
    const [[near, link], [far, other]] = ends;
    run(
      "ip",
      "-n",
      this.#name(near),
      "link",
      "add",
      link,
      "type",
      "veth",
      "peer",
      "name",
      other,
      "netns",
      this.#name(far),
    );
    for (const [side, name, address] of ends) {
      // With equal addresses every frame is for the other end, and nobody has to ask.
      this.ip(side, "link", "set", name, "address", "02:00:00:00:00:01", "arp", "off");
      this.ip(side, "addr", "add", `${address}/24`, "dev", name);
      // What a sender hands over as one piece is cut before the link, so that packets are counted as they are billed.
      this.ip(side, "link", "set", name, "gso_max_segs", "1");
      this.ip(side, "link", "set", name, "up");
    }
  }
}

type End = readonly [side: Side, link: string, address: string];

export interface Flow {
  /** IP bytes of a packet. */
  readonly size?: number;
  readonly count?: number;
  /** Packets a second; 0: as fast as it goes. */
  readonly pace?: number;
  /** The sender's own port. */
  readonly own?: number;
  /** Of the sender. */
  readonly uid?: number;
  /** The directory of the sender's. */
  readonly cgroup?: string;
}

function sender(
  from: Side,
  port: number,
  { size = 1_000, count = 1, pace = 0, own = 0, uid = 0, cgroup }: Flow,
): readonly string[] {
  const to = from === "carrier" ? "10.9.0.1" : "10.9.0.2";
  const user = uid === 0 ? [] : ["setpriv", `--reuid=${uid}`, "--clear-groups"];
  const joined = cgroup === undefined ? [] : ["sh", "-c", `echo $$ > ${cgroup}/cgroup.procs && exec "$@"`, "sh"];
  return [...joined, ...user, "perl", "-e", SENDER, to, ...[port, size - HEADERS, count, pace, own].map(String)];
}

function run(command: string, ...words: readonly string[]): string {
  return execFileSync(command, words, { encoding: "latin1", stdio: ["ignore", "pipe", "pipe"] });
}
