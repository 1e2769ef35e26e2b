import { expect, test } from "vitest";
import { type KeptCard, readKeptCard, writeKeptCard } from "../../src/agent/kept-plans.ts";
import { WallMs } from "../../src/base/instant.ts";
import { shopPlan } from "../support/written-plans.ts";

const AT = WallMs(Date.UTC(2026, 10, 20));

test("a change that a person dated is read back with the instant at which its file was read", () => {
  const plan = shopPlan("1000 KB");
  const card: KeptCard = {
    eras: [
      { written: plan, at: WallMs(0), forced: false },
      { written: shopPlan("2000 KB"), at: AT, forced: false, readAt: WallMs(AT + 5) },
      { written: plan, at: WallMs(AT + 9), forced: true },
    ],
    lastFact: 0,
    stated: [],
  };
  expect(readKeptCard(writeKeptCard(card))).toEqual(card);
});

test("a pack that was stated is read back with what it is bound to and with what it ends", () => {
  const pack = {
    id: "pack-1",
    kind: "idle-pack",
    quota: 5n,
    scope: { destination: "acquirer", window: { from: 1_380, to: 420 }, area: "local:wuzhou" },
    term: { each: "once", from: AT, to: WallMs(AT + 1) },
    level: 0,
  } as const;
  const card: KeptCard = {
    eras: [],
    lastFact: 2,
    stated: [
      { id: 1, by: "a", saidAt: AT, fact: { name: "pack-bought", at: AT, bucket: pack, withCycle: true } },
      { id: 2, by: "a", saidAt: AT, fact: { name: "pack-bought", at: AT, bucket: { ...pack, scope: {} } } },
    ],
  };
  expect(readKeptCard(writeKeptCard(card))).toEqual(card);
});
