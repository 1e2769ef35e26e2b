import { describe, expect, it } from "vitest";
import type { AtCommand, AtOutcome } from "../../src/at/command.ts";
import { Dialogue } from "../../src/at/dialogue.ts";
import { STANDARD_DIALOGUE } from "../../src/at/dialogue-profile.ts";
import { Millis } from "../../src/base/duration.ts";
import { Interrogation } from "../../src/modem/interrogation.ts";
import { type Modem, UNKNOWN_MODEM } from "../../src/modem/modem.ts";
import { step } from "../../src/modem/step.ts";
import { FAMILIES } from "../../src/simulator/personalities/families.ts";
import type { SimulatedModemOptions } from "../../src/simulator/modem-options.ts";
import { SimulatedModem } from "../../src/simulator/simulated-modem.ts";
import { SimulatedPorts } from "../../src/simulator/simulated-ports.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { PLAYED, shippedFamilies, shippedFamily } from "../support/shipped-families.ts";
import { SilentLog } from "../support/silent-log.ts";

/** One family's modem, asked as the agent asks it. */
class Asked {
  readonly clock = new FakeClock();
  readonly modem: SimulatedModem;
  readonly sent: string[] = [];
  known: Modem = UNKNOWN_MODEM;
  #interrogation: Interrogation | undefined;

  constructor(name: string, options: Partial<SimulatedModemOptions> = {}) {
    const { personality, ...more } = options;
    this.modem = new SimulatedModem({
      clock: this.clock,
      registrationDelay: Millis(0),
      ...more,
      personality: { ...FAMILIES[PLAYED[name] ?? ""], ...(typeof personality === "object" ? personality : {}) },
    });
  }

  async begin(): Promise<Interrogation> {
    const opened = await new SimulatedPorts({ "/dev/modem": this.modem }, this.clock).open("/dev/modem", 115_200);
    if (opened.kind !== "open") throw new TypeError("not open");
    const parts = { serial: opened.serial, clock: this.clock, log: new SilentLog() };
    const dialogue = new Dialogue(parts, STANDARD_DIALOGUE);
    const send = (command: AtCommand): Promise<AtOutcome> => {
      this.sent.push(command.line);
      return dialogue.send(command);
    };
    const take = (message: Parameters<typeof step>[1]): void => void (this.known = step(this.known, message).modem);
    const made = new Interrogation({ send }, take, shippedFamilies);
    this.#interrogation = made;
    await this.until(made.initialise());
    return made;
  }

  async poll(): Promise<void> {
    const interrogation = this.#interrogation ?? (await this.begin());
    await this.until(interrogation.poll());
  }

  /** Of two polls one reads the signal. */
  async pollSignal(): Promise<void> {
    await this.poll();
    await this.poll();
  }

  async until<T>(work: Promise<T>): Promise<T> {
    let done = false;
    void work.then(() => (done = true));
    for (let n = 0; !done && n < 600; n += 1) {
      await settle();
      if (!done) await this.clock.advance(Millis(200));
    }
    return work;
  }
}

const withOwn = (what: "signal" | "counters"): readonly string[] =>
  shippedFamilies.filter(({ read }) => read[what] !== undefined).map(({ family }) => family);
const NAMES = shippedFamilies.map(({ family }) => family);

describe("the level of the reference signal", () => {
  it.each(NAMES)("of %s is known from +CESQ, and then nothing else is asked for it", async (name) => {
    const asked = new Asked(name, { personality: { extendedSignal: true } });
    await asked.poll();
    expect(asked.known.signal).toEqual({ rssiDbm: -73, rsrpDbm: -101, rsrqDb: -10 });
    const own = shippedFamily(name).read.signal?.ask;
    expect(asked.sent.filter((line) => line === own)).toEqual([]);
  });

  it.each(withOwn("signal"))("of %s is known from its own command where +CESQ is not", async (name) => {
    const asked = new Asked(name, { personality: { extendedSignal: false } });
    await asked.poll();
    expect(asked.known.signal).toMatchObject({ rsrpDbm: -101, rsrqDb: -10 });
    asked.modem.setSignal({ dbm: -85 });
    await asked.pollSignal();
    expect(asked.known.signal?.rsrpDbm).toBe(-113);
  });

  it("is not known any more once the modem says that there is no service", async () => {
    const asked = new Asked("huawei");
    await asked.poll();
    expect(asked.known.signal?.rsrpDbm).toBe(-101);
    asked.modem.search();
    await asked.pollSignal();
    expect(asked.known.signal).toEqual({});
  });

  it.each([true, false])("of a 5G cell is known, with +CESQ (%s) or without", async (extendedSignal) => {
    const cell = { tac: 1, ci: 2, act: 11 };
    const asked = new Asked("quectel-5g", { personality: { extendedSignal }, carrier: { cell } });
    await asked.poll();
    expect(asked.known.signal?.rsrpDbm).toBe(-101);
  });
});

