import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dnsQuestion, isPublic, readDnsAnswer } from "../../src/host/dns-message.ts";

const QUESTION = dnsQuestion(0x4711, "alive.example.com");

interface Answer {
  readonly code?: number;
  readonly addresses?: readonly string[];
  /** The third byte of the header. */
  readonly flags?: number;
  readonly id?: number;
  /** How many records it says that it holds. */
  readonly count?: number;
}

/** An honest answer: the question, then records behind a pointer to its name. */
function answer({ code = 0, addresses = ["93.184.216.34"], flags = 0x81, id = 0x4711, count }: Answer = {}): Buffer {
  const message = Buffer.from(QUESTION);
  message.writeUInt16BE(id, 0);
  message.writeUInt8(flags, 2);
  message.writeUInt8(code, 3);
  message.writeUInt16BE(count ?? addresses.length, 6);
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split(".").map(Number)]),
  );
  return Buffer.concat([message, ...records]);
}

test("a question is written as the standard has it", () => {
  expect(QUESTION.toString("hex")).toBe(`47110100000100000000000005616c697665076578616d706c6503636f6d0000010001`);
});

describe("an answer", () => {
  test("tells its code and its addresses, whatever case the name comes back in", () => {
    const shouted = answer({ addresses: ["93.184.216.34", "10.0.0.1"] });
    shouted.write("ALIVE", 13, "latin1");
    expect(readDnsAnswer(shouted, QUESTION)).toEqual({ code: 0, addresses: ["93.184.216.34", "10.0.0.1"] });
    expect(readDnsAnswer(answer({ code: 3, addresses: [] }), QUESTION)).toEqual({ code: 3, addresses: [] });
  });

  test("passes over an alias before the address", () => {
    const alias = Buffer.from([0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 3, 1, 0x61, 0]);
    const both = answer({ count: 2 });
    const message = Buffer.concat([both.subarray(0, QUESTION.length), alias, both.subarray(QUESTION.length)]);
    expect(readDnsAnswer(message, QUESTION)?.addresses).toEqual(["93.184.216.34"]);
  });

  test.each([
    ["of another number", answer({ id: 0x4712 })],
    ["that is a question", answer({ flags: 0x01 })],
    ["to another name", Buffer.concat([answer().subarray(0, 13), Buffer.from("alivf"), answer().subarray(18)])],
    ["that breaks off in a record", answer().subarray(0, -1)],
    ["that promises more than it holds", answer({ count: 2 })],
    ["that promises more than anybody has", answer({ count: 33 })],
    ["of nothing", Buffer.alloc(0)],
  ])("%s is none", (_what, message) => {
    expect(readDnsAnswer(message, QUESTION)).toBeUndefined();
  });

  test("of any bytes behind the right question is read or refused, never a fault and never without end", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: 40 }), (bytes, count) => {
        const found = readDnsAnswer(Buffer.concat([answer({ addresses: [], count }), bytes]), QUESTION);
        expect(found === undefined || found.addresses.length <= 32).toBe(true);
      }),
    );
  });
});

test.each([
  ["10.1.2.3", false],
  ["100.64.0.1", false],
  ["100.128.0.1", true],
  ["127.0.0.1", false],
  ["172.16.0.1", false],
  ["172.32.0.1", true],
  ["192.168.1.1", false],
  ["0.0.0.0", false],
  ["255.255.255.255", false],
  ["93.184.216.34", true],
])("%s on the internet: %s", (address, holds) => expect(isPublic(address)).toBe(holds));
