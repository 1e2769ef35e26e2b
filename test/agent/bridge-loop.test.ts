import { expect, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { BridgeLoop } from "../../src/agent/bridge-loop.ts";
import type { BridgeSourcePorts } from "../../src/agent/bridge-source.ts";
import type { Allowance } from "../../src/policy/allowance.ts";
import type { AgentStatus } from "../../src/report/local-contract.ts";
import { agentStatus } from "../support/agent-status.ts";
import { MemoryPeer } from "../support/bridge-bench.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SilentLog } from "../support/silent-log.ts";

async function loop(first?: AgentStatus, decided: Pick<BridgeSourcePorts, "classes" | "unit"> = {}) {
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
      ...decided,
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

test("while the modem cannot pass anything every class is refused for that, and a context that is not up is no such time", async () => {
  const { command, becomes } = await loop(agentStatus());
  const base = agentStatus();
  const down = (why: "detached" | "no-context" | "sim", more: Partial<AgentStatus> = {}): AgentStatus => ({
    ...base,
    ...more,
    state: { ...base.state, service: { data: "down", why, text: why } },
  });
  await becomes(down("detached"));
  expect(await command("AT+WARDASK=1,1,100,9")).toContain("+WARDASK: 1,0,0,0,7,30\r\n");
  expect(await command("AT+WARDASK=2,4,100,9")).toContain("+WARDASK: 2,0,0,0,7,600\r\n");
  await becomes(down("sim"));
  expect(await command("AT+WARDASK=3,2,100,9")).toContain("+WARDASK: 3,0,0,0,7,600\r\n");
  // Whoever dials by itself asks before it dials.
  await becomes(down("no-context"));
  expect(await command("AT+WARDASK=4,1,100,9")).toMatch(/\+WARDASK: 4,\d{10},100,9,0,0/);
  await becomes(base);
  expect(await command("AT+WARDASK=5,1,100,9")).toMatch(/\+WARDASK: 5,\d{10},100,9,0,0/);
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

test("what was decided for a class is what the bridge grants, takes off and tells, and a payment that is over is a unit", async () => {
  const units: number[] = [];
  let metered = 0n;
  const reason = { code: "budget", text: "" } as const;
  let bulk: Allowance = { class: "bulk", rank: 4, kind: "lease", bytes: 5_000, rate: 4_096, reason };
  const { command, becomes, peer } = await loop(agentStatus(), {
    classes: () => ({
      allowances: [{ class: "payment", rank: 1, kind: "open", reason: { code: "no-limit", text: "" } }, bulk],
      metered,
    }),
    unit: (bytes) => void units.push(bytes),
  });
  expect(await command("AT+WARDBUD=4")).toContain("+WARDBUD: 4,5000,4096,0\r\n");
  expect(await command("AT+WARDBUD=1")).toContain("+WARDBUD: 1,4294967295,4294967295,0\r\n");
  expect(await command("AT+WARDASK=1,4,4000,60")).toMatch(/\+WARDASK: 1,\d{10},4000,60,0,0/);
  expect(await command("AT+WARDBUD=4")).toContain("+WARDBUD: 4,1000,4096,0\r\n");
  expect(await command("AT+WARDASK=2,4,4000,60")).toContain("+WARDASK: 2,0,0,0,4,60\r\n");
  const [, grant = ""] = /\+WARDASK: 3,(\d{10})/.exec(await command("AT+WARDASK=3,1,6000,60")) ?? [];
  await command(`AT+WARDUSE=${grant},900,300,0`);
  expect(units).toEqual([]);
  await command(`AT+WARDUSE=${grant},1000,400,1`);
  await command(`AT+WARDUSE=${grant},1000,400,1`);
  metered = 1_400n;
  await command("AT+WARDBUD=4");
  expect(units).toEqual([1_400]);
  await command("AT+WARDSUB=15");
  peer.heard = "";
  bulk = { class: "bulk", rank: 4, kind: "held", reason: { code: "window", text: "" } };
  await becomes(agentStatus());
  expect(peer.heard).toMatch(/\+WARDEVT: \d+,4,4,0,4294967295,600\r\n/);
  expect(await command("AT+WARDASK=4,4,4000,60")).toContain("+WARDASK: 4,0,0,0,5,600\r\n");
});

test("a stop by hand withdraws what was granted before it, but not what management was given, and tells who listens", async () => {
  const { command, becomes, peer } = await loop(agentStatus());
  const [, bulk = ""] = /\+WARDASK: 1,(\d{10})/.exec(await command("AT+WARDASK=1,4,5000,60")) ?? [];
  await command("AT+WARDASK=2,2,700,60");
  await command("AT+WARDSUB=31");
  peer.heard = "";
  const base = agentStatus();
  await becomes({ ...base, decision: { ...base.decision, level: "offline" }, hardStop: { stage: "sources" } });
  expect(peer.heard.match(/\+WARDEVT: \d+,5,\d+,\d+/g)).toEqual([expect.stringMatching(`,5,${bulk},2$`)]);
  expect(await command(`AT+WARDUSE=${bulk},100,0,1`)).toContain("OK");
});

test.each([
  ["reserve-only", ["telemetry", "bulk"]],
  ["essential", ["telemetry", "bulk"]],
  ["conserve", ["bulk"]],
  ["normal", []],
] as const)("at %s what the level holds is withdrawn, and nothing else", async (level, gone) => {
  const { command, becomes, peer } = await loop(agentStatus());
  const grants = new Map<string, string>();
  for (const [at, of] of ["payment", "management", "telemetry", "bulk"].entries())
    grants.set(/,(\d{10}),/.exec(await command(`AT+WARDASK=${at + 1},${at + 1},5000,0`))?.[1] ?? "", of);
  await command("AT+WARDSUB=16");
  peer.heard = "";
  const base = agentStatus();
  await becomes({ ...base, decision: { ...base.decision, level } });
  const told = [...peer.heard.matchAll(/\+WARDEVT: \d+,5,(\d+),2\r/g)].map(([, grant = ""]) => grants.get(grant));
  expect(told).toEqual(gone);
});

test("what open grants hold is told for each class until it is used or their time is over", async () => {
  const bulk: Allowance = { class: "bulk", rank: 4, kind: "lease", bytes: 9_000, reason: { code: "budget", text: "" } };
  const { command, becomes, running } = await loop(agentStatus(), {
    classes: () => ({ allowances: [bulk], metered: 0n }),
  });
  expect(running.granted).toEqual([]);
  const [, grant = ""] = /\+WARDASK: 1,(\d{10})/.exec(await command("AT+WARDASK=1,4,5000,90")) ?? [];
  expect(running.granted).toEqual([{ rank: 4, bytes: 5_000 }]);
  await command(`AT+WARDUSE=${grant},1000,200,0`);
  expect(running.granted).toEqual([{ rank: 4, bytes: 3_800 }]);
  await becomes(agentStatus());
  await becomes(agentStatus());
  expect(running.granted).toEqual([]);
});

test("what a person holds by hand is withdrawn with that reason, and what is only used up is not", async () => {
  let bulk: Allowance = { class: "bulk", rank: 4, kind: "lease", bytes: 9_000, reason: { code: "budget", text: "" } };
  const { command, becomes, peer, running } = await loop(agentStatus(), {
    classes: () => ({ allowances: [bulk], metered: 0n }),
  });
  const [, grant = ""] = /\+WARDASK: 1,(\d{10})/.exec(await command("AT+WARDASK=1,4,5000,0")) ?? [];
  await command("AT+WARDSUB=16");
  peer.heard = "";
  bulk = { ...bulk, bytes: 0 };
  await becomes(agentStatus());
  expect([peer.heard, running.bridge.openGrants]).toEqual(["", [Number(grant)]]);
  bulk = { class: "bulk", rank: 4, kind: "held", reason: { code: "override", text: "" } };
  await becomes(agentStatus());
  expect(peer.heard).toMatch(new RegExp(`\\+WARDEVT: \\d+,5,${grant},8\r\n`));
  expect(running.bridge.openGrants).toEqual([]);
});
