import { expect, it } from "vitest";
import { decode } from "../../../src/at/decode.ts";

// prettier-ignore
const REFUSED: readonly (readonly [line: string, asked: string | undefined, why: string])[] = [
  ["OKAY", undefined, "only the whole word counts"],
  ["TOOKIO", undefined, "an operator may be called so"],
  ["ERRORCODE 5", undefined, "only the whole word counts"],
  ["0", undefined, "a digit without V0"],
  ["CONNECTED", undefined, "only the whole word counts"],
  ["NATIONAL", undefined, "only the whole word counts"],
  ['+CCLK: "XX/XX/XX,XX:XX:XX+XX"', "AT+CCLK?", "ModemManager's tests"],
  ['+CCLK: "26/13/22,17:03:05+32"', undefined, "no such month"],
  ['+CCLK: "26/02/30,17:03:05+32"', undefined, "no such day"],
  ["^TIME: 14-08-05 04:00:21", "AT^TIME", "ModemManager's tests"],
  ["^TIME: 14/08/05 04:00:21 AEST", "AT^TIME", "ModemManager's tests"],
  ["^TIME: XX/XX/XX,XX:XX:XX+XX,XX", undefined, "ModemManager's tests"],
  ['+CSIM:000063CF"', undefined, "ModemManager's tests: no length"],
  ["adsfasdfasdfasdf", "AT+GSN", "ModemManager's tests"],
  ["0x6030Cfgh", "AT+GSN", "ModemManager's tests"],
  ["+CSQ: (0-31,99),(0-7,99)", "AT+CSQ=?", "what is supported is no measure"],
  ["+CFUN: (0,1,4),(0,1)", "AT+CFUN=?", "what is supported is no state"],
  ["354237065082227", undefined, "a number that nobody asked for"],
  ["Quectel", undefined, "a word that nobody asked for"],
  ["+UGCNTRD: 1,2,3", undefined, "cut short"],
  ["+QGDCNT: 18446744073709551616,0", undefined, "more than 64 bits"],
  ["+CESQ: 99,99,255", undefined, "cut short"],
  ["+CIEV: signal,3", undefined, "another indicator"],
  ['+QLTS: ""', "AT+QLTS", "Quectel before the network told"],
];

it.each(REFUSED)("%j answering %s is no message of a known kind (%s)", (line, asked) => {
  expect(["unknown", "range", "indicator"]).toContain(decode(line, asked).kind);
});
