import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { answerReader, answerWriter, type ControlSource } from "../../src/agent/control.ts";
import { answerProgram } from "../../src/agent/program-answers.ts";
import { ProgramDesk } from "../../src/agent/program-desk.ts";
import { CLASSES } from "../../src/policy/traffic-classes.ts";
import { ASKED_CLASSES, GrantTold, WatchLine } from "../../src/report/program-contract.ts";
import { bridgeBench } from "../support/bridge-bench.ts";
import { EMPTY_SOURCE } from "../support/empty-source.ts";
import { MemoryStore } from "../support/memory-store.ts";

async function bench(store = new MemoryStore()) {
  const rig = await bridgeBench(store);
  const source: ControlSource = {
    ...EMPTY_SOURCE,
    programs: () => Promise.resolve(new ProgramDesk(rig.bridge, rig.clock)),
  };
  const answers = { read: answerReader(source), write: answerWriter(source), group: answerProgram(source) };
  const said = async (socket: "read" | "write" | "group", request: object): Promise<unknown> => {
    const answering = answers[socket](JSON.stringify(request));
    await rig.clock.advance(0);
    const answer = await answering;
    return typeof answer === "string" ? JSON.parse(answer) : answer;
  };
  const watch = () => {
    const stream = new ProgramDesk(rig.bridge, rig.clock).watch();
    return {
      stream,
      next: (): WatchLine | undefined => {
        const line = stream.next();
        return line === undefined ? undefined : v.parse(WatchLine, JSON.parse(line));
      },
    };
  };
  return { ...rig, said, watch, write: (request: object) => said("write", request) };
}

const ASK = { do: "ask", by: "shop", ref: 1, class: "bulk", bytes: 5_000, withinS: 60 } as const;

describe("programs that ask in JSON", () => {
  test("are granted and refused by the same book and rules as the AT port's clients", async () => {
    const { write, script, client } = await bench();
    const first = await write(ASK);
    expect(first).toEqual({
      ok: true,
      granted: true,
      grant: 1_000_000_001,
      bytes: 5_000,
      lastsS: 60,
      reason: "granted",
    });
    const firmware = client();
    expect(await firmware.command("AT+WARDUSE=1000000001,100,0,0")).toEqual(["+CME ERROR: 22"]);
    script("refuse bulk 600");
    expect(await firmware.command("AT+WARDASK=9,4,5000,60")).toEqual(["+WARDASK: 9,0,0,0,2,600", "OK"]);
    expect(await write({ ...ASK, ref: 2 })).toEqual({ ok: true, granted: false, reason: "level", retryS: 600 });
    expect(v.is(GrantTold, first)).toBe(true);
  });

  test("that ask again on another connection get the same grant, and another name or number gets another", async () => {
    const { write } = await bench();
    const grants = [];
    for (const ask of [ASK, ASK, { ...ASK, ref: 2 }, { ...ASK, by: "kiosk" }])
      grants.push(((await write(ask)) as { readonly grant: number }).grant);
    expect(grants).toEqual([1_000_000_001, 1_000_000_001, 1_000_000_002, 1_000_000_003]);
  });

  test("report totals, so that a repeat is harmless, and the last one closes the grant", async () => {
    const { write, heard } = await bench();
    await write(ASK);
    const used = { do: "used", by: "shop", grant: 1_000_000_001, up: 300, down: 20 } as const;
    for (const report of [used, used, { ...used, up: 10 }, { ...used, up: 400, last: true }, { ...used, last: true }])
      expect(await write(report)).toEqual({ ok: true, result: "taken" });
    const taken = heard.flatMap((one) => (one.heard === "use" ? [one.report] : []));
    expect(taken.map(({ up, down, last }) => [up, down, last])).toEqual([
      [300, 20, false],
      [100, 0, true],
    ]);
    expect(await write({ ...used, by: "other" })).toEqual({ ok: true, result: "no-such-grant" });
    expect(await write({ ...used, grant: 1_000_000_777 })).toEqual({ ok: true, result: "no-such-grant" });
  });

  test("report what they sent while the agent was silent once for each spell", async () => {
    const { write, heard } = await bench();
    const used = { do: "used", by: "shop", grant: 0, up: 50, down: 5, last: true, spell: 7 } as const;
    for (const report of [used, used, { ...used, spell: 8 }]) await write(report);
    expect(heard.filter((one) => one.heard === "use")).toHaveLength(2);
  });

  test("are refused what is no question of theirs, and on the socket of readers they may only watch", async () => {
    const { write, said } = await bench();
    const wrong = [
      [
        { ...ASK, class: "voice" },
        /class: found "voice"; allowed: one of payment, alarm, management, telemetry, bulk$/,
      ],
      [{ ...ASK, class: "toString" }, /class: found "toString"; allowed/],
      [{ ...ASK, bytes: 0 }, /bytes: found 0; allowed: a whole number from 1 to 4294967295$/],
      [{ ...ASK, bytes: 1.5 }, /bytes: found 1.5; allowed/],
      [{ ...ASK, bytes: 5_000_000_000 }, /bytes: found 5000000000; allowed/],
      [{ ...ASK, ref: 0 }, /ref: found 0; allowed/],
      [{ ...ASK, by: "" }, /by: found ""; allowed: a text of 1 to 80 characters/],
      [{ ...ASK, by: "x".repeat(81) }, /by: found "x{80}" \(and 1 more characters\); allowed/],
      [{ ...ASK, bytes: -5, class: undefined }, /class: found nothing; allowed.*bytes: found -5; allowed/],
      [{ do: "used", by: "shop", grant: -1, up: 0, down: 0 }, /"used".*grant: found -1; allowed: .* from 0/],
      [{ do: "used", by: "shop", grant: 0, up: 0, down: 0, spell: "7" }, /spell: found "7"; allowed/],
      [{ do: "used", by: "shop", grant: 0, up: 0, down: 0, last: {} }, /last: found a table; allowed: true or false/],
    ] as const;
    for (const [request, text] of wrong) {
      const answer = await write(request);
      expect(answer).toMatchObject({ ok: false, error: "not-understood" });
      expect((answer as { readonly text: string }).text).toMatch(text);
      expect((answer as { readonly text: string }).text).not.toContain("acknowledge-damage");
    }
    expect(await said("read", ASK)).toMatchObject({ ok: false, error: "not-understood" });
    expect(await said("read", { ask: "watch" })).toHaveProperty("next");
    expect(await write({ ask: "watch" })).toHaveProperty("next");
  });

  test("may say more than is understood: fields of a newer version are ignored", async () => {
    const { write, said } = await bench();
    expect(await write({ ...ASK, extra: {} })).toMatchObject({ ok: true, granted: true, grant: 1_000_000_001 });
    const used = { do: "used", by: "shop", grant: 1_000_000_001, up: 5, down: 5, cell: "4a" };
    expect(await write(used)).toEqual({ ok: true, result: "taken" });
    expect(await said("read", { ask: "watch", since: 3 })).toHaveProperty("next");
  });

  test("and are of the bridge's group ask, report and watch on a socket of theirs, and nothing else", async () => {
    const { write, said } = await bench();
    const group = (request: object) => said("group", request);
    const grant = { ok: true, granted: true, bytes: 5_000, lastsS: 60, reason: "granted" };
    expect(await group(ASK)).toEqual({ ...grant, grant: 1_000_000_001 });
    expect(await group({ ask: "watch" })).toHaveProperty("next");
    expect(await group({ ...ASK, bytes: 0 })).toMatchObject({
      ok: false,
      text: expect.stringContaining("bytes: found 0"),
    });
    for (const request of [{ ask: "status" }, { ask: "journal", after: 0 }, { do: "accept-device", by: "shop" }, {}])
      expect(await group(request)).toMatchObject({ ok: false, error: "not-understood" });
    // By the same name they are nobody of root's, and root is nobody of theirs.
    expect(await write(ASK)).toEqual({ ...grant, grant: 1_000_000_002 });
    const used = { do: "used", by: "shop", up: 1, down: 1, last: true };
    expect(await group({ ...used, grant: 1_000_000_002 })).toEqual({ ok: true, result: "no-such-grant" });
    expect(await write({ ...used, grant: 1_000_000_001 })).toEqual({ ok: true, result: "no-such-grant" });
    expect(await group({ ...used, grant: 1_000_000_001 })).toEqual({ ok: true, result: "taken" });
  });

  test("hear that the agent is starting while it is", async () => {
    const source: ControlSource = { ...EMPTY_SOURCE, programs: () => undefined };
    for (const request of [ASK, { ask: "watch" }])
      expect(await answerWriter(source)(JSON.stringify(request))).toContain('"error":"starting"');
  });

  test("may name every class of every kind of device", () => {
    expect(new Set(Object.values(CLASSES).flat())).toEqual(new Set(ASKED_CLASSES));
  });
});

