import { expect, it } from "vitest";
import { AgentStatus, Availability, checked } from "../../src/report/index.ts";
import { agentStatus } from "../support/agent-status.ts";

const online = { v: 1, at: "2026-11-22T01:00:00.000Z", clockTrusted: true, state: "online", reason: "started" };

it.each([JSON.stringify(online), Buffer.from(JSON.stringify(online)), online])(
  "a message is read as it came",
  (payload) => {
    expect(checked(Availability, payload)).toEqual({ ok: true, value: online });
  },
);

it("what `cellward status --json` prints is read by its schema", () => {
  const printed = JSON.stringify({ ...agentStatus(), weather: "fair" }, undefined, 2);
  expect(checked(AgentStatus, printed)).toEqual({ ok: true, value: agentStatus() });
});

it.each([
  ["{", [/the message: /]],
  [{ ...online, state: "gone" }, [/^state: /]],
  [{ ...online, at: 3, reason: undefined }, [/^at: /, /^reason: /]],
])("what is wrong is told with its place, and nothing is thrown: %j", (payload, faults) => {
  const read = checked(Availability, payload);
  expect(read).toEqual({ ok: false, faults: faults.map((fault) => expect.stringMatching(fault)) });
});
