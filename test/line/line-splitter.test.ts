import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineSplitter } from "../../src/line/line-splitter.ts";
import { settle } from "../support/fake-clock.ts";

function splitter(options: { maxLine?: number } = {}) {
  const seen: string[] = [];
  const discarded: [number, string][] = [];
  const line = new LineSplitter(
    {
      onLine: (text) => seen.push(text),
      onPrompt: () => seen.push("<prompt>"),
      onDiscarded: (n, why) => discarded.push([n, why]),
    },
    options,
  );
  return { line, seen, discarded, feed: (text: string) => line.feed(Buffer.from(text, "latin1")) };
}

describe("bytes become lines", () => {
  it("an echo, an answer and a final result are three lines without their ends", async () => {
    const { seen, feed } = splitter();
    feed("AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    await settle();
    expect(seen).toEqual(["AT+CSQ", "+CSQ: 20,99", "OK"]);
  });

  it("an operator's name in UTF-8 is read as that, bytes that are no UTF-8 as Latin-1", async () => {
    const { line, seen } = splitter();
    line.feed(Buffer.from('+COPS: 0,0,"中国移动",7\r\n', "utf8"));
    line.feed(Buffer.from('+COPS: 0,0,"Telef\xf3nica",7\r\n', "latin1"));
    await settle();
    expect(seen).toEqual(['+COPS: 0,0,"中国移动",7', '+COPS: 0,0,"Telef\xf3nica",7']);
  });

  it("a text in UTF-8 that is made of high bytes alone is read, the same bytes a bit off are noise", async () => {
    const { line, seen, discarded } = splitter();
    const text = Buffer.from("您本月流量已用完\r\n", "utf8");
    line.feed(text);
    line.feed(text.map((byte) => (byte > 0x7f ? byte ^ 0x40 : byte)));
    line.feed(Buffer.from("Привет\u0085\r\n", "utf8"));
    await settle();
    expect(seen).toEqual(["您本月流量已用完"]);
    expect(discarded.map(([, why]) => why)).toEqual(["unprintable", "unprintable"]);
  });

  it("the echo of a body keeps the Ctrl-Z that ends it, one anywhere else is noise", async () => {
    const { seen, discarded, feed } = splitter();
    feed("0011000A9100\x1a\r\nAB\x1aCD\r\n\x1a\r\nOK\r\n");
    await settle();
    expect(seen).toEqual(["0011000A9100\x1a", "OK"]);
    expect(discarded).toHaveLength(2);
  });

  it("however the bytes are cut, the lines are the same", async () => {
    const text =
      '\r\n+CEREG: 2,1,"1A2B","01A2B3C4",7\r\n\r\nOK\r\n\0\0\r\nRDY\r\n+COPS: 0,0,"\xd6\xd0TOOKIO",7\rOK\r\n';
    const whole = splitter();
    whole.feed(text);
    await settle();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 })), async (cuts) => {
        const pieces = splitter();
        let at = 0;
        for (const cut of cuts) {
          pieces.feed(text.slice(at, at + cut));
          at += cut;
        }
        pieces.feed(text.slice(at));
        await settle();
        expect(pieces.seen).toEqual(whole.seen);
      }),
      { numRuns: 50 },
    );
    expect(whole.seen).toEqual(['+CEREG: 2,1,"1A2B","01A2B3C4",7', "OK", "RDY", '+COPS: 0,0,"\xd6\xd0TOOKIO",7', "OK"]);
  });

  it("an information line keeps an escape of GSM's alphabet, as does a text that is mostly printable", async () => {
    const { seen, discarded, feed } = splitter();
    feed('+COPS: 0,0,"\x1b<",7\r\nused \x1b<5 GB of 10\r\nA\x1bB\r\n');
    await settle();
    expect(seen).toEqual(['+COPS: 0,0,"\x1b<",7', "used \x1b<5 GB of 10"]);
    expect(discarded).toEqual([[3, "unprintable"]]);
  });

  it("NULs around and inside a line vanish", async () => {
    const { seen, feed } = splitter();
    feed("\0\0\r\nO\0K\r\n");
    await settle();
    expect(seen).toEqual(["OK"]);
  });

  it("bytes above 0x7f stay one character each instead of becoming U+FFFD", async () => {
    const { seen, feed } = splitter();
    feed('+COPS: 0,0,"\xd6\xd0\xb9\xfaMOBILE LTE"\r\n');
    await settle();
    expect(seen).toEqual(['+COPS: 0,0,"\xd6\xd0\xb9\xfaMOBILE LTE"']);
  });

  it("the prompt is seen although it has no line end, in its place among the lines, and only while one is expected", async () => {
    const { line, seen, feed } = splitter();
    feed("> not a prompt\r\n");
    line.expectPrompt(true);
    feed('\r\n+CMTI: "SM",3\r\n\r\n>');
    feed(" ");
    line.expectPrompt(true);
    feed("\r\nOK\r\n");
    await settle();
    expect(seen).toEqual(["> not a prompt", '+CMTI: "SM",3', "<prompt>", "OK"]);
  });
});