describe("programs that watch", () => {
  test("are told the state at once and each change of it with its number, which an AT client reads too", async () => {
    const { watch, script, client, bridge } = await bench();
    const { next } = watch();
    expect(next()).toMatchObject({ kind: "state", seq: bridge.sequence, level: "normal", classes: { bulk: {} } });
    expect(next()).toBeUndefined();
    const { stream, next: other } = watch();
    let told = 0;
    stream.onNews(() => (told += 1));
    other();
    script("level essential", "cause arrears 0.9");
    expect(told).toBe(2);
    const [line] = await client().command("AT+WARDSTAT?");
    const seq = Number(line?.split(/[ ,]/)[1]);
    expect(other()).toMatchObject({ kind: "state", seq, level: "essential", cause: "arrears", confidence: 0.9 });
    expect(other()).toBeUndefined();
  });

  test("hear of every grant that is withdrawn, however late they read, and then what holds now", async () => {
    const { watch, write, bridge, script } = await bench();
    const { stream, next } = watch();
    stream.onNews(() => {});
    next();
    await write(ASK);
    await write({ ...ASK, ref: 2 });
    bridge.withdraw("level", "bulk");
    script("level offline");
    expect([next(), next()]).toMatchObject([
      { kind: "withdrawn", grant: 1_000_000_001, reason: "level" },
      { kind: "withdrawn", grant: 1_000_000_002, reason: "level" },
    ]);
    expect(next()).toMatchObject({ kind: "state", level: "offline", seq: bridge.sequence });
    expect(next()).toBeUndefined();
  });

  test("and left are told nothing more", async () => {
    const { watch, script } = await bench();
    const { stream } = watch();
    let told = 0;
    const stop = stream.onNews(() => (told += 1));
    stop();
    script("level offline");
    expect(told).toBe(0);
  });
});
