import fc from "fast-check";
import { expect, test } from "vitest";
import { readGuarded, withCheck } from "../../src/bridge/check-byte.ts";
import { bridgeBench } from "../support/bridge-bench.ts";
import { MemoryStore } from "../support/memory-store.ts";

const lines = (text: string): readonly string[] => text.split("\r\n").filter((part) => part !== "");

test("however a client's bytes are split, the answers are the same", async () => {
  const said = "AT+WARDVER?\rAT+WARDASK=5,1,2000,30\r\nAT+WARDSTAT?;+WARDBUD=2\rATX9\rAT+NO\rAT+WARDSUB=1\r";
  const { client } = await bridgeBench();
  const whole = await client().say(said);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: said.length - 1 }), { maxLength: 12 }), async (cuts) => {
      const bench = await bridgeBench();
      const { handler, peer } = bench.client();
      const places = [...new Set([0, ...cuts.toSorted((a, b) => a - b), said.length])];
      for (const [at, from] of places.entries()) {
        handler.receive(Buffer.from(said.slice(from, places[at + 1] ?? said.length), "latin1"));
        await bench.clock.advance(0);
      }
      await bench.clock.advance(0);
      expect(peer.heard).toBe(whole);
    }),
    { numRuns: 60 },
  );
});

test("a command that lost one byte never becomes another grant than was asked for", async () => {
  const said = "AT+WARDASK=12,1,2048,30\r";
  for (let lost = 0; lost < said.length; lost += 1) {
    const { client, heard } = await bridgeBench();
    const { say } = client();
    await say(said.slice(0, lost) + said.slice(lost + 1));
    // One retry puts everything right, also where the line's end was lost.
    expect(lines(await say("\rAT+WARDASK=12,1,2048,30\r")).slice(-2)).toEqual([
      expect.stringMatching(/^\+WARDASK: 12,\d{10},2048,30,0,0$/),
      "OK",
    ]);
    for (const one of heard) {
      if (one.heard !== "ask") continue;
      expect(one.request.class).toBe("payment");
      expect(one.request.bytes).toBeLessThanOrEqual(2_048);
    }
  }
});

test("with a check byte a damaged line is an error, and every line of ours carries one", async () => {
  const { client } = await bridgeBench();
  const { say } = client();
  const guarded = (text: string): string => `AT${withCheck(text)}\r`;
  expect(await say(guarded("+WARDASK=1,1,2048,30").replace("2048", "2049"))).toBe("\r\nERROR\r\n");
  expect(await say("AT+WARDSUB?\r")).toBe("\r\n+WARDSUB: 0\r\n\r\nOK\r\n");
  const [answer = "", result] = lines(await say(guarded("+WARDASK=1,1,2048,30")));
  expect(readGuarded(answer)).toEqual({ kind: "checked", text: "+WARDASK: 1,1000000001,2048,30,0,0" });
  expect(result).toBe("OK");
});

test("whatever bytes come, an honest client is answered, and nothing is thrown", async () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 600 }),
    fc
      .constantFrom("AT", "AT+WARD", "\r", "A/", "ATQ1V0E1\r", "AT+WARDASK=1,1,5,5\r", "ATS4=0\r", "AT&D0\r", "*00\r")
      .map((text) => Uint8Array.from(Buffer.from(text, "latin1"))),
    fc.integer({ min: 1, max: 20_000 }).map((length) => new Uint8Array(length).fill(0x41)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
      const { client, clock } = await bridgeBench();
      const [hostile, honest] = [client(), client()];
      for (const bytes of pieces) hostile.handler.receive(bytes);
      await clock.advance(5_000);
      expect(await honest.command("AT+WARDSTAT?")).toEqual([expect.stringMatching(/^\+WARDSTAT: /), "OK"]);
    }),
    { numRuns: 150 },
  );
});

