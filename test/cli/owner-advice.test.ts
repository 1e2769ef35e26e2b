import { expect, test } from "vitest";
import { ownerAdvice } from "../../src/cli/owner-advice.ts";

const CAUSES = [
  "no-program",
  "not-running",
  "forbidden",
  "not-found",
  "nothing-to-connect",
  "by-hand",
  "failed",
] as const;

test.each(["network-manager", "modem-manager"] as const)(
  "whatever comes of asking %s, what to do is said in both languages",
  (way) => {
    for (const cause of CAUSES) {
      const [en = "", zh = ""] = ownerAdvice(way, { outcome: "failed", cause });
      expect(en).toMatch(/^[A-Z][^\u4e00-\u9fff]{30,}$/);
      expect(zh).toMatch(/[\u4e00-\u9fff]{2}/);
    }
  },
);

test("the polkit action is named that the owner asked for", () => {
  const text = (way: "network-manager" | "modem-manager") =>
    ownerAdvice(way, { outcome: "failed", cause: "forbidden" }).join("\n");
  expect(text("network-manager")).toContain("org.freedesktop.NetworkManager.network-control");
  expect(text("modem-manager")).toContain("org.freedesktop.ModemManager1.Device.Control");
});

test("an owner that has accepted needs nothing done", () => {
  expect(ownerAdvice("command", { outcome: "accepted" })).toEqual([]);
});
