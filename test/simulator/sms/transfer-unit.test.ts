import fc from "fast-check";
import { expect, test } from "vitest";
import { WallMs } from "../../../src/base/instant.ts";
import { gsmCodes, gsmText } from "../../../src/simulator/sms/gsm-alphabet.ts";
import { hexOf, octetsOf } from "../../../src/simulator/sms/octets.ts";
import { packSeptets, unpackSeptets } from "../../../src/simulator/sms/septets.ts";
import { addressOf, centreField, readCentreField } from "../../../src/simulator/sms/sms-address.ts";
import { stampText } from "../../../src/simulator/sms/time-stamp.ts";
import { readUnit, unitOctets } from "../../../src/simulator/sms/transfer-unit.ts";
import { headerOf, textOf, userDataOf } from "../../../src/simulator/sms/user-data.ts";

/** Behind the service centre of a PDU. */
function unitOf(pdu: string) {
  const octets = octetsOf(pdu) ?? new Uint8Array();
  return readUnit(octets.subarray(readCentreField(octets)?.end ?? 0));
}

test("the packing that every text book shows", () => {
  expect(hexOf(packSeptets(gsmCodes("hellohello") ?? []))).toBe("E8329BFD4697D9EC37");
});

test("a delivered message is read as it was meant", () => {
  const unit = unitOf("07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37");
  expect(unit).toMatchObject({ kind: "deliver", pid: 0 });
  if (unit?.kind !== "deliver") return;
  expect(unit.from.number).toBe("27838890001");
  expect(stampText(unit.stamp)).toBe("99/03/29,15:16:59+08");
  expect(textOf(unit.data)).toBe("hellohello");
});

test("a submitted message is read as it was meant", () => {
  const unit = unitOf("0011000B916407281553F80000AA0AE8329BFD4697D9EC37");
  if (unit?.kind !== "submit") throw new Error("not a submit");
  expect(unit.to).toEqual({ number: "+46708251358", type: 145 });
  expect(hexOf(unit.validity)).toBe("AA");
  expect(textOf(unit.data)).toBe("hellohello");
  expect(hexOf(unitOctets(unit))).toBe("11000B916407281553F80000AA0AE8329BFD4697D9EC37");
});

test("a sender may have a name", () => {
  const data = userDataOf("x", 1)[0];
  if (data === undefined) throw new Error("no data");
  const stamp = { wall: WallMs(Date.UTC(2026, 10, 22)), quarterHours: -7 };
  const unit = readUnit(unitOctets({ kind: "deliver", first: 4, from: addressOf("CMCC IoT"), pid: 0, stamp, data }));
  expect(unit).toMatchObject({ from: { number: "CMCC IoT", type: 0xd0 }, stamp });
});

test("the service centre of a PDU goes there and back", () => {
  const octets = centreField(addressOf("+8613800100500"));
  expect(hexOf(octets)).toBe("0891683108100005F0");
  expect(readCentreField(octets)?.centre).toEqual(addressOf("+8613800100500"));
});

test("septets come back, whatever bits stand before them", () => {
  const codes = fc.array(fc.integer({ min: 0, max: 127 }), { maxLength: 160 });
  fc.assert(
    fc.property(codes, fc.integer({ min: 0, max: 6 }), (given, fill) => {
      expect(unpackSeptets(packSeptets(given, fill), given.length, fill)).toEqual(given);
    }),
  );
});

test("the alphabet has 137 characters, each of which comes back", () => {
  const all =
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€\f";
  expect(Array.from(all)).toHaveLength(137);
  expect(gsmText(gsmCodes(all) ?? [])).toBe(all);
  expect(gsmCodes("中")).toBeUndefined();
});

test.each([
  ["a", 1, 160],
  ["€", 1, 80],
  ["中", 1, 70],
  ["a", 2, 161],
  ["中", 2, 71],
  ["a", 3, 307],
  ["中", 3, 135],
])("%j fills %i messages from %#: %i times", (char, parts, times) => {
  const made = userDataOf(char.repeat(times), 7);
  expect(made).toHaveLength(parts);
  expect(made.map(textOf).join("")).toBe(char.repeat(times));
  for (const { octets } of made) expect(octets.length).toBeLessThanOrEqual(140);
  const headers = made.map((data) => hexOf(headerOf(data)));
  expect(headers).toEqual(made.map((_, index) => (parts === 1 ? "" : `0003070${parts}0${index + 1}`)));
});

test("no octets make the reader throw", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => void readUnit(octets)));
});