test("no line that is sent is longer than 128 bytes or holds a control character", async () => {
  const { client, script } = await bridgeBench();
  script("cause imei-separation 1", "budget bulk 99999999999 999999999", "check 99999999");
  const { command } = client();
  for (const line of [
    "AT+WARDSTAT?",
    "AT+WARDBUD=4",
    "AT+WARDASK=4294967295,4,4294967295,4294967295",
    "AT+WARDTEXT=zh-CN,48,utf-8",
    "AT+WARDTEXT=zh-CN,48,ucs2",
    "AT+WARDTEXT=en,48,ascii",
    "AT+WARDTIME?",
  ]) {
    const answer = await command(line);
    expect(answer.at(-1)).toBe("OK");
    for (const part of answer) {
      expect(Buffer.from(part, "latin1").length).toBeLessThanOrEqual(128);
      // eslint-disable-next-line no-control-regex
      expect(part).not.toMatch(/[\u0000-\u001f]/);
    }
  }
});

test("a line of 128 bytes is read, and one of 129 is an error", async () => {
  const { client } = await bridgeBench();
  const { command } = client();
  const most = `AT+WARDASK=1,1,500,60,${"9".repeat(106)}`;
  expect(most).toHaveLength(128);
  expect((await command(most)).at(-1)).toBe("OK");
  expect(await command(`${most}9`)).toEqual(["ERROR"]);
});

test("a line of a megabyte is one error, and the next line is read", async () => {
  const { client } = await bridgeBench();
  const { handler, say } = client();
  handler.receive(Buffer.from(`AT+WARDASK=1,1,${"9".repeat(1 << 20)},60\r`, "latin1"));
  expect(lines(await say("AT+WARDVER?\r")).slice(-2)).toEqual(["+WARDVER: 1,0,0000003F", "OK"]);
});

test("a line of which bytes were lost on the way is an error, never half a command", async () => {
  const { client, heard, clock } = await bridgeBench();
  const { handler, peer } = client();
  peer.full = true;
  // Nothing is carried out while the client does not read; what does not fit is lost in the middle of a line.
  const all = Array.from({ length: 400 }, (_, at) => `AT+WARDASK=${at + 1_000},1,2048,30\r`).join("");
  for (let at = 0; at < all.length; at += 7) handler.receive(Buffer.from(all.slice(at, at + 7), "latin1"));
  peer.drain();
  await clock.advance(10_000);
  const asked = heard.flatMap((one) => (one.heard === "ask" ? [one.request.bytes] : []));
  expect(new Set(asked)).toEqual(new Set([2_048]));
  expect(peer.heard).toMatch(/ERROR/);
});

test("half a line is forgotten when nothing follows, so that the next client is understood", async () => {
  const { client, clock } = await bridgeBench();
  const { handler, command } = client();
  handler.receive(Buffer.from("AT+WARDASK=1,1,20", "latin1"));
  await clock.advance(11_000);
  expect(await command("AT+WARDSUB?")).toEqual(["+WARDSUB: 0", "OK"]);
});

test("200 clients that flood keep an honest one waiting for a moment only", async () => {
  const { client, clock } = await bridgeBench();
  const floods = Array.from({ length: 200 }, () => client());
  const honest = client();
  const flood = Buffer.from("AT+WARDSTAT?\r".repeat(300), "latin1");
  for (const { handler } of floods) handler.receive(flood);
  honest.handler.receive(Buffer.from("AT+WARDASK=1,1,500,60\r", "latin1"));
  await clock.advance(200);
  expect(lines(honest.peer.heard)).toEqual(["+WARDASK: 1,1000000001,500,60,0,0", "OK"]);
  expect(floods.every(({ peer }) => peer.held)).toBe(true);
});

test("a client that does not read is not read either, and holds nothing but its own lines", async () => {
  const { client, clock, script, bridge } = await bridgeBench();
  const [stalled, honest] = [client(), client()];
  await stalled.command("AT+WARDSUB=255");
  stalled.peer.full = true;
  stalled.peer.heard = "";
  for (let at = 0; at < 100; at += 1) {
    script(`level ${at % 2 === 0 ? "essential" : "normal"}`);
    stalled.handler.receive(Buffer.from("AT+WARDSTAT?\r".repeat(50), "latin1"));
  }
  await clock.advance(1_000);
  expect(stalled.peer.heard).toBe("");
  expect(await honest.command("AT")).toEqual(["OK"]);
  stalled.peer.drain();
  await clock.advance(30_000);
  expect(stalled.peer.heard).toContain(`+WARDEVT: ${bridge.sequence},1,0`);
});

