import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ProbeOutcome, ProbeRequest } from "../../src/ports/path-probe.ts";
import { DeviceNetwork } from "./device-network.ts";

export const DEVICE = "10.64.0.2";
const GATEWAY = "10.64.0.1";
/** An own server behind the gateway. Every other address is dropped there without a word, as by a gate. */
export const SERVER = "198.51.100.7";
export const NOBODY = "203.0.113.9";
const HEADER = 14;

let made = 0;

/** A device with `wwan0` up and a far side in another namespace, which forwards nothing. */
export class FarSide {
  readonly device = new DeviceNetwork();
  readonly #program: string;
  readonly #name: string;
  #server: ChildProcess | undefined;

  private constructor(program: string) {
    made += 1;
    this.#program = program;
    this.#name = `cwf${process.pid}-${made}`;
  }

  /** `program`: test/support/probe-child.ts, compiled. */
  static async open(program: string): Promise<FarSide> {
    const side = new FarSide(program);
    side.#connect();
    const [command, ...within] = side.#within;
    const server = spawn(command, [...within, process.execPath, program, "serve", SERVER], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    side.#server = server;
    await once(server.stdout, "data");
    return side;
  }

  async probe(request: ProbeRequest, within: number): Promise<ProbeOutcome> {
    const question = JSON.stringify({ request, from: { interfaceName: "wwan0", address: DEVICE }, within });
    const [command, ...words] = this.device.within;
    const asked = await promisify(execFile)(command, [...words, process.execPath, this.#program, "ask", question]);
    return JSON.parse(asked.stdout) as ProbeOutcome;
  }

  /** IP bytes that the interface has carried. */
  carried(name = "wwan0"): { readonly sent: number; readonly received: number } {
    const read = (file: string): number =>
      Number(readFileSync(join(this.device.sysfsRoot, name, "statistics", file), "utf8"));
    return {
      sent: read("tx_bytes") - HEADER * read("tx_packets"),
      received: read("rx_bytes") - HEADER * read("rx_packets"),
    };
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (server !== undefined && server.exitCode === null) {
      const gone = once(server, "exit");
      server.kill("SIGKILL");
      await gone;
    }
    this.device.close();
    execFileSync("ip", ["netns", "del", this.#name]);
  }

  get #within(): readonly [string, ...string[]] {
    return ["nsenter", `--net=/run/netns/${this.#name}`];
  }

  /** With the neighbours told, so that the interface carries nothing but what is sent over it. */
  #connect(): void {
    const far = (...words: readonly string[]) => execFileSync("ip", ["-n", this.#name, ...words], { encoding: "utf8" });
    const { device } = this;
    execFileSync("ip", ["netns", "add", this.#name]);
    // IPv6 would report its multicast groups over the interface.
    for (const [command, ...words] of [device.within, this.#within])
      execFileSync(command, [...words, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1"]);
    device.ip("link", "set", "wwan0-far", "netns", this.#name);
    const mac = (shown: string): string => /link\/ether (\S+)/.exec(shown)?.[1] ?? "";
    const [near, away] = [mac(device.ip("link", "show", "wwan0")), mac(far("link", "show", "wwan0-far"))];
    far("addr", "add", `${GATEWAY}/24`, "dev", "wwan0-far");
    far("addr", "add", `${SERVER}/32`, "dev", "lo");
    for (const name of ["lo", "wwan0-far"]) far("link", "set", name, "up");
    far("neigh", "replace", DEVICE, "lladdr", near, "dev", "wwan0-far", "nud", "permanent");
    device.ip("addr", "add", `${DEVICE}/24`, "dev", "wwan0");
    device.ip("link", "set", "wwan0", "up");
    device.ip("neigh", "replace", GATEWAY, "lladdr", away, "dev", "wwan0", "nud", "permanent");
    device.ip("route", "add", "default", "via", GATEWAY, "dev", "wwan0", "metric", "700");
  }
}
