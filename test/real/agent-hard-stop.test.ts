import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { DeviceNetwork } from "../support/device-network.ts";
import { FlowingBytes } from "../support/flowing-bytes.ts";
import { Heard } from "../support/heard.ts";
import { describeReal } from "../support/real-parts.ts";

const REST = ["override", "--level", "offline", "--until", "2h", "--reason", "closed", "--by", "Li"];

/** Forty frames of 1,000 bytes out of an interface, by its number (packet(7)). */
const FRAMES = `socket(my $s, 17, 3, 0) or die $!;
  my $to = pack("S n i S C C a8", 17, 0x0800, $ARGV[0], 0, 0, 6, "\\2\\0\\0\\0\\0\\1");
  for (1 .. 40) { send($s, "\\2\\0\\0\\0\\0\\1\\2\\0\\0\\0\\0\\2\\10\\0" . "x" x 986, 0, $to) or die $! }`;
const farIndex = (net: DeviceNetwork): string => /^(\d+):/.exec(net.ip("-o", "link", "show", "wwan0-far"))?.[1] ?? "";

/** A program that keeps what it is asked for, one word a line. */
function asking(bench: DeviceBench, name: string) {
  const [program, told] = [bench.path(name), bench.path(`${name}.told`)];
  writeFileSync(program, `#!/bin/sh\nsed 's/.*"request":"\\([a-z-]*\\)".*/\\1/' >> ${told}\n`);
  chmodSync(program, 0o755);
  return { program, said: () => (existsSync(told) ? readFileSync(told, "utf8").trim().split("\n") : []) };
}

describeReal(["pty", "namespaces"], "an agent that dials and is to rest", () => {
  it.concurrent("lets the data connection go, does so again after a kill, and brings it back at a person's word", async ({
    bench,
  }) => {
    const net = new DeviceNetwork();
    bench.atEnd(() => net.close());
    const rig = await bench.rig();
    const settings = {
      "bearer.owner": "agent",
      "bearer.resolver_file": bench.path("resolv.conf"),
      "meter.sysfs_root": net.sysfsRoot,
      "enforce.hard_stop": "bearer",
      "log.level": "trace",
    };
    const start = () => bench.agent(settings, { before: net.within });
    const first = start();
    await first.logged("bearer-up");
    expect(net.wwan.addresses).toEqual(["10.64.0.2/24"]);
    expect(await bench.cellward(REST, settings)).toMatchObject({ code: 0, err: "" });
    await first.logged("hard-stop", ({ stage }) => stage === "sources");
    execFileSync(net.within[0], [...net.within.slice(1), "perl", "-e", FRAMES, farIndex(net)]);
    await first.logged("bearer-gone", ({ by }) => by === "detach");
    expect(net.wwan).toMatchObject({ addresses: [], routes: [] });
    await first.kill();

    // The modem was switched off and on meanwhile: it is attached again by itself.
    await rig.tell({ do: "reboot" });
    const second = start();
    await second.logged("bearer-gone");
    const { hardStop, state } = await second.until((status) => status.hardStop?.stage === "bearer", "its rest");
    expect(hardStop).toMatchObject({ by: "detach" });
    expect(state.bearer.state).toBe("let-go");
    expect(net.wwan.addresses).toEqual([]);
    const screen = await bench.cellward(["status"], settings);
    expect(screen.out).toMatch(/the data connection was let go 已断开数据连接 since .*, tried again /);

    expect(await bench.cellward(["override", "end"], settings)).toMatchObject({ code: 0 });
    await second.until((status) => status.state.bearer.state === "up", "the call", 60);
    expect(net.wwan.addresses).toEqual(["10.64.0.2/24"]);
    await second.until((status) => status.hardStop === undefined, "the end of the stop", 30);
    expect(await second.end("SIGTERM")).toMatchObject({ code: 0 });
    expect([...first.said("agent-fault"), ...second.said("agent-fault")]).toEqual([]);
  }, 150_000);
});

describeReal(["pty", "mosquitto"], "an agent that only watches and is to rest", () => {
  it.concurrent("says so last, asks who dials to end the call, and to connect at the end, over a kill", async ({
    bench,
  }) => {
    const bytes = new FlowingBytes(bench.path("net"));
    const broker = await bench.broker();
    const heard = new Heard(await bench.witness(broker));
    const rig = await bench.rig();
    const [owner, sources] = [asking(bench, "redial"), asking(bench, "sources")];
    const settings = {
      "bearer.request_command": owner.program,
      "enforce.stop_command": sources.program,
      "enforce.hard_stop": "bearer",
      "meter.sysfs_root": bench.path("net"),
      "mqtt.url": broker.url,
    };
    const first = bench.agent(settings);
    await first.until(({ state, mqtt }) => state.service.data === "up" && mqtt.state === "connected", "service");
    expect(await bench.cellward(REST, settings)).toMatchObject({ code: 0, err: "" });
    await first.logged("hard-stop", ({ stage }) => stage === "sources");
    await expect.poll(() => sources.said()).toEqual(["stop-sources"]);
    bytes.carry(0, 40_000);
    await first.logged("bearer-gone", ({ by }) => by === "owner");
    await heard.event("bearer-let-go");
    expect(heard.every("event/bearer-let-go")).toMatchObject([{ why: expect.stringContaining("closed") as string }]);
    await expect.poll(() => owner.said()).toEqual(["disconnect"]);
    await rig.tell({ do: "pdn-deact", cid: 1 });
    await first.kill();

    const second = bench.agent(settings);
    await second.logged("bearer-gone");
    expect(await bench.cellward(["override", "end"], settings)).toMatchObject({ code: 0 });
    await second.until((status) => status.hardStop === undefined, "the end of the stop", 30);
    await expect.poll(() => owner.said()).toEqual(["disconnect", "disconnect", "connect"]);
    await expect.poll(() => sources.said().at(-1)).toBe("resume-sources");
    expect(await second.end("SIGTERM")).toMatchObject({ code: 0 });
  }, 150_000);
});
