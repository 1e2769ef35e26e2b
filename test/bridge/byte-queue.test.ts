import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteQueue } from "../../src/bridge/byte-queue.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");

function drained(queue: ByteQueue): string {
  let text = "";
  while (queue.length > 0) text += Buffer.from(queue.shift()).toString("latin1");
  return text;
}

test("what fits comes out as it came in, a line at a time", () => {
  const queue = new ByteQueue();
  queue.push(bytes("one\rtw"));
  queue.push(bytes("o\rthr"));
  expect(Buffer.from(queue.shift()).toString()).toBe("one\r");
  expect(Buffer.from(queue.shift()).toString()).toBe("two\r");
  expect(drained(queue)).toBe("thr");
});

test("however much comes and however it is cut, it never grows, and every line is whole or spoilt", () => {
  const lines = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(lines, fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 9 }), (sizes, chunk, rest) => {
      const said = sizes.map((size, at) => `${at}`.padStart(4, "0") + "x".repeat(size));
      const all = `${said.join("\r")}\r`;
      const queue = new ByteQueue();
      let out = "";
      for (let at = 0, turn = 0; at < all.length; at += chunk, turn += 1) {
        queue.push(bytes(all.slice(at, at + chunk)));
        expect(queue.length).toBeLessThanOrEqual(4_096);
        if (turn % rest === 0 && queue.length > 0) out += Buffer.from(queue.shift()).toString("latin1");
      }
      out += drained(queue);
      const whole = new Set([...said, ""]);
      const others = out.split("\r").filter((line) => !whole.has(line));
      expect(others.filter((line) => !line.endsWith("!\u00ff"))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("a line of which bytes are missing ends as no command and no text of a message can", () => {
  const queue = new ByteQueue();
  queue.push(bytes("x".repeat(4_000)));
  queue.push(bytes("y".repeat(200)));
  queue.push(bytes("z\rnext\r"));
  expect(drained(queue)).toBe(`${"x".repeat(4_000)}!\u00ff\rnext\r`);
});

test("of a line that is longer than what is held the beginning comes out, spoilt, and what is behind it is whole", () => {
  for (const size of [4_094, 5_000, 100_000]) {
    for (const end of ["\r", "\r\n"]) {
      const queue = new ByteQueue();
      queue.push(bytes(`AT${"x".repeat(size)}${end}AT+NEXT\r`));
      const [first = "", ...others] = drained(queue).split("\r");
      expect(first).toMatch(/^ATx+!\u00ff$/);
      expect(others).toEqual([`${end.slice(1)}AT+NEXT`, ""]);
    }
  }
});

test("a line that was begun is spoilt by what does not fit behind it, however full the queue is", () => {
  for (let size = 4_000; size <= 4_096; size += 1) {
    const queue = new ByteQueue();
    queue.push(bytes("x".repeat(size)));
    queue.push(bytes("y".repeat(100)));
    queue.push(bytes("z\rnext\r"));
    expect(queue.length).toBeLessThanOrEqual(4_096);
    expect(drained(queue)).toMatch(/^x+!\u00ff\r(next(!\u00ff)?\r)?$/);
  }
});

test("what ends a text of which bytes are missing comes out, however full the queue is", () => {
  for (let size = 3_900; size <= 4_400; size += 1) {
    const queue = new ByteQueue();
    queue.push(bytes("x".repeat(size)));
    queue.push(bytes(`${"y".repeat(4_100)}\u001aAT\r`));
    expect(queue.length).toBeLessThanOrEqual(4_096);
    expect(drained(queue).replace("\u001a", "END")).toMatch(/^x+!\u00ff\rEND(AT(!\u00ff)?\r)?$/);
  }
});
