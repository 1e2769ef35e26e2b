import { expect, test } from "vitest";
import { campOn, DOMAINS, initialRadio, type RadioInput, type RadioState } from "../../src/simulator/radio-state.ts";
import { stepRadio } from "../../src/simulator/radio.ts";

const context = { cid: 1, type: "IP", apn: "cmiot", automatic: true, active: false, address: "10.64.0.2" };
const ACCEPTED: RadioInput = { kind: "verdict", verdict: { roaming: false, rejected: {}, contexts: true } };
const refused = (cause: number): RadioInput => ({
  kind: "verdict",
  verdict: { roaming: false, rejected: { cs: cause, gprs: cause, eps: cause }, contexts: true },
});

function run(state: RadioState, ...inputs: readonly RadioInput[]) {
  const effects: string[] = [];
  for (const input of inputs) {
    const step = stepRadio(state, input);
    state = step.state;
    effects.push(...step.effects.map((effect) => (effect.kind === "packet-event" ? effect.text : effect.kind)));
  }
  return { state, effects, stats: state.camp.served.map((domain) => state.registration[domain].stat) };
}

const fresh = initialRadio([context], campOn(7, true));
const registered = run(fresh, { kind: "card", usable: true }, ACCEPTED).state;
const denied = (cause: number): RadioState => run(fresh, { kind: "card", usable: true }, refused(cause)).state;

test("a usable card makes the modem search, an acceptance registers and attaches it and its contexts come up", () => {
  const searching = run(fresh, { kind: "card", usable: true });
  expect(searching).toMatchObject({ stats: [2, 2, 2], effects: ["search"] });
  const done = run(searching.state, ACCEPTED);
  expect(done).toMatchObject({ stats: [1, 1, 1], effects: ["ME PDN ACT 1"] });
  expect(done.state).toMatchObject({ attached: true, contexts: [{ cid: 1, active: true }] });
});

test("abroad the stat is 5", () => {
  const abroad: RadioInput = { kind: "verdict", verdict: { roaming: true, rejected: {}, contexts: true } };
  expect(run(fresh, { kind: "card", usable: true }, abroad).stats).toEqual([5, 5, 5]);
});

test.each([
  [3, "give-up"],
  [7, "give-up"],
  [8, "give-up"],
  [15, "try-later"],
  [17, "try-later"],
  [22, "try-later"],
])("after a rejection with cause %i the modem will %s", (cause, effect) => {
  const after = run(registered, { kind: "network-reject", cause, domains: DOMAINS });
  expect(after).toMatchObject({ stats: [3, 3, 3], effects: [effect, "NW DETACH"] });
  expect(after.state).toMatchObject({ attached: false, contexts: [{ active: false }] });
});

test("after a permanent cause an acceptance is not even asked for until the radio was off", () => {
  const again = run(denied(7), { kind: "attempt", afresh: false }, ACCEPTED);
  expect(again.stats).toEqual([3, 3, 3]);
  const cycled = run(denied(7), { kind: "level", level: 4 }, { kind: "level", level: 1 }, ACCEPTED);
  expect(cycled.stats).toEqual([1, 1, 1]);
});

test("after a temporary cause the next attempt may succeed", () => {
  expect(run(denied(22), { kind: "attempt", afresh: false }, ACCEPTED).stats).toEqual([1, 1, 1]);
});

test("a refusal of one domain leaves the others", () => {
  const verdict = { roaming: false, rejected: { gprs: 7, eps: 7 }, contexts: true };
  const after = run(fresh, { kind: "card", usable: true }, { kind: "verdict", verdict });
  expect(after.stats).toEqual([1, 3, 3]);
  expect(after.state.attached).toBe(false);
});

test("NW DETACH takes every context without naming them; with re-attach the modem comes back at once", () => {
  expect(run(registered, { kind: "network-detach", reattach: false })).toMatchObject({
    stats: [0, 0, 0],
    effects: ["NW DETACH", "try-later"],
    state: { attached: false, contexts: [{ active: false }] },
  });
  const back = run(registered, { kind: "network-detach", reattach: true }, ACCEPTED);
  expect(back).toMatchObject({ stats: [1, 1, 1], effects: ["NW DETACH", "search", "ME PDN ACT 1"] });
});

test("out of coverage attach and contexts live on, and the network can reach nobody", () => {
  const lost = run(registered, { kind: "coverage", covered: false });
  expect(lost).toMatchObject({ stats: [2, 2, 2], state: { attached: true, contexts: [{ active: true }] } });
  expect(run(lost.state, { kind: "network-detach", reattach: false }).effects).toEqual([]);
  expect(run(lost.state, { kind: "coverage", covered: true }, ACCEPTED).stats).toEqual([1, 1, 1]);
});

test.each([
  ["flight mode", { kind: "level", level: 4 }],
  ["no card", { kind: "card", usable: false }],
  ["AT+COPS=2", { kind: "operator", deregister: true }],
] as const)("%s ends registration and service, and the modem looks no further", (_what, input) => {
  const off = run(registered, input);
  expect(off).toMatchObject({ stats: [0, 0, 0], effects: ["give-up", "ME DETACH"] });
  expect(run(off.state, { kind: "attempt", afresh: true }, ACCEPTED).stats).toEqual([0, 0, 0]);
});

test("a detach by the user ends the registration, and no attempt attaches by itself", () => {
  const detached = run(registered, { kind: "attach", attach: false });
  expect(detached).toMatchObject({ stats: [0, 0, 0], effects: ["give-up", "ME DETACH"], state: { attached: false } });
  expect(run(detached.state, { kind: "attempt", afresh: false }, ACCEPTED).state.attached).toBe(false);
  expect(run(detached.state, { kind: "attach", attach: true }, ACCEPTED).state.attached).toBe(true);
});

test("a context goes and comes by name, and only while attached", () => {
  const down = run(registered, { kind: "context", cid: 1, active: false, by: "NW" });
  expect(down).toMatchObject({ effects: ["NW PDN DEACT 1"], state: { attached: true, contexts: [{ active: false }] } });
  expect(run(down.state, { kind: "context", cid: 1, active: true, by: "ME" }).effects).toEqual(["ME PDN ACT 1"]);
  expect(run(registered, { kind: "context", cid: 9, active: false, by: "NW" }).effects).toEqual([]);
  expect(run(denied(7), { kind: "context", cid: 1, active: true, by: "ME" }).effects).toEqual([]);
});

test("lost power clears everything but the definitions", () => {
  const off = run(denied(7), { kind: "power-lost" });
  expect(off.stats).toEqual([0, 0, 0]);
  expect(run(off.state, { kind: "card", usable: true }, ACCEPTED).stats).toEqual([1, 1, 1]);
});
