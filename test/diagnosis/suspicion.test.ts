import { describe, expect, it } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { type Duration, Millis, Seconds } from "../../src/base/duration.ts";
import { MonoMs, WallMs } from "../../src/base/instant.ts";
import { NO_SUSPICION, suspect, type Suspicion, type SuspicionEffect } from "../../src/diagnosis/suspicion.ts";
import { type Modem, UNKNOWN_MODEM } from "../../src/modem/modem.ts";
import { step } from "../../src/modem/step.ts";

/** A device whose modem says lines and whose meter says numbers, at given seconds. */
class World {
  modem: Modem = UNKNOWN_MODEM;
  suspicion: Suspicion = NO_SUSPICION;
  readonly effects: SuspicionEffect[] = [];
  #now = 0;

  says(...lines: readonly string[]): this {
    for (const line of lines) {
      const { modem, effects } = step(this.modem, decode(line));
      this.modem = modem;
      for (const effect of effects)
        this.#feed({ kind: "modem", effect, service: modem.service, radioOff: modem.radioOff === true });
    }
    return this;
  }

  meters(overLimit: boolean, down: bigint): this {
    this.#feed({ kind: "limit", fact: { overLimit, text: "used up", down } });
    return this;
  }

  later(by: Duration): this {
    this.#now += by;
    return this;
  }

  get kinds(): string[] {
    return this.suspicion.evidence.map((piece) => piece.kind);
  }

