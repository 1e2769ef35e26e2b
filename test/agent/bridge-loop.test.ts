import { expect, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { BridgeLoop } from "../../src/agent/bridge-loop.ts";
import type { AgentStatus } from "../../src/report/local-contract.ts";
import { agentStatus } from "../support/agent-status.ts";
import { MemoryPeer } from "../support/bridge-bench.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SilentLog } from "../support/silent-log.ts";

async function loop(first?: AgentStatus) {
  const clock = new FakeClock();
  let status = first;
  const words: string[] = [];
  const running = await BridgeLoop.start(
    {
      clock,
      log: new SilentLog(),
      store: new MemoryStore(),
      status: () => status,
      diagnosis: () => undefined,
      writeWord: (name, word) => void words.push(`${name} ${word}`),
    },
    { zone: "Asia/Shanghai" },
  );
  const peer = new MemoryPeer();
  const handler = running.welcome(peer);
  return {
    clock,
    words,
    running,
    peer,
    becomes: async (next: AgentStatus): Promise<void> => {
      status = next;
      await clock.advance(Minutes(1));
    },
    command: async (line: string): Promise<string> => {
      peer.heard = "";
      handler.receive(Buffer.from(`${line}\r`));
      await clock.advance(20);
      return peer.heard;
    },
  };
}

const suspended = (): AgentStatus => {
  const base = agentStatus();
  return {
    ...base,
    state: {
      ...base.state,
      service: { data: "down", why: "detached", text: "registered, but detached" },
      suspicion: { held: true, confidence: 0.5, evidence: [] },
    },
    decision: { ...base.decision, level: "reserve-only" },
  };
};

test("what the agent holds is what the bridge says, also while it starts", async () => {
  const starting = await loop();
  expect(await starting.command("AT+WARDSTAT?")).toContain("+WARDSTAT: 1,0,0,0,0,0,0\r\n");
  const { command } = await loop(agentStatus());
  expect(await command("AT+WARDSTAT?")).toContain("+WARDSTAT: 1,1,0,0,0,0,1\r\n");
  expect(await command("AT+WARDTIME?")).toContain("+WARDTIME: 1795309200,1,480\r\n");
});

test("a suspicion is told to subscribers, holds classes back by the level, and names itself a suspicion", async () => {
  const { command, becomes, peer, words } = await loop(agentStatus());
  expect(await command("AT+WARDASK=1,4,5000,60")).toMatch(/\+WARDASK: 1,\d{10},5000,60,0,0/);
  await command("AT+WARDSUB=7");
  peer.heard = "";
  await becomes(suspended());
  expect(peer.heard).toContain("+WARDEVT: 2,1,3\r\n");
  expect(peer.heard).toContain("+WARDEVT: 2,3,2,50\r\n");
  expect(await command("AT+WARDASK=2,4,5000,60")).toContain("+WARDASK: 2,0,0,0,6,600\r\n");
  expect(await command("AT+WARDASK=3,1,5000,60")).toMatch(/\+WARDASK: 3,\d{10},5000,60,0,0/);
  expect(words.slice(-2)).toEqual(["level reserve-only", "service down"]);
});

test("commands of the modem's are answered as if there were none, and the capability says so", async () => {
  const { command } = await loop(agentStatus());
  expect(await command("AT+CSQ")).toBe("\r\n+CME ERROR: 1\r\n");
  expect(await command("AT+WARDVER?")).toContain("+WARDVER: 1,0,0000002F\r\n");
  expect(await command("AT+WARDCHK=1")).toContain("+WARDCHK: 0,10\r\n");
});

test("after a stop nothing is looked at any more, and clients are hung up on", async () => {
  const { running, clock, peer } = await loop(agentStatus());
  running.stop();
  expect(peer.gone).toBe(true);
  await clock.advance(Minutes(5));
  expect(clock.waiting).toBe(0);
});

test("a pool that is used up is the cause that the bridge names", async () => {
  const base = agentStatus();
  const reasons = [{ code: "pool-used-up", text: "it is used up" }];
  const { command } = await loop({ ...base, decision: { ...base.decision, level: "reserve-only", reasons } });
  expect(await command("AT+WARDSTAT?")).toMatch(/\+WARDSTAT: \d+,1,3,11,100,/);
});