describe("the modem's own counter", () => {
  it("is known of six families", () => {
    expect(withOwn("counters").toSorted()).toEqual(
      ["huawei", "meig", "quectel", "quectel-5g", "telit", "u-blox"].toSorted(),
    );
  });

  it.each(withOwn("counters"))("of %s is read, seldom, and never reset", async (name) => {
    const asked = new Asked(name);
    await asked.begin();
    asked.modem.setContext(1, true, "ME");
    asked.modem.consume({ up: 1_000, down: 2_000_000_000_000 });
    for (let poll = 0; poll < 10; poll += 1) await asked.poll();
    const sum = Object.values(asked.known.counted?.said ?? {}).reduce(
      (all, { up, down }) => ({ up: all.up + up, down: all.down + down }),
      { up: 0n, down: 0n },
    );
    expect(sum).toEqual({ up: 1_000n, down: 2_000_000_000_000n });
    expect(asked.modem.state().counters).toEqual({ up: 1_000, down: 2_000_000_000_000 });
    const { ask } = shippedFamily(name).read.counters ?? {};
    expect(asked.sent.filter((line) => line === ask)).toHaveLength(1);
  });

  it("that a modem of the family refuses is asked for three times and then no more", async () => {
    const asked = new Asked("meig", { personality: { vendors: ["ccid"] } });
    for (let poll = 0; poll < 60; poll += 1) await asked.poll();
    expect(asked.known.counted).toBeUndefined();
    expect(asked.sent.filter((line) => line === "AT^DSFLOWQRY")).toHaveLength(3);
  });

  it("is void when the modem starts anew", async () => {
    const asked = new Asked("quectel");
    await asked.poll();
    expect(asked.known.counted?.command).toBe("+QGDCNT");
    asked.known = step(asked.known, { kind: "restart", raw: "RDY" }).modem;
    expect(asked.known.counted).toBeUndefined();
  });

  it("of one session that is told unasked is not taken for it", () => {
    const report = { kind: "counters", command: "^DSFLOWRPT", unsolicited: true } as const;
    const { modem } = step(UNKNOWN_MODEM, { ...report, sentBytes: "5", receivedBytes: "6" });
    expect(modem.counted).toBeUndefined();
  });
});

describe("what may be asked slowly in a family's name", () => {
  /** A command with values that only reads all the same, each by its manual. */
  const READS = ["AT#GDATAVOL=2", "AT*CNTI=0", "AT+ZPINPUK=?", "AT+CRSM=176,12258,0,0,10", 'AT+QENG="servingcell"'];

  it("is a question by its form, or one that a manual calls a question", () => {
    const asked = shippedFamilies.flatMap(({ read, sim }) => [
      ...read.iccid.map(({ ask }) => ask),
      ...[read.signal, read.counters, read.pin_retries, read.access].map((question) => question?.ask),
      sim.slot?.ask,
    ]);
    const odd = asked.filter((line) => line !== undefined && !/^AT[^=]*\??$/.test(line) && !READS.includes(line));
    expect(odd).toEqual([]);
  });
});

describe("the tries that a PIN has left", () => {
  it.each(NAMES)("of a card in %s are told, in its own words or the standard's", async (name) => {
    const asked = new Asked(name, { card: { pin: "4711" } });
    const interrogation = await asked.begin();
    expect(await asked.until(interrogation.pinTries())).toBe(3);
    asked.modem.receive(Buffer.from('AT+CPIN="0000"\r'));
    expect(await asked.until(interrogation.pinTries())).toBe(2);
    const own = shippedFamily(name).read.pin_retries?.ask ?? "AT+CPINR";
    expect(asked.sent).toContain(own);
    const standard = asked.sent.filter((line) => line === "AT+CPINR").length;
    expect(standard).toBe(own === "AT+CPINR" ? 2 : 0);
  });
});