test("telemetry of many programs leaves room for a payment's grant", async () => {
  const { client } = await bridgeBench();
  for (let at = 0; at < 20; at += 1) {
    const { command } = client();
    for (let ref = 1; ref <= 8; ref += 1) await command(`AT+WARDASK=${ref},3,100,600`);
  }
  const { command } = client();
  expect((await command("AT+WARDASK=9,3,100,600"))[0]).toMatch(/^\+WARDASK: 9,0,0,0,10,\d+$/);
  expect((await command("AT+WARDASK=9,1,100,600"))[0]).toMatch(/^\+WARDASK: 9,\d{10},100,300,0,0$/);
});

test("clients that take every place for payments leave each other client one, up to as many as there may be clients", async () => {
  const { client, clock } = await bridgeBench();
  const asks = async (refs: number): Promise<readonly string[]> => {
    const { command } = client();
    const answers: string[] = [];
    for (let ref = 1; ref <= refs; ref += 1) answers.push((await command(`AT+WARDASK=${ref},1,100,600`))[0] ?? "");
    return answers;
  };
  for (let at = 0; at < 8; at += 1) await asks(8);
  const [first, second] = await asks(2);
  expect(first).toMatch(/^\+WARDASK: 1,\d{10},100,300,0,0$/);
  expect(second).toMatch(/^\+WARDASK: 2,0,0,0,10,\d+$/);
  let open = 65;
  for (let at = 0; at < 300; at += 1) {
    // Time for writes, and not enough for a grant's end.
    await clock.advance(500);
    if ((await asks(1))[0]?.startsWith("+WARDASK: 1,1") === true) open += 1;
  }
  expect(open).toBe(256);
});

test("grants that are asked for without end are refused before they wear the flash out", async () => {
  const store = new MemoryStore();
  const { client } = await bridgeBench(store);
  const { command } = client();
  let refused = 0;
  for (let ref = 1; ref <= 400; ref += 1) {
    const [answer = ""] = await command(`AT+WARDASK=${ref},4,100,60`);
    const grant = answer.split(",")[1];
    if (grant === "0") refused += 1;
    else await command(`AT+WARDUSE=${grant},1,1,1`);
  }
  expect(refused).toBeGreaterThan(200);
  expect(store.batches.length).toBeLessThan(600);
});

test("without the token nothing is answered, and the third wrong one ends the call", async () => {
  const { client, clock, heard } = await bridgeBench();
  const { command, peer } = client("tcp", "s3cret token");
  expect(peer.heard).toBe("");
  expect(await command("AT+WARDSTAT?")).toEqual(["+CME ERROR: 16"]);
  expect(await command('AT+WARDKEY="s3cret"')).toEqual(["+CME ERROR: 16"]);
  expect(await command('AT+WARDKEY="s3cret token";+WARDASK=1,1,5,5')).toEqual([
    "+WARDASK: 1,1000000001,5,5,0,0",
    "OK",
    "+WARDRDY: 1.0",
  ]);
  expect(heard).toHaveLength(1);
  const guess = client("tcp", "s3cret token");
  for (let at = 0; at < 3; at += 1) await guess.command(`AT+WARDKEY="${at}"`);
  await clock.advance(10);
  expect(guess.peer.gone).toBe(true);
});

test("a line of any length is answered by one ERROR, written at once or in pieces, and the next one is carried out", async () => {
  for (const length of [129, 4_090, 4_096, 5_000, 1_000_000]) {
    for (const chunk of [length + 1, 65_536, 1_000]) {
      const { client, clock } = await bridgeBench();
      const { handler, peer, command } = client();
      await clock.advance(0);
      const before = peer.heard.length;
      const line = `AT${"X".repeat(length - 2)}\r`;
      for (let at = 0; at < line.length; at += chunk) {
        handler.receive(Buffer.from(line.slice(at, at + chunk), "latin1"));
        await clock.advance(10);
      }
      expect([length, chunk, lines(peer.heard.slice(before))]).toEqual([length, chunk, ["ERROR"]]);
      expect(await command("AT+WARDVER?")).toContain("OK");
    }
  }
});
