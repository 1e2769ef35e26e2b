import { describe, expect, it, test } from "vitest";
import { listing } from "../../src/at/command.ts";
import { Millis, Seconds } from "../../src/base/duration.ts";
import { actionOf, type ActionOrder, type ModemAction } from "../../src/modem/action.ts";
import type { ActionEnd } from "../../src/modem/action-run.ts";
import { chooseProfile } from "../../src/modem/choose-profile.ts";
import { readModemProfile } from "../../src/modem/profile-file.ts";
import type { ModemProfile } from "../../src/modem/profile.ts";
import { FAMILIES } from "../../src/simulator/personalities/families.ts";
import type { SimulatedModemOptions } from "../../src/simulator/modem-options.ts";
import { SimulatedModem } from "../../src/simulator/simulated-modem.ts";
import { SimulatedPorts } from "../../src/simulator/simulated-ports.ts";
import { ActionBench } from "../support/action-bench.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { PLAYED, shippedFamilies, shippedFamily } from "../support/shipped-families.ts";

const SECOND_CARD = "89860119801234567892";

function planFor(family: ModemProfile, order: ActionOrder): ModemAction {
  const found = actionOf(family, order);
  if (found.kind === "none") throw new TypeError(found.why);
  return found.action;
}

/** The family's modem, registered, with the agent's dialogue on its port. */
async function bench(name: string, options: Partial<SimulatedModemOptions> = {}) {
  const clock = new FakeClock();
  const personality = FAMILIES[PLAYED[name] ?? ""];
  if (personality === undefined) throw new TypeError(`nobody plays ${name}`);
  const modem = new SimulatedModem({ clock, registrationDelay: Millis(0), personality, ...options });
  const port = new ActionBench(clock, new SimulatedPorts({ "/dev/modem": modem }, clock), "/dev/modem");
  await port.open();
  async function until<T>(work: Promise<T>): Promise<T> {
    let done = false;
    void work.then(() => (done = true));
    for (let n = 0; !done && n < 600; n += 1) {
      await settle();
      if (!done) await clock.advance(Millis(500));
    }
    return work;
  }
  const run = (order: ActionOrder): Promise<ActionEnd> => until(port.run(planFor(shippedFamily(name), order)));
  return { clock, modem, port, run, until };
}

const NAMES = shippedFamilies.map(({ family }) => family);

test("every family is played by a simulated modem that is taken for it by what it says of itself", () => {
  expect(Object.keys(PLAYED).toSorted()).toEqual(NAMES.toSorted());
  for (const [name, played] of Object.entries(PLAYED))
    expect([name, chooseProfile(shippedFamilies, FAMILIES[played] ?? {})?.family ?? "generic"]).toEqual([name, name]);
});

describe("a reset", () => {
  it.each(NAMES)("of %s starts the modem anew, and ends when it answers again", async (name) => {
    const { modem, port, run } = await bench(name);
    // Kept in the modem until it loses power, and nowhere else.
    await port.ask(listing("AT+CMEE=1;+CEREG=2", () => false, Seconds(5)));
    expect(modem.state().settings.modem.registration.eps).toBe(2);
    expect(await run("reset")).toEqual({ kind: "done" });
    expect(modem.state()).toMatchObject({ powered: true, settings: { modem: { registration: { eps: 0 } } } });
    const { restart } = shippedFamily(name).urcs;
    expect(restart.length === 0 || restart.some((line) => port.lines.includes(line))).toBe(true);
    await port.close();
  });

  it("that the modem refuses is a failure that names the command, and nothing else is sent", async () => {
    const { port, until } = await bench("generic");
    const own = readModemProfile("x", ACME);
    expect(await until(port.run(planFor(own, "reset")))).toEqual({
      kind: "failed",
      text: "AT+ACMERESET was refused: ERROR",
    });
    expect(port.sent).toEqual(["AT+ACMERESET"]);
    await port.close();
  });

  it("whose start nobody heard ends unconfirmed when the modem answers", async () => {
    const { port, until } = await bench("generic");
    const own = readModemProfile("x", ACME.replace("AT+ACMERESET", "AT"));
    expect(await until(port.run(planFor(own, "reset")))).toEqual({
      kind: "unconfirmed",
      text: "the modem did not say ACME UP",
    });
    await port.close();
  });

  it("that takes the port along is gone on with when the port is there again", async () => {
    const { clock, modem, port, until } = await bench("quectel");
    const ending = port.run(planFor(shippedFamily("quectel"), "reset"));
    await clock.advance(Millis(500));
    modem.fault({ name: "port-vanish", lasts: Seconds(8) });
    expect(await until(ending)).toEqual({ kind: "done" });
    await port.close();
  });

  it("from which the modem does not come back is a failure after the family's own wait", async () => {
    const { clock, modem, port, until } = await bench("telit");
    const ending = port.run(planFor(shippedFamily("telit"), "reset"));
    await clock.advance(Millis(50));
    const from = clock.monoMs();
    modem.powerOff();
    expect(await until(ending)).toEqual({ kind: "failed", text: "the modem did not come back" });
    expect(clock.monoMs() - from).toBeGreaterThan(60_000);
    await port.close();
  });
});

