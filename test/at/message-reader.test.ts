import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MessageReader, type ReadMessage } from "../../src/at/message-reader.ts";

const OUTPUT =
  'AT+CEREG?\r\r\n+CEREG: 3,1,"1A2B","01A2B3C4",7\r\n\r\nOK\r\n\0\0+CGEV: NW DETACH\r\n+CSQ: 20,99OK\r\n' +
  '+COPS: 0,0,"中国移动",7\r\n+FOO: bar\r\n+CME ERROR: 30\r\n> \r\n\xff\xfe\xff\r\n\r\nRDY';

function read(chunks: readonly Uint8Array[], asked?: string): ReadMessage[] {
  const seen: ReadMessage[] = [];
  const reader = new MessageReader((message) => seen.push(message), asked);
  for (const chunk of chunks) reader.feed(chunk);
  reader.end();
  return seen;
}
const bytes = Buffer.concat([
  Buffer.from(OUTPUT.slice(0, OUTPUT.indexOf("\xff")), "utf8"),
  Buffer.from([0xff, 0xfe, 0xff]),
  Buffer.from(OUTPUT.slice(OUTPUT.indexOf("\xff") + 3), "utf8"),
]);

describe("a modem's output becomes messages", () => {
  it("an error with a number keeps it although a line without its own beginning follows (27.007 9.2; Huawei)", () => {
    const glued = Buffer.from('\r\n+CME ERROR: 25+CNUM: "","+33600000000",145\r\n');
    expect(read([glued])).toMatchObject([{ kind: "error", scheme: "cme", code: 25 }, { kind: "subscriber-number" }]);
  });

  it("the lines of a menu keep the ends that they had inside their quotes", () => {
    const [menu] = read([Buffer.from('\r\n+CUSD: 1,"Menu\n1 Balance\r\n2 Data",15\r\n')]);
    expect(menu).toMatchObject({ kind: "ussd", text: "Menu\n1 Balance\r\n2 Data" });
  });

  it("each line stands in exactly one, and nothing is dropped", () => {
    expect(read([bytes]).map(({ kind }) => kind)).toEqual([
      "echo",
      "registration",
      "result",
      "packet-event",
      "signal",
      "result",
      "operator",
      "unknown",
      "error",
      "prompt",
      "unknown",
      "restart",
    ]);
  });

  it("an operator's name is read as UTF-8, and the line is kept as it was", () => {
    expect(read([bytes]).find(({ kind }) => kind === "operator")).toMatchObject({
      name: "中国移动",
      raw: '+COPS: 0,0,"中国移动",7',
    });
  });

  it("what is asked is taken from the echo, else from whoever captured it", () => {
    const answer = Buffer.from("EC20F\r\n\r\nOK\r\n");
    expect(read([Buffer.from("AT+CGMM\r\r\n"), answer])[1]).toMatchObject({ kind: "identity", value: "EC20F" });
    expect(read([answer], "AT+CGMM")[0]).toMatchObject({ kind: "identity", value: "EC20F" });
    expect(read([answer])[0]).toMatchObject({ kind: "unknown", raw: "EC20F" });
  });

  it("however the bytes are cut, the messages are the same", () => {
    const whole = read([bytes]);
    expect(read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 })), (cuts) => {
        const chunks: Uint8Array[] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          chunks.push(bytes.subarray(at, at + cut));
          at += cut;
        }
        expect(read(chunks)).toEqual(whole);
      }),
    );
  });

  it("any bytes at all are read without a fault", () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (chunks) => void read(chunks)));
  });
});

describe("what a terminal would obey is part of what the modem said", () => {
  const one = (text: string, asked?: string) => read([Buffer.from(text, "latin1")], asked);

  it("a text in text mode keeps its escapes and its NULs, which are GSM's brackets and its @ (23.038 6.2.1)", () => {
    const header = '+CMT: "+8613800138000",,"26/11/22,17:03:05+32"';
    expect(one(`${header}\r\nused \x1b<5 GB\x1b> of\x1be 10, ask me\0home.cn\r\n`)).toMatchObject([
      { kind: "sms", text: "used \x1b<5 GB\x1b> of\x1be 10, ask me\0home.cn" },
    ]);
    expect(one(`${header}\r\n\0home\r\n`)).toMatchObject([{ kind: "sms", text: "\0home" }]);
  });

  it("an operator's name with an escape in it is told", () => {
    expect(one('+COPS: 0,0,"A\x1b(B",7\r\n')).toMatchObject([{ kind: "operator", name: "A\x1b(B" }]);
  });

  it("noise is unknown and told as it came, a NUL inside a line does not hide what the line says", () => {
    expect(one("\x01\xfe\x02\r\nO\0K\r\n\0\0\r\n")).toMatchObject([
      { kind: "unknown", raw: "\x01\xfe\x02" },
      { kind: "result", raw: "O\0K" },
    ]);
  });
});

describe("a digit that a carriage return alone ends", () => {
  const kinds = (text: string, asked?: string) =>
    read([Buffer.from(text)], asked).map((message) => [message.kind, "raw" in message ? message.raw : ""]);

  it("is a result code of ATV0 behind a command (V.250 table 1)", () => {
    expect(kinds("+CSQ: 1,2\r\n0\r", "AT+CSQ")).toEqual([
      ["signal", "+CSQ: 1,2"],
      ["result", "0"],
    ]);
    expect(kinds("AT+CSQ\r+CSQ: 1,2\r\n0\rAT+FOO\r4\r")).toEqual([
      ["echo", "AT+CSQ"],
      ["signal", "+CSQ: 1,2"],
      ["result", "0"],
      ["echo", "AT+FOO"],
      ["error", "4"],
    ]);
  });

  it("is somebody's answer where a line feed follows, and nothing is presumed without a command", () => {
    expect(kinds("0\r\n", "AT+CSQ")).toEqual([["unknown", "0"]]);
    expect(kinds("0\r")).toEqual([["unknown", "0"]]);
  });
});