describe("what is no line does no harm", () => {
  it("twelve mebibytes without a line end are discarded in bounded memory and time, and the next line is read", async () => {
    const { seen, discarded, line, feed } = splitter();
    const chunk = Buffer.alloc(64 * 1024, 0x55);
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 192; i += 1) line.feed(chunk);
    feed("\r\nOK\r\n");
    await settle();
    expect(seen).toEqual(["OK"]);
    expect(discarded.reduce((sum, [n]) => sum + n, 0)).toBeGreaterThanOrEqual(12 * 1024 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
  });

  it("a line that is exactly too long is dropped, the one before and the one after are kept", async () => {
    const { seen, discarded, feed } = splitter({ maxLine: 16 });
    feed(`+A: 1\r\n${"x".repeat(40)}\r\n+B: 2\r\n`);
    await settle();
    expect(seen).toEqual(["+A: 1", "+B: 2"]);
    expect(discarded.every(([, why]) => why === "too-long")).toBe(true);
  });

  it("noise of a wrong baud rate is counted, not passed on", async () => {
    const { seen, discarded, feed } = splitter();
    feed("\x01\xfe\x80\x02\n\xf0\xe1\xff\xfe\nOK\r\n");
    await settle();
    expect(seen).toEqual(["OK"]);
    expect(discarded.map(([, why]) => why)).toEqual(["unprintable", "unprintable"]);
  });

  it("any bytes at all are survived, and a clean line after a line end is always read", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (noise) => {
        const { line, seen, feed } = splitter({ maxLine: 64 });
        line.feed(noise);
        feed("\r\nOK\r\n");
        await settle();
        expect(seen.at(-1)).toBe("OK");
      }),
      { numRuns: 100 },
    );
  });
});

describe("many lines in one piece", () => {
  it("lines of all lengths up to the bound are the same, whole and cut anywhere", async () => {
    const maxLine = 32;
    const lengths = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(lengths, fc.array(fc.integer({ min: 1, max: 50 })), async (given, cuts) => {
        const bytes = Buffer.from(given.map((length) => `${"x".repeat(length)}\n`).join(""));
        const pieces = splitter({ maxLine });
        let at = 0;
        for (const cut of cuts) pieces.line.feed(bytes.subarray(at, (at += cut)));
        pieces.line.feed(bytes.subarray(at));
        await settle();
        const kept = given.filter((length) => length > 0 && length < maxLine);
        const lost = given.filter((length) => length >= maxLine).reduce((sum, length) => sum + length, 0);
        expect(pieces.seen).toEqual(kept.map((length) => "x".repeat(length)));
        expect(pieces.discarded.reduce((sum, [count]) => sum + count, 0)).toBe(lost);
      }),
      { numRuns: 300 },
    );
  });

  it("a line of nothing but spaces is no line", async () => {
    const { seen, feed } = splitter();
    feed("\r\n   \r\n\t\r\nOK\r\n");
    await settle();
    expect(seen).toEqual(["OK"]);
  });
});
