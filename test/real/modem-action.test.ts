import { afterEach, expect, test } from "vitest";
import { systemSerialPorts } from "../../src/host/serial-ports.ts";
import { Millis } from "../../src/base/duration.ts";
import { actionOf, type ActionOrder } from "../../src/modem/action.ts";
import { FAMILIES, PtyPort, SimulatedModem, SystemClock } from "../../src/simulator/index.ts";
import { ActionBench } from "../support/action-bench.ts";
import { describeReal } from "../support/real-parts.ts";
import { PLAYED, shippedFamily } from "../support/shipped-families.ts";

const SECOND_CARD = "89860119801234567892";
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function bench(name: string) {
  const clock = new SystemClock();
  const modem = new SimulatedModem({
    clock,
    registrationDelay: Millis(0),
    bootDelay: Millis(200),
    personality: FAMILIES[PLAYED[name] ?? ""] ?? {},
    otherCard: { iccid: SECOND_CARD, imsi: "460019876543210" },
  });
  ends.push(() => modem.close());
  const pty = await PtyPort.open(modem);
  ends.push(() => pty.close());
  const port = new ActionBench(clock, systemSerialPorts, pty.path);
  ends.push(() => port.close());
  expect(await port.open()).toBe(true);
  return {
    modem,
    port,
    run: (order: ActionOrder) => {
      const found = actionOf(shippedFamily(name), order);
      return found.kind === "action" ? port.run(found.action) : Promise.reject(new TypeError(found.why));
    },
  };
}

describeReal(["pty"], "what is done to a modem as a whole, over a real port", () => {
  test.each([
    ["quectel", "RDY"],
    ["cinterion", "^SYSSTART"],
    ["simcom", "*ATREADY: 1"],
  ])("a reset of %s ends when it has said %s and answers", async (name, line) => {
    const { port, run } = await bench(name);
    expect(await run("reset")).toEqual({ kind: "done" });
    expect(port.lines).toContain(line);
    expect(port.sent.at(-1)).toBe("AT");
  });

  test("the slot of a Quectel 5G module is another card", async () => {
    const { modem, port, run } = await bench("quectel-5g");
    expect(await run({ slot: 2 })).toEqual({ kind: "done" });
    expect(modem.state().card.iccid).toBe(SECOND_CARD);
    expect(port.sent).toEqual(["AT+QUIMSLOT=2", "AT+QUIMSLOT?"]);
  });

  test("a module that was switched off has said its last word", async () => {
    const { modem, port, run } = await bench("quectel");
    expect(await run("off")).toEqual({ kind: "done" });
    expect(port.lines).toContain("POWERED DOWN");
    expect(modem.state().powered).toBe(false);
  });
});
