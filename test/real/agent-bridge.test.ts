import { existsSync, lstatSync, readFileSync, statSync } from "node:fs";
import { expect } from "vitest";
import { LineClient } from "../support/bridge-rig.ts";
import { deviceTest as it } from "../support/device-bench.ts";
import { FlowingBytes } from "../support/flowing-bytes.ts";
import { describeReal } from "../support/real-parts.ts";

describeReal(["pty"], "the running agent's bridge", () => {
  it("says what the agent holds, on a socket and a terminal, to programs and to shell scripts", async ({ bench }) => {
    const rig = await bench.rig();
    const [socket, pty, words] = [bench.path("bridge.sock"), bench.path("bridge"), bench.path("words")];
    const agent = bench.agent({ "bridge.socket": socket, "bridge.pty": pty, "bridge.words": words });
    await agent.until(({ state }) => state.service.data === "up", "service");
    await agent.logged("bridge-open");
    expect(statSync(socket).mode & 0o777).toBe(0o660);
    const client = await LineClient.onSocket(socket);
    bench.atEnd(() => client.end());
    const terminal = LineClient.onTerminal(pty);
    bench.atEnd(() => terminal.end());
    await expect
      .poll(async () => (await client.command("AT+WARDSTAT?")).find((line) => line.startsWith("+WARDSTAT")))
      .toMatch(/^\+WARDSTAT: \d+,1,0,0,0,0,1$/);
    expect((await terminal.command("AT+WARDASK=1,4,5000,60")).join()).toMatch(/\+WARDASK: 1,\d{10},5000,60,0,0,OK/);
    await client.command("AT+WARDSUB=7");
    await rig.tell({ do: "detach" });
    await client.hears(",2,2\r\n");
    await expect.poll(() => readFileSync(`${words}/service`, "utf8")).toBe("down\n");
    await expect.poll(() => readFileSync(`${words}/level`, "utf8")).not.toBe("normal\n");
    expect((await client.command("AT+WARDASK=2,4,5000,60")).join()).toMatch(/\+WARDASK: 2,0,0,0,6,600,OK/);
    expect(await agent.end("SIGTERM")).toMatchObject({ code: 0 });
    await client.closes();
    expect([socket, `${words}/level`, `${words}/service`].filter((path) => existsSync(path))).toEqual([]);
    expect(lstatSync(pty, { throwIfNoEntry: false })).toBeUndefined();
    expect(agent.said("agent-fault")).toEqual([]);
  }, 60_000);

  it("gives counted bytes the class that a program reports, one time, over a kill and repeated lines", async ({
    bench,
  }) => {
    await bench.rig();
    const socket = bench.path("bridge.sock");
    const over = {
      "bridge.socket": socket,
      "meter.sysfs_root": bench.path("net"),
      "meter.checkpoint_bytes": "4 KiB",
    };
    const bytes = new FlowingBytes(bench.path("net"));
    const begun = async () => {
      const running = bench.agent(over);
      await running.until(({ usage }) => usage?.sim !== undefined, "the card's book");
      await running.logged("bridge-open");
      const client = await LineClient.onSocket(socket);
      bench.atEnd(() => client.end());
      return { running, client };
    };
    let { running, client } = await begun();
    const told = (await client.command("AT+WARDASK=1,1,50000,60")).join();
    const grant = /\+WARDASK: 1,(\d+)/.exec(told)?.[1] ?? told;
    bytes.carry(3_000, 1_000);
    await running.until(({ usage }) => usage?.total.total === bytes.total, "the bytes");
    expect(await client.command(`AT+WARDUSE=${grant},2000,500,0`)).toContain("OK");
    await running.kill();
    ({ running, client } = await begun());
    for (const last of [0, 1, 1]) expect(await client.command(`AT+WARDUSE=${grant},2000,500,${last}`)).toContain("OK");
    bytes.carry(4_000, 4_000);
    const { state } = await running.until(
      (status) => status.state.metering?.reports?.explained.total === 2_500,
      "the report's bytes",
    );
    expect(state.metering?.reports).toEqual({
      claimed: { up: 2_000, down: 500, total: 2_500 },
      explained: { up: 2_000, down: 500, total: 2_500 },
    });
    const end = await bench.cellward(["usage", "--by", "class", "--json"], over);
    const { rows } = JSON.parse(end.out) as { readonly rows: readonly Readonly<Record<string, unknown>>[] };
    expect(rows).toMatchObject([
      { of: "unattributed", up: 5_000, down: 4_500 },
      { of: "payment", up: 2_000, down: 500 },
    ]);
    const screen = await bench.cellward(["status"], over);
    expect(screen.out).toMatch(/Reports 上报 +programs reported 2\.44 KiB.*: 2\.44 KiB/);
    await running.end("SIGTERM");
  }, 60_000);

  it("passes harmless questions on to the modem and nothing else, and a client that floods holds up neither others nor the agent", async ({
    bench,
  }) => {
    const rig = await bench.rig();
    const socket = bench.path("bridge.sock");
    const agent = bench.agent({ "bridge.socket": socket, "log.level": "trace" });
    await agent.until(({ state }) => state.service.data === "up", "service");
    await agent.logged("bridge-open");
    const [client, other] = [await LineClient.onSocket(socket), await LineClient.onSocket(socket)];
    bench.atEnd(() => [client, other].map((one) => one.end()));
    await expect.poll(async () => (await client.command("AT+CGMM")).join()).toMatch(/SIM-LTE,OK$/);
    expect((await client.command("AT+CGMM")).join()).toMatch(/SIM-LTE,OK$/);
    expect((await client.command("AT+CREG?")).join()).toMatch(/\+CREG: \d,1.*,OK$/);
    for (const line of ["+CFUN=0", "+CGACT=0,1", "+CGATT=0", "+COPS=2", '+CGDCONT=1,"IP","x"', '+CPIN="1234"', "D*99#"])
      expect(await client.command(`AT${line}`)).toContain("+CME ERROR: 3");
    const sent = agent.said("at-tx").map(({ line }) => String(line));
    expect(sent.filter((line) => /CFUN=|CGACT=|CGATT=|COPS=2|CGDCONT=|CPIN=|ATD/.test(line))).toEqual([]);

    const flood = ["+CSQ", "+CESQ", "+COPS?", "+CREG?", "+CEREG?", "+CGATT?", "+CPIN?", "+CFUN?", "+CGMR", "+CSQ=?"];
    let flooding = true;
    const flooded = (async (): Promise<void> => {
      while (flooding) for (const line of flood) await other.command(`AT${line}`);
    })();
    const polls = (): number => agent.said("at-tx").filter(({ line }) => line === "AT+CGACT?").length;
    const before = polls();
    await expect.poll(polls, { timeout: 20_000 }).toBeGreaterThan(before + 1);
    expect((await client.command("AT+CSQ")).join()).toMatch(/\+CSQ: \d+,99,OK$/);
    await rig.tell({ do: "detach" });
    await agent.until(({ state }) => state.service.data === "down", "the loss");
    flooding = false;
    await flooded;
    expect(agent.said("agent-fault")).toEqual([]);
  }, 60_000);

  it("is not opened where the settings name no port, and a path that cannot be had ends the start", async ({
    bench,
  }) => {
    const quiet = bench.agent({ "modem.port": "none" });
    await quiet.until(() => true, "an answer");
    expect(quiet.said("bridge-open")).toEqual([]);
    await quiet.end("SIGTERM");
    const refused = await bench.cellward(["run"], { "modem.port": "none", "bridge.socket": "/proc/bridge.sock" });
    expect(refused.code).toBe(77);
    expect(refused.err).toMatch(/set bridge\.socket to another path.*socket-unusable/);
  }, 60_000);
});
