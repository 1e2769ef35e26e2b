import { describe, expect, it } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { ussdText, type UssdText } from "../../src/at/outgoing/ussd-text.ts";
import { IDLE_USSD, stepUssd, type Ussd, type UssdEffect, type UssdInput } from "../../src/modem/ussd.ts";

function coded(coding: "plain" | "packed" | "ucs2"): UssdText {
  const text = ussdText("*100#", coding);
  if (!text.ok) throw new Error(text.why);
  return text.value;
}

const OK: UssdInput = { kind: "outcome", outcome: { kind: "ok", lines: [] } };
const LATE: UssdInput = { kind: "late" };
const error = (code?: number): UssdInput => ({
  kind: "outcome",
  outcome: { kind: "error", ...(code === undefined ? { scheme: "plain" } : { scheme: "cme", code }), text: "ERROR" },
});

function heard(line: string): UssdInput {
  const message = decode(line);
  if (message.kind !== "ussd") throw new Error(`no +CUSD: ${line}`);
  return { kind: "message", message };
}

/** Asks, and takes what then comes. */
function after(inputs: readonly (UssdInput | string)[], keepOpen = false) {
  let ussd: Ussd = IDLE_USSD;
  const effects: UssdEffect[] = [];
  const texts = [coded("plain"), coded("packed"), coded("ucs2")];
  for (const input of [{ kind: "ask", texts, keepOpen } as const, ...inputs]) {
    const stepped = stepUssd(ussd, typeof input === "string" ? heard(input) : input);
    ussd = stepped.ussd;
    effects.push(...stepped.effects);
  }
  const results = effects.flatMap((effect) => (effect.kind === "done" ? [effect.result] : []));
  return { ussd, results, kinds: effects.map(({ kind }) => kind), effects };
}

const ANSWER = { kind: "answer", text: "Balance 12 CNY", open: false };
const SAID = '+CUSD: 0,"Balance 12 CNY",15';

describe("the network's answer", () => {
  it.each([
    ["behind OK", [OK, SAID]],
    ["before OK", [SAID, OK]],
    ["before an end of the session and OK", [SAID, '+CUSD: 2,"Initiating Release",15', OK]],
    ["behind an end of the session", ['+CUSD: 2,"Initiating Release",15', OK, SAID]],
    ["behind OK and an end of the session", [OK, '+CUSD: 2,"Initiating Release",15', SAID]],
    ["behind an empty end", [OK, "+CUSD: 0", SAID]],
    ["before an error", [SAID, error()]],
    ["before OK that never came", [SAID, { kind: "outcome", outcome: { kind: "timeout" } }]],
    ["in UCS2", [OK, '+CUSD: 0,"00420061006C0061006E0063006500200031003200200043004E0059",72']],
    ["in characters although UCS2 is claimed", [OK, '+CUSD: 0,"Balance 12 CNY",72']],
  ] as const)("%s is found", (_name, inputs) => {
    const { results, ussd, kinds } = after(inputs);
    expect(results).toEqual([ANSWER]);
    expect(ussd).toEqual(IDLE_USSD);
    expect(kinds).not.toContain("close");
  });

  it("that comes after the end is no second answer", () => {
    expect(after([OK, SAID, '+CUSD: 2,"Initiating Release",15', SAID]).results).toEqual([ANSWER]);
  });

  it("that is a menu closes the session, unless it is wanted open", () => {
    const menu = ['+CUSD: 1,"Menu\r\n1 Balance",15'];
    const closed = after([OK, ...menu]);
    expect(closed.results).toEqual([{ kind: "answer", text: "Menu\r\n1 Balance", open: false }]);
    expect(closed.kinds.slice(-2)).toEqual(["close", "done"]);
    const open = after([OK, ...menu], true);
    expect(open.results).toMatchObject([{ open: true }]);
    expect(open.kinds).not.toContain("close");
  });
});

describe("no answer", () => {
  it("from a network that is silent closes the session", () => {
    const { results, kinds } = after([OK, LATE]);
    expect(results).toEqual([{ kind: "no-answer" }]);
    expect(kinds).toEqual(["send", "wait", "close", "done"]);
  });

  it("but an end with a word is that word, after the wait for more", () => {
    expect(after([OK, '+CUSD: 2,"Unknown application",15', LATE]).results).toEqual([
      { kind: "ended", text: "Unknown application" },
    ]);
  });

  it.each([
    ["+CUSD: 4", "not-supported"],
    ["+CUSD: 5", "no-answer"],
  ])("%s is %s", (line, kind) => {
    expect(after([OK, line]).results).toEqual([{ kind }]);
    expect(after([line, OK]).results).toEqual([{ kind }]);
  });

  it("from a modem that is gone", () => {
    const { results } = after([{ kind: "outcome", outcome: { kind: "gone", why: "closed" } }]);
    expect(results).toEqual([{ kind: "gone", why: "closed" }]);
  });
});

describe("a refusal", () => {
  it("of the string tries the other codings, one after the other", () => {
    const { effects, results } = after([error(), error(50), OK, SAID]);
    const sent = effects.flatMap((effect) => (effect.kind === "send" ? [effect.text.str] : []));
    expect(sent).toEqual(["*100#", "AA180C3602", "002A0031003000300023"]);
    expect(results).toEqual([ANSWER]);
  });

  it("of the last coding, or for another reason, is told", () => {
    expect(after([error(), error(), error()]).results).toEqual([{ kind: "refused", text: "ERROR" }]);
    expect(after([error(30)]).results).toEqual([{ kind: "refused", code: 30, text: "ERROR" }]);
  });
});

it("what the network says by itself is nobody's answer", () => {
  expect(stepUssd(IDLE_USSD, heard(SAID))).toEqual({ ussd: IDLE_USSD, effects: [] });
});
