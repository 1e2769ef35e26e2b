import { execFile } from "node:child_process";
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import type { WatchLine } from "../../src/report/program-contract.ts";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { FlowingBytes } from "../support/flowing-bytes.ts";
import { describeReal } from "../support/real-parts.ts";

const FIRMWARE = join(import.meta.dirname, "../../firmware-bridge");

async function running(bench: DeviceBench, over: Readonly<Record<string, string>> = {}) {
  const rig = await bench.rig();
  const agent = bench.agent(over);
  await agent.until(({ state }) => state.service.data === "up", "service");
  return { rig, agent, socket: bench.path("agent.sock") };
}

/** The lines of `watch`, as they come. */
function watching(bench: DeviceBench, path: string): readonly WatchLine[] {
  const lines: WatchLine[] = [];
  const socket = connect(path, () => socket.write('{"ask":"watch"}\n'));
  let text = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    const pieces = (text + chunk).split("\n");
    text = pieces.pop() ?? "";
    lines.push(...pieces.map((line) => JSON.parse(line) as WatchLine));
  });
  bench.atEnd(() => socket.destroy());
  return lines;
}

describeReal(["pty"], "programs on the device ask the running agent", () => {
  it("and are granted, refused with the time, or wait until the agent has news", async ({ bench }) => {
    const { rig, agent, socket } = await running(bench);
    expect(agent.said("bridge-open")).toEqual([]);
    const ask = (...words: readonly string[]) => bench.cellward(["ask", ...words]);
    const granted = await ask("bulk", "50KB", "--lang", "en");
    expect(granted).toMatchObject({ code: 0, err: "" });
    expect(granted.out).toMatch(
      /^Granted: 50\.00 KiB \(51200 B\) for bulk until \d\d:\d\d:\d\d Asia\/Shanghai \(5 min\), grant \d{10}\.\n$/,
    );
    const lines = watching(bench, socket);
    await expect.poll(() => lines.at(0)?.kind).toBe("state");
    await rig.tell({ do: "detach" });
    await agent.until(({ decision }) => decision.level !== "normal", "the level");
    await expect.poll(() => lines.flatMap((line) => (line.kind === "state" ? [line.service] : [])).at(-1)).toBe("down");
    const numbers = lines.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(numbers.length);
    const refused = await ask("bulk", "50KB", "--json");
    expect(refused.code).toBe(75);
    expect(JSON.parse(refused.out)).toEqual({
      ok: true,
      granted: false,
      reason: "suspended",
      retryS: 600,
      zone: "Asia/Shanghai",
    });
    expect((await ask("bulk", "1", "--", "/bin/echo", "ran")).out).toBe("");
    const [before, from] = [lines.length, agent.lines.length];
    const waiting = ask("bulk", "50KB", "--wait", "10m", "--json", "--lang", "en");
    await agent.logged("bridge-asked", (line) => line["outcome"] === "refused", from);
    await rig.tell({ do: "restore" });
    const end = await waiting;
    expect(end.err).toMatch(/^Not now: bulk: the card is, or is thought to be, stopped by the carrier\. Ask again at/);
    expect(end.code).toBe(0);
    expect(JSON.parse(end.out)).toMatchObject({ granted: true, bytes: 51_200 });
    expect(lines.length).toBeGreaterThan(before);
    await agent.end("SIGTERM");
    expect((await ask("bulk", "50KB", "--wait", "2s")).code).toBe(69);
    expect(agent.said("agent-fault")).toEqual([]);
  }, 120_000);

  it("and a command is run with its grant, its own exit code, and what it used where that can be known", async ({
    bench,
  }) => {
    const { agent } = await running(bench);
    const command = ["--", "/bin/sh", "-c", 'echo "$CELLWARD_GRANT_BYTES"; exit 7'];
    // Without a namespace of its own nothing is sent by it: what is measured is nothing, by whatever can be measured here.
    const end = await bench.shell([
      ...bench.program.command.split(" "),
      "ask",
      "telemetry",
      "5000",
      "--json",
      "--socket",
      bench.path("agent.sock"),
      ...command,
    ]);
    expect(end).toMatchObject({ code: 7, out: "5000\n" });
    expect(JSON.parse(end.err)).toMatchObject({ granted: true, command: { exit: 7 } });
    expect(agent.said("agent-fault")).toEqual([]);
  }, 60_000);
});

