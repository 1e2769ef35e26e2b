import { expect, test } from "vitest";
import { Millis, Seconds } from "../../src/base/duration.ts";
import { Bridge } from "../../src/bridge/bridge.ts";
import { hasGrants } from "../../src/bridge/grant-book.ts";
import { ScriptedSource } from "../../src/bridge/scripted-source.ts";
import { bridgeBench, MemoryPeer } from "../support/bridge-bench.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { MemoryStore } from "../support/memory-store.ts";

test("the number of the state rises over restarts, and a start is a change", async () => {
  const store = new MemoryStore();
  const numbers: number[] = [];
  for (let start = 0; start < 5; start += 1) {
    const { bridge, script } = await bridgeBench(store);
    numbers.push(bridge.sequence);
    for (let change = 0; change < 100 * start; change += 1) script(`level ${change % 2 === 0 ? "offline" : "normal"}`);
    numbers.push(bridge.sequence);
  }
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect(new Set(numbers.filter((_number, at) => at % 2 === 0)).size).toBe(5);
});

test("a grant is written down before it is told, and its number is never given again", async () => {
  const store = new MemoryStore();
  const before = await bridgeBench(store);
  const [answer] = await before.client().command("AT+WARDASK=1,1,500,60");
  expect(answer).toBe("+WARDASK: 1,1000000001,500,60,0,0");
  expect([...store.durable.keys()]).toContain("bridge/grant/1000000001");
  const after = await bridgeBench(store);
  const [next] = await after.client().command("AT+WARDASK=1,1,500,60");
  const id = Number(next?.split(",")[1]);
  expect(id).toBeGreaterThan(1_000_000_001);
});

test("a store tells whether anything was granted before the start", async () => {
  const store = new MemoryStore();
  const { client } = await bridgeBench(store);
  expect(await hasGrants(store)).toBe(false);
  await client().command("AT+WARDASK=1,1,500,60");
  expect(await hasGrants(store)).toBe(true);
});

test("what was used of a grant of before the restart is counted once", async () => {
  const store = new MemoryStore();
  const before = await bridgeBench(store);
  const first = before.client();
  await first.command("AT+WARDASK=1,1,500,60");
  await first.command("AT+WARDUSE=1000000001,300,20,0");
  const { client, heard } = await bridgeBench(store);
  const { command } = client();
  expect(await command("AT+WARDUSE=1000000001,300,20,0")).toEqual(["OK"]);
  expect(await command("AT+WARDUSE=1000000001,450,20,1")).toEqual(["OK"]);
  expect(heard).toMatchObject([{ heard: "use", report: { up: 150, down: 0, class: "payment" } }]);
});

test("a spell that was reported before the restart is not counted again", async () => {
  const store = new MemoryStore();
  const before = await bridgeBench(store);
  await before.client().command("AT+WARDUSE=0,300,20,1,42");
  const { client, heard } = await bridgeBench(store);
  expect(await client().command("AT+WARDUSE=0,300,20,1,42")).toEqual(["OK"]);
  expect(heard).toEqual([]);
});

test("rubbish in the store is no reason not to start", async () => {
  const store = new MemoryStore([
    ["bridge/grant/1000000001", "{"],
    ["bridge/grant/1000000002", '["x"]'],
    ["bridge/sequence/state", "many"],
    ["bridge/sequence/grant", "-5"],
    ["bridge/unguarded", '[["socket",1,2],7]'],
  ]);
  const { client } = await bridgeBench(store);
  expect((await client().command("AT+WARDASK=1,1,500,60")).at(-1)).toBe("OK");
});

test("on a disk that refuses, a payment is granted and bulk is not", async () => {
  const store = new MemoryStore();
  const { client, heard } = await bridgeBench(store);
  store.refuse();
  const { command } = client();
  expect((await command("AT+WARDASK=1,1,500,60"))[0]).toMatch(/^\+WARDASK: 1,\d{10},500,60,0,0$/);
  expect(await command("AT+WARDASK=2,4,500,60")).toEqual(["+WARDASK: 2,0,0,0,14,30", "OK"]);
  expect(heard.at(-1)).toMatchObject({ heard: "use", report: { last: true, up: 0, down: 0 } });
});

/** A bridge on a source that takes two seconds for each decision. */
async function undecided() {
  const clock = new FakeClock();
  const used: unknown[] = [];
  const scripted = new ScriptedSource(clock, (one) => one.heard === "use" && used.push(one.report));
  const source = Object.assign(Object.create(scripted) as ScriptedSource, {
    ask: (request: Parameters<ScriptedSource["ask"]>[0]) =>
      new Promise<Awaited<ReturnType<ScriptedSource["ask"]>>>((resolve) => {
        clock.after(Seconds(2), () => resolve({ kind: "granted", bytes: request.bytes, lasts: Seconds(60) }));
      }),
    state: () => scripted.state(),
    budget: (of: "bulk") => scripted.budget(of),
    onChange: () => () => undefined,
    used: (report: unknown) => void used.push(report),
  });
  const bridge = await Bridge.open({ clock, store: new MemoryStore(), source });
  const peer = new MemoryPeer();
  const handler = bridge.welcome(peer);
  peer.heard = "";
  return { clock, used, bridge, peer, handler };
}

