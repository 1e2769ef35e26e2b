import { expect, test } from "vitest";
import { refusalOf, synsWithin } from "../../src/host/probe-effort.ts";

test("a SYN is sent again as the kernel does it: doubling, or the first few a second apart", () => {
  expect([0, 999, 1_000, 3_000, 6_999, 10_000].map((ms) => synsWithin(ms, 0))).toEqual([1, 1, 2, 3, 3, 4]);
  expect([0, 3_500, 4_500, 5_500, 7_500, 10_000].map((ms) => synsWithin(ms, 4))).toEqual([1, 4, 5, 6, 7, 7]);
});

test("what this host could not send says nothing of the far side", () => {
  const of = (code: string) => refusalOf(Object.assign(new Error(code), { code })).kind;
  expect(["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EADDRNOTAVAIL", "ENETUNREACH", "EHOSTUNREACH"].map(of)).toEqual([
    "refused",
    "refused",
    "silent",
    "unreachable",
    "unreachable",
    "unreachable",
  ]);
});
