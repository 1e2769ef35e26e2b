import fc from "fast-check";
import { expect, test } from "vitest";
import { answerControlLine, ControlLines, LONGEST_CONTROL_LINE } from "../../src/simulator/control-line.ts";
import { ModemTalk } from "../support/modem-talk.ts";

function rig() {
  const talk = new ModemTalk();
  talk.at("ATE0+CMEE=1;+CEREG=3;+CGEREP=2,0");
  talk.hear();
  let vanished = 0;
  talk.modem.onVanish(() => (vanished += 1));
  const target = { modem: talk.modem, recreateInterface: () => 8, places: () => ({ path: "/dev/pts/5" }) };
  const say = (command: unknown): Record<string, unknown> =>
    JSON.parse(answerControlLine(target, typeof command === "string" ? command : JSON.stringify(command)));
  return { talk, target, say, vanished: () => vanished };
}

test.each([
  [{ do: "detach" }, ["+CGEV: NW DETACH", "+CEREG: 0"]],
  [{ do: "detach", reattach: true }, ["+CGEV: NW DETACH", "+CEREG: 2", "+CEREG: 1", "+CGEV: ME PDN ACT 1"]],
  [{ do: "deny", cause: 8 }, ["+CGEV: NW DETACH", "+CEREG: 3,,,,0,8"]],
  [{ do: "deny", cause: 7, domain: "eps" }, ["+CGEV: NW DETACH", "+CEREG: 3,,,,0,7"]],
  [{ do: "deny", cause: 7, domain: "cs" }, []],
  [{ do: "restore" }, []],
  [{ do: "search" }, ["+CEREG: 2"]],
  [{ do: "urc", text: "+CGEV: NW DETACH" }, ["+CGEV: NW DETACH"]],
  [{ do: "urc", text: "RDY", framed: false }, ["RDY"]],
  [{ do: "pdn-deact", cid: 1 }, ["+CGEV: NW PDN DEACT 1"]],
  [{ do: "sim", state: "absent" }, ["+CPIN: NOT INSERTED", "+CGEV: ME DETACH", "+CEREG: 0"]],
  [{ do: "sim", state: "pin", pin: "0000" }, ["+CPIN: SIM PIN", "+CGEV: ME DETACH", "+CEREG: 0"]],
  [{ do: "fault", name: "nul", bytes: 2 }, ["\0\0"]],
])("%j is done and heard", (command, lines) => {
  const { talk, say } = rig();
  expect(say(command)).toEqual({ ok: true });
  expect(talk.lines().map((line) => line.replace(/,"[0-9A-F]{4}","[0-9A-F]{8}",7/, ""))).toEqual(lines);
});

test.each([
  [{ do: "signal", rssi: 11 }, "AT+CSQ", "+CSQ: 11,99"],
  [{ do: "signal", dbm: -73 }, "AT+CSQ", "+CSQ: 20,99"],
  [{ do: "consume", up: 10, down: 20 }, "AT+QGDCNT?", "+QGDCNT: 10,20"],
  [{ do: "clock", iso: "2019-04-06T23:59:42Z", quarterHours: 0 }, "AT+CCLK?", '+CCLK: "19/04/06,23:59:42+00"'],
  [{ do: "sim", iccid: "89860400000000000000", imsi: "460040000000000" }, "AT+CIMI", "460040000000000"],
  [{ do: "cell", tac: 1, ci: 2 }, "AT+CEREG?", '+CEREG: 3,1,"0001","00000002",7'],
  [{ do: "fault", name: "half-line", restMs: 5 }, "AT+CSQ", "+CSQ: 20,"],
  [{ do: "fault", name: "glued-final", text: "+CREG: 1" }, "AT", "OK+CREG: 1"],
])("%j shows in %s", (command, asked, line) => {
  const { talk, say } = rig();
  expect(say(command)).toMatchObject({ ok: true });
  expect(talk.at(asked)[0]).toBe(line);
});

