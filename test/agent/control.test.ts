import { expect, it } from "vitest";
import { answerReader, answerWriter, type ControlSource } from "../../src/agent/control.ts";

const source: ControlSource = {
  refused: () => {},
  status: () => undefined,
  hours: () => undefined,
  course: () => undefined,
  orders: () => undefined,
  readings: () => undefined,
  ussd: () => undefined,
  evidence: () => undefined,
  diagnosis: () => undefined,
  overrides: () => undefined,
  replacement: () => undefined,
  classOverrides: () => undefined,
  programs: () => undefined,
};

it("the socket for orders, asked nonsense, tells its orders and sends nobody to itself", async () => {
  for (const line of ["{", '{"do":"dance"}', '{"do":"accept-device"}']) {
    const answer = await answerWriter(source)(line);
    expect(answer).toContain("not-understood");
    for (const order of ["acknowledge-damage", "accept-device", "accept-clock"]) expect(answer).toContain(order);
    expect(answer).not.toContain("beside it");
  }
});

it("the socket for questions, asked nonsense, names the one for orders", async () => {
  expect(await answerReader(source)("{")).toContain(".rw socket beside it");
});
