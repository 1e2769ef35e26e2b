import type { AgentStatus } from "../../src/report/local-contract.ts";

const said = { v: 1, at: "2026-11-22T01:00:00.000Z", clockTrusted: true } as const;

/** What a healthy agent answers; `state` and the others may be overridden. */
export function agentStatus(over: Partial<AgentStatus> = {}): AgentStatus {
  return {
    v: 1,
    device: "dev",
    state: {
      ...said,
      agent: { version: "0", uptimeS: 61 },
      clock: { trusted: true, source: "network" },
      modem: { link: "ready", manufacturer: "Quectel", model: "EC20F" },
      sim: { state: "ready", iccid: "898600******0001" },
      registration: { eps: { stat: 1, text: "registered, home network" } },
      attached: true,
      service: { data: "up" },
      bearer: { owner: "external" },
      interface: { name: "wwan0", present: true },
      suspicion: { held: false, confidence: 0, evidence: [] },
      store: { durable: true },
    },
    decision: { ...said, level: "normal", reasons: [], since: said.at, enforced: "no" },
    mqtt: { state: "connected", forS: 5, queued: 0, dropped: 0 },
    ...over,
  };
}
