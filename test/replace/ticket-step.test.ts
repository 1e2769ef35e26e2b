import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Hours } from "../../src/base/duration.ts";
import { wallAfter, WallMs } from "../../src/base/instant.ts";
import type { AcceptanceRecord, Verdict } from "../../src/replace/acceptance.ts";
import { ITEM_IDS } from "../../src/replace/checklist.ts";
import { STAGES, TOLD_STAGES } from "../../src/replace/stage.ts";
import { stepTicket, type TicketEffect, type TicketInput } from "../../src/replace/ticket-step.ts";
import { isOpen, type Ticket } from "../../src/replace/ticket.ts";

const NOW = WallMs(Date.UTC(2026, 10, 12, 1));
const OLD = "89860412345678900001";
const NEW = "89860412345678900002";
const THIRD = "89860412345678900003";
const told = { at: NOW, by: "Li" } as const;

const RESULTS = { pass: ["pass"], failed: ["failed"], "not-complete": ["not-made"], "nothing-tried": [] } as const;
const record = (verdict: Verdict): AcceptanceRecord => ({
  ...told,
  verdict,
  lines: RESULTS[verdict].map((result) => ({ id: "dns", tookMs: 1, result })),
});
const START: TicketInput = { kind: "open", ...told, because: "broken", oldCard: OLD };
const say = (to: (typeof TOLD_STAGES)[number]): TicketInput => ({ kind: "told", ...told, to });
const put = (iccid: string, isNew: boolean, before = OLD): TicketInput => ({
  kind: "card",
  at: NOW,
  iccid,
  isNew,
  before,
});
const PASSED: TicketInput = { kind: "passed", at: NOW, by: "packets" };
const trial = (verdict: Verdict): TicketInput => ({ kind: "tested", ...told, record: record(verdict) });
const watched = (hours: number, up = 1): TicketInput => ({
  kind: "watched",
  at: NOW,
  more: { seenMs: Hours(hours), upMs: Hours(hours) * up, rejects: 0, detaches: 0 },
});

/** All of them, one after the other; the last one's effects. */
function after(...inputs: readonly TicketInput[]): {
  readonly ticket: Ticket | undefined;
  readonly effects: readonly TicketEffect[];
} {
  let ticket: Ticket | undefined;
  let effects: readonly TicketEffect[] = [];
  for (const input of inputs) ({ ticket, effects } = stepTicket(ticket, input));
  return { ticket, effects };
}
const stateAfter = (...inputs: readonly TicketInput[]) => after(...inputs).ticket?.state;
const refusedBy = ({ effects }: { readonly effects: readonly TicketEffect[] }): string | undefined => {
  const [first] = effects;
  return first?.kind === "refused" ? first.why.en : undefined;
};

const TO_TESTED = [START, say("requested"), say("approved"), say("received"), put(NEW, true), PASSED, trial("pass")];

