import { expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { slotAt, windowEdges } from "../../src/plan/slot.ts";
import { bucket } from "../support/data-plans.ts";

const at = (text: string): WallMs => WallMs(Date.parse(text));
const plain = (zone: string) => ({ zone, minutes: [], instants: [] });
const shown = ({ from, until }: { from: WallMs; until: WallMs }): string[] =>
  [from, until].map((instant) => new Date(instant).toISOString().slice(11, 16));

test("without edges a slot is an hour of the zone, looked at again every quarter", () => {
  expect(shown(slotAt(at("2026-11-20T10:20:00Z"), plain("Asia/Shanghai")))).toEqual(["10:00", "10:30"]);
  expect(shown(slotAt(at("2026-11-20T10:50:00Z"), plain("Asia/Kolkata")))).toEqual(["10:30", "11:00"]);
});

test("a window's edge within the hour parts it, and belongs to what comes after", () => {
  const edges = { ...plain("Asia/Shanghai"), minutes: [23 * 60 + 20] };
  expect(shown(slotAt(at("2026-11-20T15:19:59Z"), edges))).toEqual(["15:00", "15:20"]);
  expect(shown(slotAt(at("2026-11-20T15:20:00Z"), edges))).toEqual(["15:20", "15:30"]);
  expect(shown(slotAt(at("2026-11-20T15:59:59Z"), edges))).toEqual(["15:20", "16:00"]);
});

test("a fact parts the hour at its own instant", () => {
  const edges = { ...plain("Asia/Shanghai"), instants: [at("2026-11-20T10:07:30Z"), at("2026-11-20T11:00:00Z")] };
  expect(slotAt(at("2026-11-20T10:07:29Z"), edges)).toEqual({
    from: at("2026-11-20T10:00:00Z"),
    until: at("2026-11-20T10:07:30Z"),
  });
  expect(slotAt(at("2026-11-20T10:07:30Z"), edges).from).toBe(at("2026-11-20T10:07:30Z"));
});

test("an hour that the clock leaps over keeps its edges: the window opens where the leap ends", () => {
  const edges = { ...plain("Europe/Berlin"), minutes: [150] };
  // 2026-03-29: 02:00 is followed by 03:00.
  expect(shown(slotAt(at("2026-03-29T01:10:00Z"), edges))).toEqual(["01:00", "01:15"]);
});

test("the edges of windows are named one time each", () => {
  const night = { window: { from: 1380, to: 420 } };
  expect(windowEdges([bucket("a", { scope: night }), bucket("b"), bucket("c", { scope: night })])).toEqual([1380, 420]);
});
