import { describe, expect, it } from "vitest";
import { decode } from "../../src/at/decode.ts";
import type { RangeMessage, SmsStorageMessage } from "../../src/at/message.ts";
import { chooseStorage, indicationLines } from "../../src/modem/sms-setup.ts";

function storage(line: string | undefined, asked: string): SmsStorageMessage | undefined {
  const message = line === undefined ? undefined : decode(line, asked);
  return message?.kind === "sms-storage" ? message : undefined;
}

const choose = (now: string | undefined, offered: string | undefined) =>
  chooseStorage(storage(now, "AT+CPMS?"), storage(offered, "AT+CPMS=?"));

function range(line: string): RangeMessage | undefined {
  const message = decode(line, "AT+CNMI=?");
  return message.kind === "range" ? message : undefined;
}

const ALL = '+CPMS: ("SM","ME"),("SM","ME"),("SM","ME")';

describe("the storage", () => {
  it.each([
    ["where the modem receives", '+CPMS: "SM",1,50,"SM",1,50,"ME",3,255', ALL, { reading: "ME", receiving: false }],
    [
      "also when the modem does not tell which there are",
      '+CPMS: "ME",1,50,"ME",1,50,"ME",3,255',
      undefined,
      { reading: "ME", receiving: false },
    ],
    [
      "another one where that cannot be read",
      '+CPMS: "SM",1,50,"SM",1,50,"SR",3,9',
      ALL,
      { reading: "ME", receiving: true },
    ],
    [
      "one that is offered where the modem does not tell",
      undefined,
      '+CPMS: ("SM"),("SM"),("SM")',
      { reading: "SM", receiving: true },
    ],
    ["none where nothing is known", undefined, undefined, undefined],
    ["none where nothing is offered (Nokia C6)", undefined, "+CPMS: (),(),()", undefined],
  ])("%s", (_name, now, offered, choice) => {
    expect(choose(now, offered)).toEqual(choice);
  });
});

describe("the indications", () => {
  it.each([
    ["everything", "+CNMI: (0,1,2,3),(0,1,2,3),(0,2,3),(0,1,2),(0,1)", "AT+CNMI=2,1,0,2,0"],
    ["ranges", "+CNMI: (0-3),(0-3),(0,2),(0,1),(0)", "AT+CNMI=2,1,0,1,0"],
    ["no mode 2 (Qualcomm)", "+CNMI: (0,1),(0,1,2,3),(0,2),(0,1),(0,1)", "AT+CNMI=1,1,0,1,0"],
    ["only a full buffer dropped", "+CNMI: (2),(0,1),(0),(0,2),(1)", "AT+CNMI=2,1,0,2,1"],
    ["no announcing", "+CNMI: (0-2),(0,2),(0),(0),(0)", "AT+CNMI=2,2,0,0,0"],
  ])("a modem that offers %s is asked first for the best of it", (_name, line, first) => {
    expect(indicationLines(range(line))[0]).toBe(first);
  });

  it("of what was refused the next is simpler, and without an offer the usual ones are tried", () => {
    expect(indicationLines(range("+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)"))).toEqual([
      "AT+CNMI=2,1,0,2,0",
      "AT+CNMI=1,1,0,2,0",
      "AT+CNMI=2,1,0,0,0",
      "AT+CNMI=2,1",
      "AT+CNMI=1,1,0,0,0",
      "AT+CNMI=1,1",
    ]);
    expect(indicationLines(undefined)).toContain("AT+CNMI=2,1");
  });
});