describe("the way of a replacement", () => {
  test("goes through every state of the real procedure", () => {
    const states = TO_TESTED.map((_, n) => stateAfter(...TO_TESTED.slice(0, n + 1)));
    expect([...states, stateAfter(...TO_TESTED, watched(24))]).toEqual([...STAGES]);
    const { ticket } = after(...TO_TESTED);
    expect(ticket).toMatchObject({ oldCard: OLD, newCard: NEW, because: "broken" });
    expect(ticket?.moves.map(({ by }) => by)).toEqual(["Li", "Li", "Li", "Li", "cellward", "cellward", "Li"]);
  });

  test("may leave steps out, and never goes back by word", () => {
    expect(stateAfter(START, say("received"))).toBe("received");
    expect(refusedBy(after(START, say("received"), say("requested")))).toMatch(/stands at "new card received"/);
    expect(stateAfter(START, say("received"), say("requested"))).toBe("received");
  });

  test("is one at a time", () => {
    expect(refusedBy(after(START, START))).toMatch(/under way already/);
    expect(stateAfter(START, { kind: "give-up", ...told, reason: "renewed" }, START)).toBe("planned");
  });

  test("is told nothing before it is opened", () => {
    expect(refusedBy(after(say("requested")))).toMatch(/No replacement is under way/);
    expect(refusedBy(after({ kind: "close", ...told }))).toMatch(/No replacement/);
  });

  test("cannot be closed before the new card works, and can be given up at any time", () => {
    expect(refusedBy(after(START, put(NEW, true), { kind: "close", ...told }))).toMatch(/nothing to close/);
    expect(stateAfter(START, put(NEW, true), PASSED, { kind: "close", ...told })).toBe("closed");
    const { ticket } = after(START, { kind: "give-up", ...told, reason: "renewed instead" });
    expect(ticket).toMatchObject({ state: "given-up" });
    expect(ticket?.moves.at(-1)).toMatchObject({ to: "given-up", by: "Li", text: "renewed instead" });
  });

  test("waits for activation however long that takes", () => {
    const { ticket } = after(START, put(NEW, true));
    expect(stepTicket(ticket, { ...watched(72), at: wallAfter(NOW, Hours(72)) }).ticket?.state).toBe("inserted");
    expect(refusedBy(after(START, say("activated")))).toMatch(/No new card is known/);
  });
});

describe("a card that is put in", () => {
  test("opens a ticket by itself where none is open, with the card of before", () => {
    const { ticket, effects } = after(put(NEW, true));
    expect(ticket).toMatchObject({ state: "inserted", bySelf: true, oldCard: OLD, newCard: NEW, by: "cellward" });
    expect(effects).toEqual([{ kind: "opened" }]);
  });

  test("opens none where it was here before, or where none was before it", () => {
    expect(after(put(NEW, false)).ticket).toBeUndefined();
    expect(after({ kind: "card", at: NOW, iccid: NEW, isNew: true }).ticket).toBeUndefined();
  });

  test("that is the old one, before the new one came, changes nothing", () => {
    expect(stateAfter(START, say("approved"), put(OLD, false))).toBe("approved");
  });

  test("that is a visitor's opens none, and moves none, also where that is known only later", () => {
    expect(after(put(THIRD, true), { kind: "visitor", at: NOW, iccid: THIRD }).ticket).toBeUndefined();
    expect(stateAfter(START, say("approved"), put(THIRD, true), { kind: "visitor", at: NOW, iccid: THIRD })).toBe(
      "approved",
    );
  });

  test("and out again was a stopgap: the ticket goes back to where it was, and on when the new one is in again", () => {
    const back = after(...TO_TESTED, watched(3), put(OLD, false, NEW));
    expect(back.ticket).toMatchObject({ state: "received", stopgap: { newCard: NEW, was: "tested" } });
    expect(back.ticket?.newCard).toBeUndefined();
    expect(back.effects.map(({ kind }) => kind)).toEqual(["stopgap", "moved"]);
    const again = stepTicket(back.ticket, put(NEW, false, OLD));
    expect(again.ticket).toMatchObject({ state: "tested", newCard: NEW, watch: { seenMs: Hours(3) } });
    expect(again.ticket?.stopgap).toBeUndefined();
  });

  test("and out again where nobody had asked for it ends the ticket, and says so", () => {
    const { ticket } = after(put(NEW, true), put(OLD, false, NEW));
    expect(ticket?.state).toBe("given-up");
    expect(ticket?.moves.at(-1)?.text).toMatch(/stopgap/);
  });

  test("that is a third one begins anew with the test", () => {
    const { ticket } = after(...TO_TESTED, put(THIRD, true, NEW));
    expect(ticket).toMatchObject({ state: "inserted", oldCard: OLD, newCard: THIRD });
    expect([ticket?.test, ticket?.watch]).toEqual([undefined, undefined]);
  });
});