describe("switching off", () => {
  const known = shippedFamilies.filter(({ power }) => power.off !== undefined).map(({ family }) => family);

  it("is known of seven families, and of the others it is said that it is not", () => {
    expect(known.toSorted()).toEqual(
      ["cinterion", "fibocom", "quectel", "quectel-5g", "simcom", "telit", "u-blox"].toSorted(),
    );
    expect(actionOf(shippedFamily("huawei"), "off")).toEqual({
      kind: "none",
      why: "no command is known that switches Huawei modules and sticks off",
    });
  });

  it.each(known)("%s is off in the end, after its own wait or its last word", async (name) => {
    const { modem, port, run } = await bench(name);
    expect(await run("off")).toEqual({ kind: "done" });
    expect(modem.state().powered).toBe(false);
    const { done } = shippedFamily(name).power.off ?? {};
    expect(port.lines).toEqual(expect.arrayContaining(done === undefined ? [] : [done]));
    await port.close();
  });
});

describe("a radio cycle", () => {
  it.each(NAMES)("of %s detaches and attaches, and forgets that the network called the card invalid", async (name) => {
    const { clock, modem, port, run } = await bench(name, { registrationDelay: Seconds(2) });
    await clock.advance(Seconds(5));
    modem.deny(7);
    await port.ask(listing("AT+CGEREP=2,1", () => false, Seconds(5)));
    modem.restore({ radioCycle: false });
    await clock.advance(Seconds(30));
    expect(modem.state().radio.attached).toBe(false);
    expect(await run("radio-cycle")).toEqual({ kind: "done" });
    expect(modem.state().radio).toMatchObject({ level: 1, attached: true });
    // Not every make has its context by itself.
    modem.setContext(1, true, "ME");
    expect(modem.state().radio.serving).toBe(true);
    expect(port.lines).toContain("+CGEV: ME PDN ACT 1");
    expect(await run("radio-cycle")).toEqual({ kind: "done" });
    expect(port.lines).toContain("+CGEV: ME DETACH");
    await port.close();
  });

  it("of a Quectel just switched on is refused until the card was told, and then comes about", async () => {
    const { modem, port, run } = await bench("quectel");
    modem.fault({ name: "sim-busy", lasts: Seconds(12) });
    expect(await run("radio-cycle")).toEqual({ kind: "done" });
    expect(port.sent).toEqual(["AT+CFUN=4", "AT+CFUN=4", "AT+CFUN=1"]);
    await port.close();
  });

  it("that stays refused is tried once more when the wait is over, and is a failure then", async () => {
    const { modem, port, run } = await bench("quectel");
    modem.fault({ name: "sim-busy", lasts: Seconds(120) });
    expect(await run("radio-cycle")).toMatchObject({
      kind: "failed",
      text: expect.stringMatching(/^AT\+CFUN=4 was refused/) as string,
    });
    expect(port.sent).toEqual(["AT+CFUN=4", "AT+CFUN=4"]);
    await port.close();
  });

  it("in whose middle the port goes away is a failure: nobody knows whether the radio is on", async () => {
    const { clock, modem, port, until } = await bench("generic");
    const ending = port.run(planFor(shippedFamily("generic"), "radio-cycle"));
    await clock.advance(Millis(100));
    modem.fault({ name: "port-vanish", lasts: Seconds(8) });
    expect(await until(ending)).toEqual({ kind: "failed", text: "the port went away in the middle" });
    await port.close();
  });
});

