import { expect, test } from "vitest";
import { CardUnlock } from "../../src/agent/card-unlock.ts";
import { Dialogue } from "../../src/at/dialogue.ts";
import { STANDARD_DIALOGUE } from "../../src/at/dialogue-profile.ts";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { Interrogation } from "../../src/modem/interrogation.ts";
import { type Modem, UNKNOWN_MODEM } from "../../src/modem/modem.ts";
import { step } from "../../src/modem/step.ts";
import { SimulatedModem } from "../../src/simulator/simulated-modem.ts";
import { SimulatedPorts } from "../../src/simulator/simulated-ports.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SilentLog } from "../support/silent-log.ts";

/** A card in a modem, and an agent's unlocking that is started anew as often as the power fails. */
class Slot {
  readonly clock = new FakeClock();
  readonly log = new SilentLog();
  readonly modem: SimulatedModem;
  store = new MemoryStore();
  file: string;
  readonly told: string[] = [];
  readonly heard: string[] = [];

  constructor(pin: string, file: string) {
    this.modem = new SimulatedModem({ clock: this.clock, card: { pin } });
    this.file = file;
    this.modem.onSend((bytes) => void bytes);
    const receive = this.modem.receive.bind(this.modem);
    this.modem.receive = (bytes) => {
      this.heard.push(Buffer.from(bytes).toString("latin1").trim());
      receive(bytes);
    };
  }

  /** One life of the agent: opens the port, asks, tries what it may, looks twice more, closes. */
  async life(looks = 3): Promise<boolean> {
    const opened = await new SimulatedPorts({ "/dev/modem": this.modem }, this.clock).open("/dev/modem", 115_200);
    if (opened.kind !== "open") throw new TypeError("not open");
    const dialogue = new Dialogue({ serial: opened.serial, clock: this.clock, log: this.log }, STANDARD_DIALOGUE);
    let modem: Modem = UNKNOWN_MODEM;
    const interrogation = new Interrogation(dialogue, (message) => (modem = step(modem, message).modem));
    const unlocking = new CardUnlock(
      { store: this.store, clock: this.clock, file: { read: () => ({ kind: "text", text: this.file }) } },
      "key",
      { onUnlocked: () => this.told.push("unlocked"), onUnlockRefused: (text) => this.told.push(text) },
    );
    const session = { asking: dialogue, interrogation, family: undefined };
    await this.#until(interrogation.initialise());
    let unlocked = false;
    for (let look = 0; look < looks; look += 1) {
      await this.#until(interrogation.sim());
      unlocked ||= await this.#until(unlocking.run(modem, session));
    }
    await dialogue.close();
    return unlocked;
  }

  get pins(): string[] {
    return this.heard.filter((line) => line.startsWith("AT+CPIN="));
  }

  async #until<T>(work: Promise<T>): Promise<T> {
    let done = false;
    void work.then(() => (done = true));
    for (let n = 0; !done && n < 2_000; n += 1) {
      await settle();
      if (!done) await this.clock.advance(Seconds(1));
    }
    return work;
  }
}

test("the right PIN unlocks the card, in every life anew, since the card asks anew", async () => {
  const slot = new Slot("4711", "4711\n");
  expect(await slot.life()).toBe(true);
  slot.modem.reboot();
  await slot.clock.advance(Minutes(1));
  expect(await slot.life()).toBe(true);
  expect(slot.pins).toEqual(['AT+CPIN="4711"', 'AT+CPIN="4711"']);
  expect(slot.told).toEqual(["unlocked", "unlocked"]);
  expect([...slot.store.durable.keys()].filter((key) => key.startsWith("sim/pin/"))).toEqual([]);
});

test("a wrong PIN is given once: not in the next look, not in the next life, not after a person gave the card its tries back", async () => {
  const slot = new Slot("4711", "1234");
  for (let life = 0; life < 3; life += 1) expect(await slot.life()).toBe(false);
  expect(slot.pins).toEqual(['AT+CPIN="1234"']);
  // Entered right in a phone: three tries again, locked again at the next power-on.
  slot.modem.receive(Buffer.from('AT+CPIN="4711"\r'));
  slot.modem.reboot();
  await slot.clock.advance(Minutes(1));
  slot.heard.length = 0;
  for (let life = 0; life < 3; life += 1) expect(await slot.life()).toBe(false);
  expect(slot.pins).toEqual([]);
  expect(slot.told.at(-1)).toContain("it is not tried again");
});

test("a second wrong PIN in the file is never sent: the card has two tries left, and these are a person's", async () => {
  const slot = new Slot("4711", "1234");
  await slot.life();
  slot.file = "2222";
  await slot.life();
  slot.file = "4711";
  await slot.life();
  expect(slot.pins).toEqual(['AT+CPIN="1234"']);
  expect(slot.told.at(-1)).toContain("only 2 tries are left");
});

test("the power fails between the PIN and its answer: the card's own counter tells whether it was wrong", async () => {
  const slot = new Slot("4711", "1234");
  const { store } = slot;
  await slot.life(1);
  const [key = ""] = [...store.durable.keys()].filter((name) => name.startsWith("sim/pin/"));
  // As the disk stood before the answer came.
  slot.store = new MemoryStore([[key, JSON.stringify({ kind: "given", triesBefore: 3 })]]);
  await slot.life();
  expect(slot.pins).toHaveLength(1);
  expect(slot.store.durable.get(key)).toBe(JSON.stringify({ kind: "refused" }));
});

test("a card that is busy after its PIN is given its time", async () => {
  const slot = new Slot("4711", "4711");
  const receive = slot.modem.receive.bind(slot.modem);
  slot.modem.receive = (bytes) => {
    receive(bytes);
    if (Buffer.from(bytes).toString("latin1").startsWith("AT+CPIN="))
      slot.modem.fault({ name: "sim-busy", lasts: Seconds(15) });
  };
  expect(await slot.life(1)).toBe(true);
});

test("neither the PIN nor a piece of its echo is in the trace", async () => {
  const slot = new Slot("4711", "4711");
  slot.modem.fault({ name: "echo-storm", times: 100, copies: 3 });
  await slot.life();
  const trace = JSON.stringify(slot.log.lines);
  expect(trace).toContain("+CPIN=(not shown)");
  expect(trace).not.toContain("4711");
});
