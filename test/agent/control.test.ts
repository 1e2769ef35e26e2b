import { expect, it } from "vitest";
import { answerReader, answerWriter } from "../../src/agent/control.ts";
import { EMPTY_SOURCE } from "../support/empty-source.ts";

it.each([
  [{ do: "accept-device" }, '{"do":"accept-device"}: by: found nothing; allowed: a text of 1 to 80 characters'],
  [
    { do: "set-override", by: "x", level: "high", until: "1h", reason: "" },
    '{"do":"set-override"}: level: found "high"; allowed: one of normal, conserve, essential, reserve-only, offline. reason: found ""; allowed: a text of 1 to 200 characters',
  ],
  [
    { do: "recheck", by: "x", said: 5 },
    '{"do":"recheck"}: said: found 5; allowed: one of topped-up, resumed, card-changed, or left out',
  ],
  [
    { do: "recheck", by: "x", whole: true },
    '{"do":"recheck"}: whole: found true; allowed: nothing, for it has no such field; its fields are by, said',
  ],
  [
    { do: "take-fact-back", by: "x", id: 0 },
    '{"do":"take-fact-back"}: id: found 0; allowed: a whole number, 1 or more',
  ],
  [{ do: "hasten-plan", by: "x", at: {} }, "at: found a table; allowed: a text of 1 to 80 characters, or left out"],
  [{ do: "end-override", by: "x".repeat(81) }, "(and 1 more characters); allowed: a text of 1 to 80 characters"],
  [
    { do: "replace", by: "x", act: "due", due: "soon" },
    'due: found "soon"; allowed: a text like ^\\d{4}-\\d{2}-\\d{2}$, or left out',
  ],
  [
    { do: "note", by: "x", text: "t", file: { name: "a" } },
    "file: found a table; allowed: an object with sha256, name, bytes, or left out",
  ],
  [{ do: "dance", by: "x" }, 'do: found "dance"; allowed: one of acknowledge-damage, accept-device'],
  [{ ask: "wether" }, 'ask: found "wether"; allowed: one of status, hours, course'],
  [{ ask: "journal", after: -1 }, '{"ask":"journal"}: after: found -1; allowed: a whole number, 0 or more'],
])("of %j the socket for orders names what is wrong with it, and no other orders", async (order, words) => {
  const answer = await answerWriter(EMPTY_SOURCE)(JSON.stringify(order));
  const { error, text } = JSON.parse(typeof answer === "string" ? answer : "{}") as {
    readonly error: string;
    readonly text: string;
  };
  expect(error).toBe("not-understood");
  expect(text).toContain(words);
  expect(text).not.toContain("this socket takes");
});

it("the socket for orders, asked nonsense, tells its orders and sends nobody to itself", async () => {
  for (const line of ["{", "[]", "{}", '{"do":5}']) {
    const answer = await answerWriter(EMPTY_SOURCE)(line);
    expect(answer).toContain("not-understood");
    for (const order of ["acknowledge-damage", "accept-device", "accept-clock"]) expect(answer).toContain(order);
    expect(answer).not.toContain("beside it");
  }
});

it("the socket for questions, asked nonsense, names the one for orders", async () => {
  expect(await answerReader(EMPTY_SOURCE)("{")).toContain(".rw socket beside it");
});