describeReal(["pty", "nft", "namespaces"], "what a command with a grant used", () => {
  const CGROUPS = / - cgroup2 /.test(readFileSync("/proc/self/mountinfo", "utf8"));

  it.runIf(CGROUPS)(
    "is counted for it alone to the byte, reported once, and nothing of it is left behind",
    async ({ bench }) => {
      const { agent } = await running(bench);
      const send = (bytes: number): string => `printf %0${bytes}d 0 > /dev/udp/10.9.0.2/9`;
      const script = [
        "ip link add v0 type veth peer name v1",
        "ip addr add 10.9.0.1/24 dev v0",
        "ip link set v0 up",
        "ip link set v1 up",
        "ip link set lo up",
        "ip neigh add 10.9.0.2 lladdr 02:00:00:00:00:02 dev v0",
        // Somebody else's, and over lo: neither counts.
        `bash -c 'for n in 1 2 3 4 5 6 7 8; do ${send(700)}; sleep 0.1; done' &`,
        `${bench.program.command} ask telemetry 5000 --json --socket ${bench.path("agent.sock")} -- bash -c '${send(1_000)}; printf x > /dev/udp/127.0.0.1/9; sleep 0.3; ${send(400)}'`,
        "echo code $?",
        "nft list tables",
        "wait",
      ].join("\n");
      const { out, err } = await bench.shell(["unshare", "-n", "bash", "-c", script]);
      const told = JSON.parse(err.split("\n").find((line) => line.startsWith("{")) ?? err) as {
        readonly grant: number;
        readonly command: object;
      };
      expect(told.command).toEqual({
        exit: 0,
        measured: { of: "cgroup", up: 1_456, down: 0, left: false },
        reported: { up: 1_456, down: 0 },
      });
      expect(out).toBe("code 0\n");
      const used = await agent.logged("bridge-used", (line) => line["grant"] === told.grant);
      expect(used).toMatchObject({ up: 1_456, down: 0, last: true, beyond: 0, class: "telemetry" });
      expect(agent.said("bridge-used").filter((line) => line["grant"] === told.grant)).toHaveLength(1);
    },
    60_000,
  );
});

describeReal(["pty", "mounts"], "what a command with a grant used, where it cannot have a cgroup", () => {
  it("is not known, said to be so, and nothing is reported, whatever the device carried meanwhile", async ({
    bench,
  }) => {
    await bench.rig();
    const net = bench.path("net");
    const agent = bench.agent({ "meter.sysfs_root": net });
    const bytes = new FlowingBytes(net);
    await agent.until(({ usage }) => usage?.sim !== undefined, "the card's book");
    const [begun, over] = [bench.path("begun"), bench.path("over")];
    const command = `touch ${begun}; until test -e ${over}; do sleep 0.05; done; exit 3`;
    const ask = `${bench.program.command} ask telemetry 3500 --lang en --socket ${bench.path("agent.sock")}`;
    const ends = bench.shell([
      "unshare",
      "-m",
      "sh",
      "-c",
      `umount -R -l /sys/fs/cgroup; ${ask} -- sh -c '${command}'`,
    ]);
    await expect.poll(() => existsSync(begun), { timeout: 10_000 }).toBe(true);
    bytes.carry(3_000, 1_000);
    writeFileSync(over, "");
    const { code, err } = await ends;
    expect(code).toBe(3);
    expect(err).toMatch(/^Granted: .*\nWhat the command used is not known: no cgroup of version 2 is mounted\.\n$/);
    expect(agent.said("bridge-used")).toEqual([]);
  }, 60_000);
});

