import { existsSync, lstatSync, readFileSync, statSync } from "node:fs";
import { expect } from "vitest";
import { LineClient } from "../support/bridge-rig.ts";
import { deviceTest as it } from "../support/device-bench.ts";
import { describeReal } from "../support/real-parts.ts";

describeReal(["pty"], "the running agent's bridge", () => {
  it("says what the agent holds, on a socket and a terminal, to programs and to shell scripts", async ({ bench }) => {
    const rig = await bench.rig();
    const [socket, pty, words] = [bench.path("bridge.sock"), bench.path("bridge"), bench.path("words")];
    const agent = bench.agent({ "bridge.socket": socket, "bridge.pty": pty, "bridge.words": words });
    await agent.until(({ state }) => state.service.data === "up", "service");
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