describe("a person's word against what the slot shows", () => {
  const empty = { kind: "empty" } as const;
  const card = (iccid: string) => ({ kind: "card", iccid }) as const;
  const IN: TicketInput = { kind: "told", ...told, to: "inserted" };
  const NOW_ACTIVE: TicketInput = { kind: "told", ...told, to: "activated" };

  test("no card, or the old one: refused with what is seen and what to do", () => {
    expect(refusedBy(after(START, { ...IN, slot: empty }))).toMatch(/sees no card in its slot\. Switch off/);
    expect(refusedBy(after(START, { ...IN, slot: card(OLD) }))).toMatch(/sees the old card .*898604\*+0001.*cancel/);
    const unseen = [START, { ...IN, slot: { kind: "unseen" } as const }];
    expect(refusedBy(after(...unseen, { ...NOW_ACTIVE, slot: empty }))).toMatch(/no card/);
    expect(refusedBy(after(...unseen, { ...NOW_ACTIVE, slot: card(OLD) }))).toMatch(/old card/);
    const works = [START, put(NEW, true), PASSED];
    expect(refusedBy(after(...works, { kind: "close", ...told, slot: empty }))).toMatch(/no card/);
    expect(refusedBy(after(...works, { kind: "close", ...told, slot: card(OLD) }))).toMatch(/old card/);
    expect(stateAfter(...works, { kind: "close", ...told, slot: card(NEW) })).toBe("closed");
  });

  test("where the card cannot be seen a person is believed; another card than the old one is the new one", () => {
    expect(stateAfter(START, { ...IN, slot: { kind: "unseen" } }, NOW_ACTIVE)).toBe("activated");
    expect(after(START, { ...IN, slot: card(NEW) }).ticket).toMatchObject({ state: "inserted", newCard: NEW });
  });

  test("the old card's data and its test prove nothing, also where a person was believed before it could be seen", () => {
    expect(stateAfter(START, IN, { ...PASSED, card: OLD })).toBe("inserted");
    expect(stateAfter(START, IN, { ...PASSED, card: NEW })).toBe("activated");
    const old: TicketInput = { kind: "tested", ...told, record: { ...record("pass"), iccid: OLD } };
    const tried = after(START, IN, old).ticket;
    expect([tried?.state, tried?.test]).toEqual(["inserted", undefined]);
  });
});

describe("the proof of a new card", () => {
  const IN = [START, put(NEW, true), PASSED];

  test("a test that fails leaves it where it is, and takes it back from the watch", () => {
    expect(stateAfter(...IN, trial("failed"))).toBe("activated");
    const { ticket } = after(...IN, trial("pass"), watched(5), trial("failed"));
    expect(ticket).toMatchObject({ state: "activated", test: { verdict: "failed" } });
    expect(ticket?.watch).toBeUndefined();
    expect(stateAfter(...IN, trial("nothing-tried"))).toBe("activated");
  });

  test("a payment that went through is one check: alone it replaces no test, and one that failed is proof of nothing", () => {
    const ok: TicketInput = { kind: "paid", ...told, ok: true };
    const failed: TicketInput = { kind: "paid", ...told, ok: false, text: "51" };
    expect(stateAfter(...IN, ok)).toBe("activated");
    expect(stateAfter(START, put(NEW, true), ok)).toBe("inserted");
    expect(stateAfter(...IN, ok, trial("pass"))).toBe("tested");
    expect(stateAfter(...IN, trial("not-complete"), ok)).toBe("activated");
    expect(stateAfter(...IN, trial("failed"), ok)).toBe("activated");
    expect(stateAfter(...IN, failed, trial("pass"))).toBe("activated");
    expect(stateAfter(...IN, trial("pass"), failed)).toBe("activated");
    expect(refusedBy(after(START, ok))).toMatch(/No new card/);
    expect(after(...IN, trial("nothing-tried"), ok).ticket?.test).toMatchObject({
      verdict: "pass",
      lines: [{ id: "payment", result: "pass" }],
    });
    expect(stateAfter(...IN, trial("nothing-tried"), failed, ok)).toBe("tested");
  });

  test("a test of the old card says nothing about the new one", () => {
    const { ticket } = after(START, trial("pass"));
    expect(ticket).toMatchObject({ state: "planned" });
    expect(ticket?.test).toBeUndefined();
  });

  test("a day of watching closes it, only what was looked at counts, and a bad day is followed by another one", () => {
    const passed = [...IN, trial("pass")];
    expect(stateAfter(...passed, watched(23))).toBe("tested");
    expect(stateAfter(...passed, watched(23), watched(1))).toBe("closed");
    const bad = after(...passed, watched(24, 0.5));
    expect(bad.ticket).toMatchObject({ state: "tested", watch: { seenMs: 0, rounds: 1 } });
    expect(bad.effects).toEqual([{ kind: "watch-again", upShare: 0.5 }]);
    expect(stateAfter(...passed, watched(24, 0.5), watched(24))).toBe("closed");
  });
});