describeReal(["pty", "cc", "python"], "the examples of programs that ask in JSON", () => {
  it("ask, report and understand a refusal, in Python and in C", async ({ bench }) => {
    const { rig, agent, socket } = await running(bench);
    await promisify(execFile)("make", [
      "-s",
      "-C",
      FIRMWARE,
      `BUILD=${bench.path("build")}`,
      bench.path("build/local"),
    ]);
    const examples = [["python3", join(FIRMWARE, "examples/local.py")], [bench.path("build/local")]];
    const each = async (path: string) => {
      const ends = [];
      for (const words of examples) ends.push(await bench.shell([...words, path, "telemetry", "50000"]));
      return ends;
    };
    for (const end of await each(`${socket}.rw`)) {
      expect(end).toMatchObject({ code: 0 });
      const grant = /^granted (\d{10}): 50000 bytes, reported\n$/.exec(end.out)?.[1];
      const fits = (line: object): boolean => String(Reflect.get(line, "grant")) === grant;
      expect(await agent.logged("bridge-used", fits)).toMatchObject({ up: 50_000, down: 0, last: true, beyond: 0 });
    }
    for (const end of await each(socket)) expect(end.out + end.err).toMatch(/use the \.rw socket/);
    await rig.tell({ do: "detach" });
    await agent.until(({ decision }) => decision.level === "reserve-only", "the level");
    for (const end of await each(`${socket}.rw`)) {
      expect(end.code).toBe(75);
      expect(end.out).toMatch(/^not now.* ask again in 600 s\n$/);
    }
    await agent.end("SIGTERM");
    for (const end of await each(`${socket}.rw`)) expect(end.code).not.toBe(0);
  }, 90_000);
});

describeReal(["pty", "users"], "a program of the group that may open the bridge's socket", () => {
  const SOMEBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];

  it("asks, reports and hears of a withdrawal without root, and may do nothing else", async ({ bench }) => {
    const { agent, socket } = await running(bench, {
      "bridge.socket": bench.path("bridge.sock"),
      "bridge.group": "nogroup",
    });
    chmodSync(bench.path(), 0o711);
    const program = bench.program.command.split(" ");
    const as = (...words: readonly string[]) => bench.shell([...SOMEBODY, ...program, ...words, "--socket", socket]);
    expect(await as("ask", "telemetry", "5000", "--lang", "en")).toMatchObject({ code: 0, err: "" });
    for (const order of [["recheck"], ["override", "end"], ["status"]]) expect((await as(...order)).code).toBe(77);
    expect(statSync(`${socket}.ask`).mode & 0o777).toBe(0o660);
    const script = "exec sleep 600";
    const words = ["ask", "bulk", "5000", "--lang", "en", "--stop-when-withdrawn", "--socket", socket];
    const end = bench.shell([...SOMEBODY, ...program, ...words, "--", "sh", "-c", script]);
    await agent.logged("bridge-asked", (line) => line["class"] === "bulk" && line["outcome"] === "granted");
    const hold = ["override", "--class", "bulk", "--held", "--until", "1h", "--reason", "the shop needs it"];
    expect(await bench.cellward(hold)).toMatchObject({ code: 0 });
    expect(await end).toMatchObject({ code: 143, err: expect.stringContaining("is withdrawn: a person holds") });
  }, 90_000);

  it("is told of that socket where the agent has none", async ({ bench }) => {
    const { socket } = await running(bench);
    chmodSync(bench.path(), 0o711);
    const program = bench.program.command.split(" ");
    const end = await bench.shell([...SOMEBODY, ...program, "ask", "bulk", "5000", "--socket", socket]);
    expect(end).toMatchObject({
      code: 77,
      err: expect.stringMatching(/use sudo, or set bridge\.socket .*bridge\.group/),
    });
    expect(existsSync(`${socket}.ask`)).toBe(false);
  }, 60_000);
});
