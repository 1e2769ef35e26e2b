import { expect, test } from "vitest";
import { BridgeSource } from "../../src/agent/bridge-source.ts";
import { Seconds } from "../../src/base/duration.ts";
import type { Allowance } from "../../src/policy/allowance.ts";
import type { AgentStatus } from "../../src/report/local-contract.ts";
import { agentStatus } from "../support/agent-status.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { SilentLog } from "../support/silent-log.ts";

const held = { kind: "held", reason: { code: "level", text: "" } } as const;
const OFFLINE: readonly Allowance[] = [
  { class: "payment", rank: 1, ...held },
  { class: "management", rank: 2, kind: "ceiling", bytes: 26_000, reason: { code: "trickle", text: "" } },
  { class: "telemetry", rank: 3, ...held },
  { class: "bulk", rank: 4, ...held },
];

test("at level offline management has its part of a day, and none where nothing can pass", async () => {
  const ports = { clock: new FakeClock(), log: new SilentLog(), diagnosis: () => undefined };
  const source = new BridgeSource(
    { ...ports, classes: () => ({ allowances: OFFLINE, metered: 0n }) },
    { zone: "Asia/Shanghai" },
  );
  const base = agentStatus();
  const resting: AgentStatus = { ...base, decision: { ...base.decision, level: "offline" } };
  const ask = (grant: number) =>
    source.ask({ grant, class: "management", bytes: 500, within: Seconds(60), from: "socket" });
  source.look(resting);
  expect(source.budget("management").bytesLeft).toBe(26_000n);
  expect(await ask(1)).toMatchObject({ kind: "granted", bytes: 500 });
  source.look({ ...resting, state: { ...base.state, service: { data: "down", why: "denied", text: "denied" } } });
  expect(await ask(2)).toMatchObject({ kind: "refused", reason: "no-service" });
});