test("items of the checklist are ticked off one time each, and taken back", () => {
  const tick = (done: boolean): TicketInput => ({ kind: "tick", ...told, item: "form", done });
  expect(after(START, tick(true), tick(true)).ticket?.ticked).toEqual([{ item: "form", ...told }]);
  expect(after(START, tick(true), tick(false)).ticket?.ticked).toEqual([]);
});

const cards = fc.constantFrom(OLD, NEW, THIRD);
const anyInput: fc.Arbitrary<TicketInput> = fc.oneof(
  fc.constant(START),
  fc.constantFrom(...TOLD_STAGES).map(say),
  fc.tuple(cards, fc.boolean(), cards).map(([iccid, isNew, before]) => put(iccid, isNew, before)),
  cards.map((iccid): TicketInput => ({ kind: "visitor", at: NOW, iccid })),
  fc.constant(PASSED),
  fc.constantFrom<Verdict>("pass", "failed", "not-complete", "nothing-tried").map(trial),
  fc.boolean().map((ok): TicketInput => ({ kind: "paid", ...told, ok })),
  fc
    .tuple(fc.integer({ min: 0, max: 30 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([h, up]) => watched(h, up)),
  fc.constantFrom(...ITEM_IDS).map((item): TicketInput => ({ kind: "tick", ...told, item, done: true })),
  fc.constant<TicketInput>({ kind: "close", ...told }),
  fc.constant<TicketInput>({ kind: "give-up", ...told, reason: "x" }),
);

test("whatever comes in whatever order: it survives as JSON, stays small, is closed for good, and tells of every move", () => {
  fc.assert(
    fc.property(fc.array(anyInput, { maxLength: 60 }), (inputs) => {
      let ticket: Ticket | undefined;
      for (const input of inputs) {
        const before = ticket;
        const stepped = stepTicket(before, input);
        ({ ticket } = stepped);
        expect(JSON.parse(JSON.stringify({ ticket }))).toEqual(ticket === undefined ? {} : { ticket });
        // The same input on what was read back gives the same: a power cut in between changes nothing.
        const reread = before === undefined ? undefined : (JSON.parse(JSON.stringify(before)) as Ticket);
        expect(stepTicket(reread, input)).toEqual(stepped);
        const has = (...kinds: readonly string[]): boolean => stepped.effects.some(({ kind }) => kinds.includes(kind));
        expect(has("refused") && ticket !== before).toBe(false);
        expect(before?.state !== ticket?.state && !has("moved", "opened", "dropped")).toBe(false);
        expect(ticket?.state === "closed" && before?.state !== "closed" && !isOpen(before)).toBe(false);
        expect(JSON.stringify(ticket ?? {}).length).toBeLessThan(20_000);
      }
    }),
    { numRuns: 300 },
  );
});

test("a watch is counted in what was seen, not in what the clock says", () => {
  const { ticket } = after(...TO_TESTED);
  const jumped = stepTicket(ticket, { ...watched(0), at: wallAfter(NOW, Hours(500)) });
  expect(jumped.ticket).toMatchObject({ state: "tested", watch: { seenMs: 0 } });
});