test("consume tells what passed, which without service is nothing", () => {
  const { say } = rig();
  expect(say({ do: "consume", up: 10 })).toEqual({ ok: true, counted: { up: 10, down: 0 }, serving: true });
  expect(say({ do: "quota", bytes: 20 })).toEqual({ ok: true });
  expect(say({ do: "consume", down: 10 })).toEqual({ ok: true, counted: { up: 0, down: 10 }, serving: false });
  expect(say({ do: "consume", down: 10 })).toEqual({ ok: true, counted: { up: 0, down: 0 }, serving: false });
  expect(say({ do: "pdn-act", cid: 1 })).toEqual({
    ok: false,
    error: "found a modem that is not attached, allowed: after restore",
  });
  expect(say({ do: "quota", bytes: null })).toEqual({ ok: true });
});

test("state tells everything, and help every command and fault", () => {
  const { say } = rig();
  expect(say({ do: "state" })).toMatchObject({
    ok: true,
    path: "/dev/pts/5",
    powered: true,
    card: { state: "ready" },
    radio: { attached: true, serving: true },
  });
  const help = say({ do: "help", of: "all" });
  expect(Object.keys(help["commands"] as object)).toEqual(
    expect.arrayContaining(["detach", "deny", "restore", "consume", "fault", "state", "help"]),
  );
  expect(help["faults"]).toMatchObject({ "late-answer": { fields: { delayMs: "a whole number from 1 to 3600000" } } });
});

test("help fits on a terminal: the names of all, and one in full when it is asked for", () => {
  const { say } = rig();
  const all = say({ do: "help", of: "all" });
  const short = say({ do: "help" });
  expect(short["commands"]).toEqual(Object.keys(all["commands"] as object));
  expect(short["faults"]).toEqual(Object.keys(all["faults"] as object));
  expect(JSON.stringify(short).length).toBeLessThan(800);
  expect(say({ do: "help", of: "consume" })).toMatchObject({
    ok: true,
    does: expect.stringMatching(/sends and receives/),
    fields: { up: expect.stringMatching(/whole/) },
  });
  expect(say({ do: "help", of: "late-answer" })).toMatchObject({
    ok: true,
    fields: { delayMs: expect.stringMatching(/whole/) },
  });
  expect(say({ do: "help", of: "dance" })).toMatchObject({
    ok: false,
    error: expect.stringMatching(/found "dance", allowed: detach, /),
  });
});

test("what the rig around the modem can do is a command too, and refused where there is no rig", () => {
  const { say, target, vanished } = rig();
  expect(say({ do: "interface-recreate" })).toEqual({ ok: true, ifindex: 8 });
  expect(say({ do: "fault", name: "port-vanish", ms: 500 })).toEqual({ ok: true });
  expect(vanished()).toBe(1);
  expect(answerControlLine({ modem: target.modem }, '{"do":"interface-recreate"}')).toContain('"ok":false');
});

test("what the rig cannot do is said, not thrown", () => {
  const { target } = rig();
  const recreateInterface = (): number => {
    throw new TypeError("ENOTEMPTY");
  };
  const answer = answerControlLine({ ...target, recreateInterface }, '{"do":"interface-recreate"}');
  expect(JSON.parse(answer)).toEqual({ ok: false, error: "it could not be done: ENOTEMPTY" });
});

