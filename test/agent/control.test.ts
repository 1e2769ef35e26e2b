import { expect, it } from "vitest";
import { answerReader, answerWriter } from "../../src/agent/control.ts";
import { EMPTY_SOURCE } from "../support/empty-source.ts";

it("the socket for orders, asked nonsense, tells its orders and sends nobody to itself", async () => {
  for (const line of ["{", '{"do":"dance"}', '{"do":"accept-device"}']) {
    const answer = await answerWriter(EMPTY_SOURCE)(line);
    expect(answer).toContain("not-understood");
    for (const order of ["acknowledge-damage", "accept-device", "accept-clock"]) expect(answer).toContain(order);
    expect(answer).not.toContain("beside it");
  }
});

it("the socket for questions, asked nonsense, names the one for orders", async () => {
  expect(await answerReader(EMPTY_SOURCE)("{")).toContain(".rw socket beside it");
});
