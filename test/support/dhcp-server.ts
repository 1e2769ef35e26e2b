import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import type { DeviceNetwork } from "./device-network.ts";

let made = 0;

/**
 * dnsmasq as the DHCP server that an ECM or RNDIS modem has inside: behind the far end of a device's `wwan0`, in a network
 * namespace of its own, gives 10.77.0.20 to 10.77.0.40, itself (10.77.0.1) as the router, two resolvers and an MTU of 1428.
 */
export class DhcpServer {
  readonly #name: string;
  readonly #child: ChildProcess;

  private constructor(name: string, child: ChildProcess) {
    this.#name = name;
    this.#child = child;
  }

  static async behind(device: DeviceNetwork): Promise<DhcpServer> {
    made += 1;
    const name = `cwd${process.pid}-${made}`;
    run("ip", "netns", "add", name);
    device.ip("link", "set", "wwan0-far", "netns", name);
    for (const words of ["link set wwan0-far up", "addr add 10.77.0.1/24 dev wwan0-far"])
      run("ip", "-n", name, ...words.split(" "));
    const options = [
      "--keep-in-foreground --conf-file=/dev/null --port=0 --interface=wwan0-far --bind-interfaces --no-ping",
      "--dhcp-authoritative --dhcp-range=10.77.0.20,10.77.0.40,255.255.255.0,1h --dhcp-leasefile=/dev/null",
      "--dhcp-option=6,10.77.0.53,10.77.0.54 --dhcp-option=26,1428 --log-facility=- --user=root",
    ].flatMap((line) => line.split(" "));
    const child = spawn("nsenter", [`--net=/run/netns/${name}`, "dnsmasq", ...options], {
      env: { PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin` },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const server = new DhcpServer(name, child);
    for await (const text of child.stderr.setEncoding("utf8")) {
      if (!/sockets bound|DHCP, IP range/.test(String(text))) continue;
      return server;
    }
    await server.close();
    throw new Error("dnsmasq ended");
  }

  async close(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, "exit");
      this.#child.kill("SIGTERM");
      await gone;
    }
    run("ip", "netns", "del", this.#name);
  }
}

function run(command: string, ...words: readonly string[]): void {
  execFileSync(command, words, { stdio: ["ignore", "ignore", "pipe"] });
}
