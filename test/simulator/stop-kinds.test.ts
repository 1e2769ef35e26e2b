import { expect, test } from "vitest";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { applyControl } from "../../src/simulator/control-commands.ts";
import { STOP_KINDS } from "../../src/simulator/network/stop-kinds.ts";
import { SimulatedModem } from "../../src/simulator/simulated-modem.ts";
import { FakeClock } from "../support/fake-clock.ts";

async function registered() {
  const clock = new FakeClock();
  const modem = new SimulatedModem({ clock });
  await clock.advance(Seconds(10));
  return { clock, modem };
}

test.each(Object.entries(STOP_KINDS))(
  "%s is done in three ways at least, each under a name of its own",
  (_kind, variants) => {
    expect(variants.length).toBeGreaterThanOrEqual(3);
    expect(new Set(variants.map(({ name }) => name)).size).toBe(variants.length);
  },
);

test.each(Object.entries(STOP_KINDS).flatMap(([kind, variants]) => variants.map(({ name }) => [kind, name] as const)))(
  "%s, %s: nothing passes any more, and all of it again after restore",
  async (kind, variant) => {
    const { clock, modem } = await registered();
    expect(modem.consume({ up: 10, down: 10 })).toEqual({ up: 10n, down: 10n });
    expect(modem.suspend(kind, { variant })).toBe(true);
    await clock.advance(Minutes(15));
    // What is sent into a closed gate leaves the interface; nothing comes back, and the carrier has none of it.
    const gated = modem.state().radio.contexts.some(({ active }) => active);
    expect(modem.consume({ up: 10, down: 10 })).toEqual({ up: gated ? 10n : 0n, down: 0n });
    modem.restore();
    await clock.advance(Seconds(10));
    modem.setContext(1, true, "ME");
    expect(modem.consume({ up: 10, down: 10 })).toEqual({ up: 10n, down: 10n });
  },
);

test("a gate gives no sign: registered, attached, with its context", async () => {
  const { clock, modem } = await registered();
  const before = modem.state().radio;
  modem.suspend("over-limit", { variant: "gate" });
  await clock.advance(Minutes(5));
  expect({ ...modem.state().radio, serving: true }).toEqual(before);
});

test("by a control command: the kind alone takes its first way, and a way that it has not is told with those that it has", async () => {
  const { modem } = await registered();
  expect(applyControl({ modem }, { do: "suspend", kind: "arrears" })).toMatchObject({ ok: true });
  expect(applyControl({ modem }, { do: "suspend", kind: "arrears", variant: "gate" })).toMatchObject({
    ok: false,
    error: expect.stringContaining("one-way, two-way, portal, detach") as string,
  });
  expect(applyControl({ modem }, { do: "suspend", kind: "toString" })).toMatchObject({ ok: false });
});
