import { describe } from "vitest";
import { FakeGate } from "../support/fake-gate.ts";
import { gateContract } from "../support/gate-contract.ts";

describe("a packet filter of a test's", () => {
  gateContract(() => {
    const gate = new FakeGate();
    const pay = (count: number): number =>
      Array.from({ length: count }, () => gate.pass("payment", 1_000n)).filter(Boolean).length;
    return { gate, pay, close: () => gate.close() };
  });
});
