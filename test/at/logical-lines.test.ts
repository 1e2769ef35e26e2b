import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LogicalLines } from "../../src/at/logical-lines.ts";

function joined(...lines: readonly string[]): string[] {
  const out: string[] = [];
  const logical = new LogicalLines((line) => out.push(line));
  for (const line of lines) logical.feed(line);
  logical.flush();
  return out;
}

const PDU = "07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07";

describe("a header and its body", () => {
  it.each([
    ["a delivered PDU", ["+CMT: ,37", PDU]],
    ["a delivered PDU with a name", ['+CMT: "Bank",37', PDU]],
    ["a status report", ["+CDS: 26", PDU]],
    ["ZTE's status report", ["+CDS: ,26", PDU]],
    ["a read PDU", ["+CMGR: 1,,37", PDU]],
    ["Telit's empty name", ['+CMGR: 0,"",50', PDU]],
    ["a listed PDU", ["+CMGL: 3,1,,37", PDU]],
    ["a PDU that lost a digit", ["+CMT: ,37", PDU.slice(0, -1)]],
    ["a PDU with its Ctrl-Z", ["+CMGR: 1,,37", `${PDU}\x1a`]],
    ["a PDU of digits alone", ["+CMGR: 2,,8", "0001000291100000"]],
    ["a PDU with a quote", ["+CMGR: 1,,37", `${PDU}"`]],
    ["a read PDU with nothing but its length", ["+CMGR: 37", PDU]],
    ["a read PDU with its index", ["+CMGR: 12,1,,37", PDU]],
    ["a delivered text", ['+CMT: "+8613800000000",,"26/11/22,17:03:05+32"', "hello"]],
    ["a read text of several lines", ['+CMGR: "REC READ","10086",,"26/11/22,17:03:05+32"', "one", "two"]],
  ])("%s is one logical line", (_name, lines) => {
    expect(joined(...lines)).toEqual([lines.join("\r\n")]);
  });

  it("a list of texts ends with the final result, and every entry is its own", () => {
    const [first, second] = ['+CMGL: 1,"REC READ","10086"', '+CMGL: 2,"REC READ","10010"'];
    expect(joined(first, "余额".normalize(), "line two", second, "OK is not alone", "OK")).toEqual([
      `${first}\r\n余额\r\nline two`,
      `${second}\r\nOK is not alone`,
      "OK",
    ]);
  });

  it("a PDU header whose body never came does not take the next line for it", () => {
    expect(joined("+CMT: ,37", "+CEREG: 3", "OK")).toEqual(["+CMT: ,37", "+CEREG: 3", "OK"]);
  });

  it.each(["460001234567890", "861234567890123", "89860412345678901234"])(
    "a PDU header whose body never came does not take the number %s that was asked for",
    (number) => {
      expect(joined("+CMT: ,37", number, "OK")).toEqual(["+CMT: ,37", number, "OK"]);
    },
  );

  it("a text that reads OK is a text when it was delivered", () => {
    expect(joined('+CMT: "10086",,"26/11/22,17:03:05+32"', "OK", "+CREG: 1")).toEqual([
      '+CMT: "10086",,"26/11/22,17:03:05+32"\r\nOK',
      "+CREG: 1",
    ]);
  });

  it("a status report in text mode has no body", () => {
    const report = '+CDS: 6,37,"+8613800000000",145,"26/11/22,17:03:05+32","26/11/22,17:03:09+32",0';
    expect(joined(report, "+CREG: 1")).toEqual([report, "+CREG: 1"]);
  });
});

describe("a list of operators that is broken in two (27.007 7.3; Nokia)", () => {
  const [first, second] = [
    '+COPS: (2,"Elisa","Elisa","24405",0),(1,"DNA","DNA","24412",0),',
    ' (3,"Telia","Telia","24491",2)',
  ];

  it("is one logical line, whose two halves may be told from a text", () => {
    expect(joined(first, second, "OK")).toEqual([`${first}\r\n${second}`, "OK"]);
    const logical = new LogicalLines(() => {});
    logical.feed(first);
    expect(logical.insideText).toBe(false);
  });

  it("goes on after every half that ends so, and ends with the answer", () => {
    expect(joined(first, ' (3,"Telia","Telia","24491",2),', second, "OK")).toHaveLength(2);
    expect(joined(first, "OK")).toEqual([first, "OK"]);
    expect(joined(first, "+CREG: 1", second)).toEqual([first, "+CREG: 1", second]);
  });
});

describe("a USSD menu", () => {
  it("is one logical line although its text has line ends", () => {
    const lines = ['+CUSD: 1,"1. balance', "2. data left", "OK", '0. back",15'];
    expect(joined(...lines, "OK")).toEqual([lines.join("\r\n"), "OK"]);
  });

  it("with quoted words in it ends with the quote that is the last of a pair, or that a coding follows", () => {
    const lines = ['+CUSD: 1,"Menu "home"', '1. "data"', 'OK",15'];
    expect(joined(...lines, "OK")).toEqual([lines.join("\r\n"), "OK"]);
    expect(joined('+CUSD: 0,"Your "bonus" is 5"', "OK")).toEqual(['+CUSD: 0,"Your "bonus" is 5"', "OK"]);
  });

  it("whose closing quote was lost is given up after two dozen lines", () => {
    const lines = ['+CUSD: 1,"menu', ...Array.from({ length: 100 }, (_, n) => `line ${n}`)];
    const out = joined(...lines);
    expect(out[0]?.split("\r\n")).toHaveLength(24);
    expect(out.slice(1)).toEqual(lines.slice(24));
  });

  it("an open quote of any other line holds nothing up", () => {
    expect(joined('+COPS: 0,0,"Nokia', "OK")).toEqual(['+COPS: 0,0,"Nokia', "OK"]);
  });
});

it("nothing is lost, whatever comes", () => {
  const line = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom("OK", PDU, "+CMT: ,37", '+CUSD: 1,"x', '+CMGR: "REC READ","1"', "+CDS: 3", '",15'),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      expect(
        joined(...lines)
          .flatMap((logical) => logical.split("\r\n"))
          .join("\n"),
      ).toBe(lines.flatMap((one) => one.split("\r\n")).join("\n"));
    }),
  );
});

describe("a USSD text whose closing quote was lost", () => {
  const heard = (...lines: readonly string[]): string[] => {
    const seen: string[] = [];
    const logical = new LogicalLines((line) => seen.push(line));
    for (const line of lines) logical.feed(line);
    logical.flush();
    return seen;
  };

  it.each(["+CME ERROR: 30", "+CEREG: 2,1"])("ends before %s", (next) => {
    expect(heard('+CUSD: 1,"one', "two", next)).toEqual(['+CUSD: 1,"one\r\ntwo', next]);
  });
});