test("a decision that takes too long is a refusal, and a grant that comes late is taken back", async () => {
  const { clock, used, bridge, peer, handler } = await undecided();
  handler.receive(Buffer.from("AT+WARDASK=1,1,500,60\r"));
  await clock.advance(Millis(450));
  expect(peer.heard).toBe("\r\n+WARDASK: 1,0,0,0,12,1\r\n\r\nOK\r\n");
  await clock.advance(Seconds(2));
  expect(used).toMatchObject([{ last: true, up: 0, down: 0 }]);
  expect(bridge.openGrants).toEqual([]);
});

test("a source that breaks is an error of the agent's, and the next question is answered", async () => {
  const { client, source } = await bridgeBench();
  const { command } = client();
  const { ask } = source;
  source.ask = () => {
    throw new Error("broken");
  };
  expect(await command("AT+WARDASK=1,1,500,60")).toEqual(["+CME ERROR: 60"]);
  source.ask = ask;
  expect((await command("AT+WARDASK=1,1,500,60")).at(-1)).toBe("OK");
});

test("a silent agent says nothing and hears nothing, and tells when it is there again", async () => {
  const { client, script, clock } = await bridgeBench();
  const { say, peer } = client();
  script("silent 10s");
  expect(await say("AT+WARDSTAT?\r")).toBe("");
  await clock.advance(10_000);
  expect(peer.heard).toBe("\r\n+WARDRDY: 1.0\r\n");
  expect(await say("AT\r")).toBe("\r\nOK\r\n");
});

test("behind its silence the agent is a started one: nothing subscribed, another number, no grant open, reports taken", async () => {
  const { client, script, clock, bridge, heard } = await bridgeBench();
  const { command, peer } = client();
  await command('ATV0;+WARDSUB=127;+CSCS="UCS2"');
  await command("ATV1");
  const [granted] = await command("AT+WARDASK=7,1,500,60");
  expect(granted).toBe("+WARDASK: 7,1000000001,500,60,0,0");
  const number = bridge.sequence;
  script("silent 2s");
  await clock.advance(2_000);
  expect(peer.heard).toContain("+WARDRDY: 1.0");
  expect(bridge.sequence).toBeGreaterThan(number);
  expect(bridge.openGrants).toEqual([]);
  expect(await command("AT+WARDSUB?")).toEqual(["+WARDSUB: 0", "OK"]);
  expect(await command("AT+CSCS?")).toEqual(['+CSCS: "IRA"', "OK"]);
  expect(await command("AT+WARDASK=7,1,500,60")).toEqual(["+WARDASK: 7,1000000002,500,60,0,0", "OK"]);
  expect(await command("AT+WARDUSE=1000000001,300,20,1")).toEqual(["OK"]);
  expect(heard.at(-1)).toMatchObject({ heard: "use", report: { grant: 1_000_000_001, up: 300, down: 20 } });
});

test("a line that was under way when the agent died is answered by nobody", async () => {
  const { client, script, clock } = await bridgeBench();
  const { say, peer, command } = client();
  await say("AT+WARDVE");
  script("silent 2s");
  await clock.advance(2_000);
  peer.heard = "";
  expect(await say("R?\r")).toBe("");
  expect((await command("AT+WARDVER?")).at(-1)).toBe("OK");
});

test.each([
  ["level fast", /found "fast"; allowed: normal, conserve/],
  ["refuse nobody", /allowed: payment, management/],
  ["refuse bulk 10 quickly", /found "quickly"/],
  ["cause arrears 3", /a confidence from 0 to 1/],
  ["silent", /a word is missing/],
  ["dance", /found "dance"; allowed: level, service/],
  ["budget bulk lots", /bytes, such as 20000/],
])("the script's line %j is refused with what is allowed", async (line, wrong) => {
  const { scripted } = await bridgeBench();
  expect(scripted(line)).toMatch(wrong);
});

test("several questions on one line have no more time together than one", async () => {
  const { clock, used, bridge, peer, handler } = await undecided();
  handler.receive(Buffer.from("AT+WARDASK=1,1,500,60;+WARDASK=2,1,500,60;+WARDASK=3,4,500,60;+CSQ\r"));
  await clock.advance(Millis(400));
  expect(peer.heard.match(/\+WARDASK: \d,0,0,0,12,1/g)).toHaveLength(3);
  await clock.advance(Seconds(2));
  // Only the first was put to who decides.
  expect(used).toMatchObject([{ last: true, up: 0, down: 0 }]);
  expect(bridge.openGrants).toEqual([]);
});
