import { expect, test } from "vitest";
import type { AtOutcome } from "../../src/at/command.ts";
import { pin } from "../../src/at/outgoing/pin.ts";
import {
  type PinFile,
  type PinMark,
  unlock,
  type UnlockEffect,
  type UnlockInput,
  type Unlocking,
  UNLOCKING,
} from "../../src/modem/unlock.ts";

const checked = pin("4711");
if (!checked.ok) throw new TypeError("4711 is a PIN");

const fileWith = (mark?: PinMark, fingerprint = "a"): PinFile => ({
  kind: "pin",
  pin: checked.value,
  fingerprint,
  mark,
});
const LOCKED: UnlockInput = { kind: "sim", state: "pin" };
const tries = (left: number | undefined): UnlockInput => ({ kind: "tries", left });
const KEPT: UnlockInput = { kind: "noted", durable: true };
const entered = (outcome: AtOutcome): UnlockInput => ({ kind: "entered", outcome });
const OK: AtOutcome = { kind: "ok", lines: [] };
const WRONG: AtOutcome = { kind: "error", scheme: "cme", code: 16, text: "16" };
const looked = (state: "pin" | "ready" | "puk" | "not-ready", late = false): UnlockInput => ({
  kind: "looked",
  state,
  late,
});
const TO_ENTER = [LOCKED, { kind: "file", file: fileWith() }, tries(3), KEPT] as const;

function run(inputs: readonly UnlockInput[], from: Unlocking = UNLOCKING) {
  let unlocking = from;
  const effects: UnlockEffect[] = [];
  for (const input of inputs) {
    const stepped = unlock(unlocking, input);
    unlocking = stepped.unlocking;
    effects.push(...stepped.effects);
  }
  return { unlocking, effects, kinds: effects.map(({ kind }) => kind) };
}

test("a locked card is given the PIN once: read, counted, noted on the disk, entered, looked at until it is ready", () => {
  const { kinds, unlocking } = run([
    ...TO_ENTER,
    entered(OK),
    looked("not-ready"),
    looked("pin"),
    looked("ready"),
    { kind: "sim", state: "ready" },
  ]);
  expect(kinds).toEqual(["read-file", "count-tries", "note", "enter", "look", "look", "look", "forget", "unlocked"]);
  expect(unlocking.text).toBeUndefined();
});

test.each([
  [0, "only 0 tries are left"],
  [1, "only 1 try is left"],
  [2, "only 2 tries are left"],
  [undefined, "does not tell how many tries"],
])("with %s tries left no PIN is given", (left, text) => {
  const { kinds, effects } = run([LOCKED, { kind: "file", file: fileWith() }, tries(left)]);
  expect(kinds).not.toContain("enter");
  expect(effects.at(-1)).toMatchObject({ kind: "refused", text: expect.stringContaining(text) as string });
});

test("a wrong PIN is remembered, and told once however often the card is looked at", () => {
  const refused = run([...TO_ENTER, entered(WRONG)]);
  expect(refused.effects.slice(-2)).toMatchObject([{ kind: "note", mark: { kind: "refused" } }, { kind: "refused" }]);
  const later = run([LOCKED, { kind: "file", file: fileWith({ kind: "refused" }) }, LOCKED], refused.unlocking);
  expect(later.kinds).toEqual(["read-file", "read-file"]);
});

test("another content of the file is another PIN, and the rule of the last tries holds for it", () => {
  const refused = run([...TO_ENTER, entered(WRONG)]);
  const other = run([LOCKED, { kind: "file", file: fileWith(undefined, "b") }, tries(2)], refused.unlocking);
  expect(other.kinds).toEqual(["read-file", "count-tries", "refused"]);
  expect(
    run([LOCKED, { kind: "file", file: fileWith(undefined, "b") }, tries(3), KEPT], refused.unlocking).kinds,
  ).toContain("enter");
});

test("a PIN of which nothing came and no try was counted is not given a second time in this life", () => {
  const unclear = run([...TO_ENTER, entered({ kind: "timeout" }), looked("pin", true), tries(3)]);
  expect(unclear.effects.at(-1)).toMatchObject({
    kind: "refused",
    text: expect.stringContaining("once only") as string,
  });
  const later = run([LOCKED, { kind: "file", file: fileWith({ kind: "given", triesBefore: 3 }) }], unclear.unlocking);
  expect(later.kinds).toEqual(["read-file"]);
});

test("a PIN that the card counted although the answer was lost is a wrong one", () => {
  const { effects } = run([...TO_ENTER, entered({ kind: "timeout" }), looked("pin", true), tries(2)]);
  expect(effects.slice(-2)).toMatchObject([{ kind: "note", mark: { kind: "refused" } }, { kind: "refused" }]);
});

test("the power failed behind the PIN: a counter that fell means it was wrong, one that did not that it may be given", () => {
  const given = fileWith({ kind: "given", triesBefore: 4 });
  expect(run([LOCKED, { kind: "file", file: given }, tries(3)]).kinds).toEqual([
    "read-file",
    "count-tries",
    "note",
    "refused",
  ]);
  expect(run([LOCKED, { kind: "file", file: given }, tries(4), KEPT]).kinds).toContain("enter");
});

test("a disk that does not keep the mark keeps the PIN back", () => {
  const { kinds } = run([LOCKED, { kind: "file", file: fileWith() }, tries(3), { kind: "noted", durable: false }]);
  expect(kinds).not.toContain("enter");
});

test("a PUK is never entered, and what to do is said", () => {
  const { effects } = run([{ kind: "sim", state: "puk" }]);
  expect(effects).toMatchObject([{ kind: "refused", text: expect.stringContaining("Ask the carrier") as string }]);
});

test("the card unlocked by a person ends the complaint", () => {
  const { unlocking } = run([
    { kind: "sim", state: "puk" },
    { kind: "sim", state: "ready" },
  ]);
  expect(unlocking.text).toBeUndefined();
});

test("no order of what may happen gives a PIN twice without the card having been ready in between", () => {
  const inputs: readonly UnlockInput[] = [
    LOCKED,
    { kind: "file", file: fileWith() },
    { kind: "file", file: fileWith({ kind: "given", triesBefore: 3 }) },
    tries(3),
    tries(2),
    KEPT,
    entered(OK),
    entered(WRONG),
    entered({ kind: "timeout" }),
    looked("pin"),
    looked("pin", true),
  ];
  let seed = 1;
  const next = (): number => (seed = (seed * 48_271) % 2_147_483_647);
  for (let round = 0; round < 3_000; round += 1) {
    const order = Array.from({ length: 40 }, () => inputs[next() % inputs.length] ?? LOCKED);
    expect(run(order).kinds.filter((kind) => kind === "enter").length).toBeLessThanOrEqual(1);
  }
});