  #feed(input: Parameters<typeof suspect>[1]): void {
    const { state, effects } = suspect(this.suspicion, input, {
      wall: WallMs(1_764_000_000_000 + this.#now),
      mono: MonoMs(this.#now),
    });
    this.suspicion = state;
    this.effects.push(...effects);
  }
}

const attached = (): World => new World().says("+CPIN: READY", "+CGATT: 1", "+CGACT: 1,1", "+CEREG: 2,1");

describe("a suspicion is held with its evidence and given back when service returns", () => {
  it("a detach by the network is suspected, not proved", () => {
    const world = attached().says("+CGEV: NW DETACH");
    expect(world.suspicion).toMatchObject({ held: true, confidence: 0.5 });
    expect(world.kinds).toEqual(["network-detach"]);
    expect(world.effects.map((effect) => effect.kind)).toEqual(["suspected"]);
  });

  it("a denial after a detach makes it stronger, and never certain", () => {
    const world = attached().says("+CGEV: NW DETACH", "+CEREG: 3,,,,0,7");
    expect(world.kinds).toEqual(["network-detach", "denied-permanently"]);
    expect(world.suspicion.confidence).toBe(0.85);
    expect(world.suspicion.confidence).toBeLessThan(1);
  });

  it("a quick re-attach clears it: maintenance, not a suspension", () => {
    const world = attached().says("+CGEV: NW DETACH").later(Seconds(20)).says("+CEREG: 1", "+CGATT: 1", "+CGACT: 1,1");
    expect(world.suspicion.held).toBe(false);
    expect(world.effects.at(-1)).toMatchObject({ kind: "cleared", why: "packet data service is back" });
  });

  it("service that went without a word of the network is weak evidence: its URC was lost", () => {
    expect(attached().says("+CGATT: 0").suspicion).toMatchObject({ held: true, confidence: 0.3 });
    expect(attached().says("+CGACT: 1,0").kinds).toEqual(["service-lost"]);
  });

  it("service that was there before the port vanished and is gone after it came back is evidence", () => {
    const world = attached();
    world.modem = { ...UNKNOWN_MODEM, lastData: "up" };
    expect(world.says("+CPIN: READY", "+CGATT: 0", "+CGACT: 1,0", "+CEREG: 2,1").kinds).toEqual(["service-lost"]);
  });

  it("what the network did say is not counted twice", () => {
    expect(attached().says("+CGEV: NW DETACH", "+CGATT: 0", "+CGACT: 1,0").kinds).toEqual(["network-detach"]);
  });

  it("our own side's detach is no evidence", () => {
    expect(attached().says("+CGEV: ME DETACH").suspicion.held).toBe(false);
  });

  it("a context taken by the network is evidence", () => {
    expect(attached().says("+CGEV: NW PDN DEACT 1").kinds).toEqual(["context-lost"]);
  });

  it("lost registration is weak evidence: it may be coverage", () => {
    const world = attached().says("+CEREG: 2");
    expect(world.suspicion).toMatchObject({ held: true, confidence: 0.2 });
  });

  it("a modem that has not registered yet after its start is no evidence", () => {
    expect(new World().says("+CPIN: READY", "+CEREG: 2,2").suspicion.held).toBe(false);
  });

  it("a card that is denied when the agent starts is suspected", () => {
    expect(new World().says("+CPIN: READY", "+CEREG: 3,3,,,,0,8").kinds).toEqual(["denied-permanently"]);
  });

  it("the same loss told by several domains is told once", () => {
    const world = attached().says("+CGREG: 2,1", "+CREG: 2,1").says("+CREG: 2", "+CGREG: 2", "+CEREG: 2");
    expect(world.effects).toHaveLength(1);
  });
});

describe("the own meter's limit", () => {
  it("is evidence when it is crossed, beside what the network does", () => {
    const world = attached().meters(true, 1_000n).says("+CGEV: NW DETACH");
    expect(world.kinds).toEqual(["over-limit", "network-detach"]);
    expect(world.suspicion.confidence).toBe(0.68);
  });

  it("stays evidence when service returns but no byte does", () => {
    const world = attached().meters(true, 1_000n).says("+CGEV: NW DETACH", "+CEREG: 1", "+CGATT: 1", "+CGACT: 1,1");
    expect(world.kinds).toEqual(["over-limit"]);
  });

  it("is given up when data still arrives a minute later: this carrier does not stop at the limit", () => {
    const world = attached().meters(true, 1_000n).later(Seconds(61)).meters(true, 6_000n);
    expect(world.suspicion.held).toBe(false);
    expect(world.effects.at(-1)).toMatchObject({
      kind: "cleared",
      why: "the quota is used up, but data still arrives",
    });
  });

  it("is not given up for a few late bytes, nor for bytes right after the crossing", () => {
    expect(attached().meters(true, 1_000n).later(Seconds(61)).meters(true, 1_500n).suspicion.held).toBe(true);
    expect(attached().meters(true, 1_000n).later(Millis(500)).meters(true, 90_000n).suspicion.held).toBe(true);
  });

  it("ends with the cycle, and may be evidence again in the next one", () => {
    const world = attached().meters(true, 1_000n).meters(false, 1_000n);
    expect(world.suspicion.held).toBe(false);
    expect(world.meters(true, 2_000n).kinds).toEqual(["over-limit"]);
  });
});

describe("a loss that has its cause on this side is nothing that the carrier did", () => {
  it("a card that is pulled takes the registration with it: nothing is suspected", () => {
    expect(attached().says("+CPIN: NOT INSERTED", "+CEREG: 0").suspicion).toEqual(NO_SUSPICION);
  });

  it("what the loss raised is taken back when the card's absence is told a moment later", () => {
    const world = attached().says("+CEREG: 0").later(Seconds(5)).says("+CPIN: NOT INSERTED");
    expect(world.suspicion.held).toBe(false);
    expect(world.effects.map(({ kind }) => kind)).toEqual(["suspected", "cleared"]);
  });

  it("a card that asks for its PIN, or a radio that is off, explains it as well", () => {
    expect(attached().says("+CPIN: SIM PIN", "+CEREG: 0").suspicion.held).toBe(false);
    expect(attached().says("+CFUN: 4", "+CEREG: 0").suspicion.held).toBe(false);
  });

  it("what the network refused, or took long before, is not explained by it", () => {
    expect(attached().says("+CEREG: 3", "+CPIN: NOT INSERTED").suspicion.held).toBe(true);
    expect(attached().says("+CEREG: 0").later(Seconds(600)).says("+CPIN: NOT INSERTED").suspicion.held).toBe(true);
  });

  it("a radio that is on again explains nothing more", () => {
    expect(attached().says("+CFUN: 4", "+CFUN: 1", "+CEREG: 0").suspicion.held).toBe(true);
  });
});
