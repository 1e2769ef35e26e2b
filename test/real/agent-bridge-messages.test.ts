import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { AgentProcess } from "../support/agent-process.ts";
import { LineClient } from "../support/bridge-rig.ts";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { describeReal } from "../support/real-parts.ts";

const END = "\u001a";
/** The number of the simulated card: what goes there comes back. */
const OWN = "+8613800000001";

/** An agent whose firmware may write to the carrier and to the card's own number, and a client of its bridge. */
async function begun(bench: DeviceBench, perDay = 20) {
  const socket = bench.path("bridge.sock");
  const over = {
    "bridge.socket": socket,
    "bridge.sms_to": `10086 ${OWN}`,
    "bridge.sms_per_day": perDay,
    "modem.sms": "take",
    "log.level": "trace",
  };
  const agent = bench.agent(over);
  // The modem's messages are set up behind everything else; before that it is 331.
  await agent.until(({ state, sms }) => state.service.data === "up" && sms?.storage !== undefined, "the modem");
  await agent.logged("bridge-open");
  const dial = async (): Promise<LineClient> => {
    const client = await LineClient.onSocket(socket);
    bench.atEnd(() => client.end());
    await client.hears("+WARDRDY");
    return client;
  };
  return { agent, over, dial };
}

/** As firmware does it: the prompt, the text, Ctrl-Z; what was heard up to the result. */
async function send(client: LineClient, to: string, text: string): Promise<string> {
  client.heard = "";
  client.send(`AT+CMGS="${to}"\r`);
  await client.hears("\r\n> ");
  client.heard = "";
  client.send(text + END);
  await client.hears("\r\n", 30);
  await expect.poll(() => client.heard, { timeout: 30_000 }).toMatch(/(OK|ERROR.*)\r\n$/);
  return client.heard;
}

const arrived = (agent: AgentProcess, text: string) =>
  agent.until(({ sms }) => sms?.last.some((one) => one.text === text) === true, `the message ${text}`);

const sent = (agent: AgentProcess): number =>
  agent.said("at-tx").filter(({ line }) => String(line).startsWith("AT+CMGS=")).length;

describeReal(["pty"], "messages of the device's own firmware", () => {
  it("a text arrives, in Chinese too, two clients at once; no other number is written to", async ({ bench }) => {
    await bench.rig("--number", OWN);
    const { agent, over, dial } = await begun(bench);
    const [one, other] = [await dial(), await dial()];
    expect(await one.command('AT+CMGF=1;+CSCS="UCS2"')).toContain("OK");
    const both = [send(one, OWN, "6D4191CF00310032"), send(other, OWN, "balance?")];
    for (const told of await Promise.all(both)) expect(told).toMatch(/^\r\n\+CMGS: \d+\r\n\r\nOK\r\n$/);
    await arrived(agent, "流量12");
    await arrived(agent, "balance?");
    expect(sent(agent)).toBe(2);
    other.send('AT+CMGS="110"\r');
    await other.hears("+CMS ERROR: 302");
    other.send('AT+CMGS="10086"\rhalf a mess');
    await other.hears("\r\n> ");
    other.end();
    expect(await one.command("AT+WARDSTAT?")).toContain("OK");
    expect(await send(one, OWN, "006F006B")).toContain("+CMGS");
    await arrived(agent, "ok");
    expect(sent(agent)).toBe(3);
    expect(agent.said("program-message")).toHaveLength(3);
    expect(agent.said("program-message")[0]).toMatchObject({ to: "+86*********01", outcome: "sent" });
    expect(agent.output).not.toMatch(/balance|流量|13800000001/);
    const exported = await bench.cellward(["evidence", "export", "--out", bench.path("masked")], over);
    expect(exported).toMatchObject({ code: 0, err: "" });
    const journal = readFileSync(bench.path("masked", "journal.json"), "utf8");
    expect(journal.match(/program-message/g)).toHaveLength(3);
    expect(journal).not.toMatch(/balance|流量|13800000001/);
    expect(agent.said("agent-fault")).toEqual([]);
  }, 60_000);

  it("who stalls or floods behind the prompt holds up neither others nor the agent's questions, and at level offline nothing goes", async ({
    bench,
  }) => {
    await bench.rig("--number", OWN);
    const { agent, over, dial } = await begun(bench);
    const [stalled, flooding, honest] = [await dial(), await dial(), await dial()];
    for (const hostile of [stalled, flooding]) {
      hostile.send(`AT+CMGS="${OWN}"\r`);
      await hostile.hears("\r\n> ");
    }
    flooding.send("A".repeat(1 << 20));
    flooding.send(`\r${END}`);
    const polls = (): number => agent.said("at-tx").filter(({ line }) => line === "AT+CGACT?").length;
    const before = polls();
    expect(await send(honest, OWN, "whole")).toContain("+CMGS");
    await arrived(agent, "whole");
    await expect.poll(polls, { timeout: 20_000 }).toBeGreaterThan(before + 1);
    expect(await flooding.hears("+CMS ERROR: 305")).toBeUndefined();
    expect(sent(agent)).toBe(1);
    flooding.heard = "";
    flooding.send(`AT+CMGS="${OWN}"\r`);
    await flooding.hears("\r\n> ");
    const held = await bench.cellward(
      ["override", "--level", "offline", "--until", "2h", "--reason", "trial", "--by", "test"],
      over,
    );
    expect(held).toMatchObject({ code: 0, err: "" });
    await agent.until(({ decision }) => decision.level === "offline", "the level");
    await expect.poll(async () => (await honest.command("AT+WARDSTAT?"))[0]).toMatch(/^\+WARDSTAT: \d+,\d,4,/);
    honest.heard = "";
    honest.send(`AT+CMGS="${OWN}"\r`);
    await honest.hears("+CMS ERROR: 331");
    flooding.heard = "";
    flooding.send(`late${END}`);
    await flooding.hears("+CMS ERROR: 331");
    expect(sent(agent)).toBe(1);
    expect(agent.said("agent-fault")).toEqual([]);
  }, 90_000);

  it("the day's number holds over a kill, and a card that may not send is told as the network tells it", async ({
    bench,
  }) => {
    const rig = await bench.rig("--number", OWN);
    const first = await begun(bench, 2);
    const client = await first.dial();
    expect(await send(client, OWN, "one")).toContain("+CMGS");
    await rig.tell({ do: "one-way" });
    expect(await send(client, OWN, "two")).toBe("\r\n+CMS ERROR: 50\r\n");
    await rig.tell({ do: "restore" });
    await first.agent.kill();
    const again = await begun(bench, 2);
    const next = await again.dial();
    next.send(`AT+CMGS="${OWN}"\r`);
    await next.hears("+CMS ERROR: 301");
    expect(sent(again.agent)).toBe(0);
    expect((await bench.cellward(["status"])).out).toMatch(/^SMS 短信 +2 of 2 by programs in 24 h/m);
    expect(await next.command("AT+WARDSTAT?")).toContain("OK");
  }, 60_000);
});