describe("the card's slot", () => {
  const known = shippedFamilies.filter(({ sim }) => sim.slot !== undefined).map(({ family }) => family);

  it("is known of three families", () => {
    expect(known.toSorted()).toEqual(["fibocom", "quectel-5g", "simcom"]);
    expect(actionOf(shippedFamily("zte"), { slot: 2 }).kind).toBe("none");
    expect(actionOf(shippedFamily("simcom"), { slot: 0 })).toEqual({
      kind: "none",
      why: "there is no slot 0: the first one is 1",
    });
    expect(actionOf(shippedFamily("simcom"), { slot: 9 }).kind).toBe("none");
  });

  it.each(known)("of %s is changed, and changed back, each with its own card", async (name) => {
    const { modem, port, run } = await bench(name, { otherCard: { iccid: SECOND_CARD, imsi: "460019876543210" } });
    const first = modem.state().card.iccid;
    expect(await run({ slot: 2 })).toEqual({ kind: "done" });
    expect(modem.state().card).toMatchObject({ state: "ready", iccid: SECOND_CARD });
    expect(await run({ slot: 1 })).toEqual({ kind: "done" });
    expect(modem.state().card.iccid).toBe(first);
    await port.close();
  });

  it("that the modem goes on showing otherwise is a failure", async () => {
    const { port, until } = await bench("quectel-5g");
    const own = readModemProfile(
      "x",
      `${ACME}\n[sim]\nslot = { ask = "AT+CSQ", answer = "+CSQ:", used = ["+CSQ: {slot}"], choose = "AT" }`,
    );
    expect(await until(port.run(planFor(own, { slot: 2 })))).toEqual({
      kind: "failed",
      text: "AT+CSQ does not say what was ordered",
    });
    await port.close();
  });
});

test("what a family can never be sent is in none of its plans", () => {
  const own = readModemProfile("x", `${ACME}\n[quirks]\nnever = ["AT+CFUN"]`);
  expect(actionOf(own, "radio-cycle")).toEqual({
    kind: "none",
    why: "a command that it takes is never sent to Acme",
  });
  expect(actionOf(own, "reset").kind).toBe("action");
});

test("a plan holds commands, waits and signs, and the lines of the start", () => {
  expect(planFor(shippedFamily("u-blox"), "reset")).toMatchObject({
    steps: [
      { kind: "send", command: { line: "AT+CFUN=16" }, lossy: true },
      { kind: "witness", lines: ["+AT: READY"], within: 60_000 },
      { kind: "pause", lasts: 20_000 },
      { kind: "answer", command: { line: "AT" }, every: 2_000, within: 30_000 },
    ],
    boot: ["+AT: READY", "+PBREADY"],
    leaves: "restarted",
  });
  expect(planFor(shippedFamily("sierra"), "radio-cycle").steps).toMatchObject([
    { kind: "send", command: { line: "AT+CFUN=4" }, lossy: false },
    { kind: "send", command: { line: "AT+CFUN=1" }, lossy: false },
    { kind: "pause", lasts: 15_000 },
  ]);
});

const ACME = `
family = "acme"
title = "Acme"
trust = "unverified"
sources = []
[match]
manufacturers = ["Acme"]
[urcs]
restart = ["ACME UP"]
[power]
reset = { send = "AT+ACMERESET", within = "10s" }
`;
