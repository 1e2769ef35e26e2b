import { expect, it } from "vitest";
import { tracedLine } from "../../src/at/traced-line.ts";

it.each([
  ["+CEREG: 2,1", "+CEREG: 2,1"],
  ['+CMTI: "SM",3', '+CMTI: "SM",3'],
  ['+CMGR: "REC READ","10086",,"26/11/22,17:03:05+32"', '+CMGR: "REC READ","(7)",,"(22)"'],
  ['+CUSD: 1,"Your balance is 12 CNY",15', '+CUSD: 1,"(24)",15'],
  ['+CUSD: 1,"a menu', '+CUSD: 1,"(7)"'],
  ['AT+CPIN="1234"', 'AT+CPIN="(6)"'],
  ['AT+CUSD=1,"*100#",15', 'AT+CUSD=1,"(7)",15'],
  ["0791", "0791"],
  ["+CUSD: 0,Your balance is 12 CNY,15", "+CUSD: 0,(22),15"],
  ["AT+CPIN=1234", "AT+CPIN=(4)"],
  ["+CPIN: SIM PIN", "+CPIN: SIM PIN"],
  ['+CPBR: 1,"13800138000",129,"Zhang San"', '+CPBR: 1,"(13)",129,"(11)"'],
  ['AT+CGAUTH=1,2,"user","hunter2"', 'AT+CGAUTH=1,2,"(6)","(9)"'],
  ["call +86 138 0013 8000 now", "call +86138******00 now"],
])("a trace shows %j as %j", (line, shown) => {
  expect(tracedLine(line)).toBe(shown);
});

it("a line inside somebody's text is shown as its length", () => {
  expect(tracedLine("your code is 1234", true)).toBe("(17 characters of a text)");
});