test.each([
  ["", /not JSON/],
  ["{", /not JSON/],
  ["[1]", /found \[1\], allowed: an object such as/],
  ["null", /found null, allowed/],
  ["{}", /do: found nothing, allowed: detach, deny/],
  ['{"do":7}', /do: found 7, allowed/],
  ['{"do":"toString"}', /do: found "toString"/],
  ['{"do":"__proto__"}', /do: found "__proto__"/],
  ['{"do":"deny"}', /cause: found nothing, allowed: a whole number from 1 to 255/],
  ['{"do":"deny","cause":"7"}', /cause: found "7", allowed/],
  ['{"do":"deny","cause":7.5}', /cause: found 7.5, allowed/],
  ['{"do":"deny","cause":7,"domain":"lte"}', /domain: found "lte", allowed: "cs", "gprs", "eps", "5gs" \(optional\)/],
  ['{"do":"detach","rettach":true}', /"rettach": not a field here, allowed: reattach, cause/],
  ['{"do":"consume","up":-1,"down":1e300}', /up: found -1, .*; down: found 1e\+300, /],
  ['{"do":"fault","name":"flood"}', /name: found "flood", allowed: late-answer, garbage/],
  ['{"do":"fault","name":"late-answer"}', /delayMs: found nothing/],
  ['{"do":"clock","iso":"yesterday"}', /iso: found "yesterday", allowed: an instant/],
  ['{"do":"clock","iso":"9999-01-01T00:00:00Z"}', /from 1970 to 2099/],
  ['{"do":"sim","imsi":"46004AT+CFUN=0"}', /imsi: found .*14 to 15 digits/],
  ['{"do":"pdn-deact","cid":5}', /cid: found 5, allowed: 1$/],
  ['{"do":"urc","text":"\\u4e2d"}', /text: found/],
])("%s is refused, with what was found and what is allowed", (line, error) => {
  const answer: unknown = JSON.parse(answerControlLine(rig().target, line));
  expect(answer).toMatchObject({ ok: false, error: expect.stringMatching(error) });
});

test("lines are answered one by one, however the bytes arrive", () => {
  const { target } = rig();
  const bytes = Buffer.from('{"do":"search"}\r\n\n{"do":"restore"}\n{"do":"urc","text":"\u00e9"}\nhello\n{"do":');
  for (const size of [1, 2, 7, 1_000]) {
    const lines = new ControlLines(target);
    const answers: string[] = [];
    for (let at = 0; at < bytes.length; at += size) answers.push(...lines.take(bytes.subarray(at, at + size)));
    expect(answers.map((answer) => answer.slice(0, 12))).toEqual([
      '{"ok":true}\n',
      '{"ok":true}\n',
      '{"ok":true}\n',
      '{"ok":false,',
    ]);
  }
});

test("a line without an end is answered once and held no further", () => {
  const lines = new ControlLines(rig().target);
  const answers: string[] = [];
  for (let i = 0; i < 100; i += 1) answers.push(...lines.take(Buffer.alloc(LONGEST_CONTROL_LINE / 4, 0x41)));
  expect(answers).toHaveLength(1);
  expect(answers[0]).toContain("16384 characters");
  expect(lines.take(Buffer.from('A\n{"do":"search"}\n'))).toEqual(['{"ok":true}\n']);
});

test("no line makes it throw, and every one is answered by one line of JSON", () => {
  const { target } = rig();
  const command = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.json({ maxDepth: 4 }),
    fc
      .record(
        {
          do: fc.constantFrom(
            "detach",
            "deny",
            "consume",
            "sim",
            "fault",
            "clock",
            "urc",
            "signal",
            "quota",
            "cell",
            "state",
          ),
          cause: fc.oneof(fc.integer(), fc.jsonValue()),
          name: fc.constantFrom("garbage", "nul", "hang", "half-line", "late-answer", "port-vanish"),
          text: fc.string({ unit: "binary" }),
          iso: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
          up: fc.double(),
        },
        { requiredKeys: ["do"] },
      )
      .map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(command, (line) => {
      const answer = answerControlLine(target, line);
      expect(answer).not.toContain("\n");
      expect(JSON.parse(answer)).toHaveProperty("ok");
    }),
    { numRuns: 2_000 },
  );
});

test("the names of an object's own machinery are no commands and no faults", () => {
  const { say } = rig();
  for (const of of ["constructor", "valueOf"]) expect(say({ do: "help", of })["ok"]).toBe(false);
  expect(say({ do: "constructor" })["ok"]).toBe(false);
});

test("a fault is armed for a command with and without the AT before it", () => {
  for (const command of ["AT+CPIN?", "+cpin?"]) {
    const { talk, say } = rig();
    expect(say({ do: "fault", name: "nul", when: "before", bytes: 3, command })).toEqual({ ok: true });
    expect(talk.say("AT+CSQ\r")).not.toContain("\0");
    expect(talk.say("AT+CPIN?\r")).toContain("\0\0\0");
  }
});
