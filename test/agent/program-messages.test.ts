import { expect, test } from "vitest";
import { programMessages } from "../../src/agent/program-messages.ts";
import type { SubmitRequest } from "../../src/at/sms/encode-submit.ts";
import { UNKNOWN_MODEM, type SimState } from "../../src/modem/modem.ts";
import type { SendOutcome } from "../../src/modem/send-sms.ts";
import { SilentLog } from "../support/silent-log.ts";

/** An agent whose modem answers so; what went to it, and what the log and the journal hold. */
function agent(outcome: SendOutcome = { kind: "sent", references: [9] }, state: SimState = "ready", ready = true) {
  const went: SubmitRequest[] = [];
  const noted: unknown[] = [];
  const log = new SilentLog();
  const messages = programMessages({
    log,
    journal: { note: (what, evidence) => void noted.push([what, evidence]) },
    sms: {
      send: (request) => {
        went.push(request);
        return Promise.resolve(outcome);
      },
    },
    ready: () => ready,
    modem: () => ({ ...UNKNOWN_MODEM, sim: { state } }),
  });
  const send = async (to: string, text: string): Promise<unknown> => {
    const prepared = messages.prepare({ to, text, from: "socket" });
    return typeof prepared === "number" ? prepared : await prepared.send(() => true);
  };
  return { send, went, noted, log };
}

test("a message goes to the modem as one part, and neither its number nor its text is told", async () => {
  const { send, went, noted, log } = agent();
  expect(await send("+8613800138000", "余额")).toEqual({ kind: "sent", reference: 9 });
  expect(went).toEqual([{ da: "+8613800138000", text: "余额" }]);
  const fields = { to: "+86*********00", characters: 2, from: "socket", outcome: "sent" };
  expect(noted).toEqual([["program-message", { fields, private: { to: "+8613800138000" } }]]);
  expect(log.lines.map(({ event, fields: said }) => [event, said])).toEqual([["program-message", fields]]);
});

test("what no message can be is refused before anything is asked of the modem", async () => {
  const { send, went, noted } = agent();
  const texts = ["", "x".repeat(161), "余".repeat(71), "\ud800", "a\0b"];
  for (const text of texts) expect(await send("10086", text)).toBe(305);
  for (const to of ["1", '10086"\rAT+CFUN=0\r', "10086;", "+", "x".repeat(30)]) expect(await send(to, "x")).toBe(305);
  expect([went, noted]).toEqual([[], []]);
  for (const text of ["x".repeat(160), "余".repeat(70)])
    expect(await send("10086", text)).toMatchObject({ kind: "sent" });
});

test("a card that cannot, and a modem that does not answer, are told without a try", async () => {
  const states: readonly (readonly [SimState, number])[] = [
    ["absent", 310],
    ["pin", 311],
    ["puk", 316],
    ["not-ready", 314],
  ];
  for (const [state, code] of states) {
    const { send, went } = agent(undefined, state);
    expect([await send("10086", "x"), went]).toEqual([code, []]);
  }
  expect(await agent(undefined, "ready", false).send("10086", "x")).toBe(331);
});

test.each<readonly [SendOutcome, unknown]>([
  [
    { kind: "refused", code: 50, text: "not subscribed", references: [] },
    { kind: "refused", code: 50 },
  ],
  [{ kind: "refused", text: "ERROR", references: [] }, { kind: "refused" }],
  [{ kind: "unknown", references: [] }, { kind: "unsure" }],
  [{ kind: "gone", why: "no turn", unsent: true }, { kind: "untried" }],
  // The line went in the middle of it.
  [{ kind: "gone", why: "the port was closed" }, { kind: "unsure" }],
])("%j is %j to the firmware", async (outcome, reply) => {
  expect(await agent(outcome).send("10086", "x")).toEqual(reply);
});
