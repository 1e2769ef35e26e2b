import { expect, test } from "vitest";
import { Millis, Seconds } from "../../src/base/duration.ts";
import { type Answer, ok, prompt } from "../../src/dce/answer.ts";
import type { LineCommand } from "../../src/dce/command-line.ts";
import { CommandServer, type DceOutput } from "../../src/dce/command-server.ts";
import type { DataCall } from "../../src/dce/data-call.ts";
import { FakeClock } from "../support/fake-clock.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");
const textOf = (output: DceOutput): string =>
  Buffer.concat(output.kind === "answer" ? [output.info, output.final] : [output.bytes]).toString("latin1");

/** A far end that writes down what it gets. */
class FarEnd implements DataCall {
  got = "";
  ended = false;
  send: (text: string) => void = () => undefined;
  end: () => void = () => undefined;

  start(line: Parameters<DataCall["start"]>[0]): void {
    this.send = (text) => line.send(bytes(text));
    this.end = line.ended;
  }
  receive(data: Uint8Array): void {
    this.got += Buffer.from(data).toString("latin1");
  }
  hangUp(): void {
    this.ended = true;
  }
}

/** A DCE that can be dialled and that asks for a text (+ASK in one piece, +LINES line by line). */
function server() {
  const clock = new FakeClock();
  const far = new FarEnd();
  let heard = "";
  const texts: (string | undefined)[] = [];
  const asked = (lines: boolean): Answer =>
    prompt(lines, (text) => {
      texts.push(text);
      return text === undefined ? ok() : ok("+ASK: 7");
    });
  const dce: CommandServer = new CommandServer({
    send: (output) => (heard += textOf(output)),
    after: (delay, run) => void clock.after(delay, run),
    now: () => clock.monoMs(),
    execute: (command: LineCommand): Answer => {
      if (command.kind === "dial") return { kind: "online", text: "CONNECT 150000000", call: far };
      if (command.kind === "basic") return { kind: "result", word: "NO CARRIER" };
      return command.kind === "extended" ? asked(command.name === "+LINES") : ok();
    },
    errorText: () => "",
    profile: () => undefined,
  });
  const hear = (): string => {
    const said = heard;
    heard = "";
    return said;
  };
  const say = (text: string): string => {
    hear();
    dce.receive(bytes(text));
    return hear();
  };
  say("ATE0\r");
  return { dce, clock, far, say, hear, texts };
}

test("a text behind a prompt ends with Ctrl-Z and is answered like any command", () => {
  const { say, texts } = server();
  expect(say("AT+ASK\r")).toBe("\r\n> ");
  expect(say("00\r11\x1a")).toBe("\r\n+ASK: 7\r\n\r\nOK\r\n");
  expect(texts).toEqual(["0011"]);
  expect(say("AT\r")).toBe("\r\nOK\r\n");
});

test("a text of several lines is asked for line by line, and a wrong letter can be taken back", () => {
  const { say, texts } = server();
  say("AT+LINES\r");
  expect(say("one\rtwp\bo\x1a")).toBe("\r\n> \r\n+ASK: 7\r\n\r\nOK\r\n");
  expect(texts).toEqual(["one\rtwo"]);
});

test("with echo the text is shown as it is written", () => {
  const { say } = server();
  say("ATE1\r");
  expect(say("AT+ASK\r")).toBe("AT+ASK\r\r\n> ");
  expect(say("00\x1a")).toBe("00\x1a\r\n+ASK: 7\r\n\r\nOK\r\n");
});

test("a text that is given up with Escape leads back to the command line", () => {
  const { say, texts } = server();
  say("AT+ASK\r00");
  expect(say("\x1b")).toBe("\r\nOK\r\n");
  expect(texts).toEqual([undefined]);
});

test("a text that is sent ahead of its prompt arrives whole", () => {
  const { say, texts } = server();
  expect(say("AT+ASK\r0011\x1aAT\r")).toBe("\r\n> \r\n+ASK: 7\r\n\r\nOK\r\n\r\nOK\r\n");
  expect(texts).toEqual(["0011"]);
});

test("an unsolicited line never comes between a prompt and its answer", () => {
  const { dce, say } = server();
  say("AT+ASK\r");
  dce.unsolicited("+NEWS: 1");
  expect(say("00")).toBe("");
  expect(say("\x1a")).toBe("\r\n+ASK: 7\r\n\r\nOK\r\n\r\n+NEWS: 1\r\n");
});

test("a dropped DTR takes the prompt away", () => {
  const { dce, say, texts } = server();
  say("AT+ASK\r00");
  dce.hangUp();
  expect(say("\x1aAT\r")).toBe("\r\nOK\r\n");
  expect(texts).toEqual([]);
});

test("behind CONNECT every byte passes, both ways, and unsolicited lines wait", () => {
  const { dce, far, say, hear } = server();
  expect(say("ATD*99#\r~\x00\xff")).toBe("\r\nCONNECT 150000000\r\n");
  say("AT\r+++");
  far.send("~pong");
  dce.unsolicited("+NEWS: 1");
  expect(hear()).toBe("~pong");
  expect(far.got).toBe("~\x00\xffAT\r+++");
  far.end();
  expect(hear()).toBe("\r\nNO CARRIER\r\n\r\n+NEWS: 1\r\n");
  expect(say("AT\r")).toBe("\r\nOK\r\n");
});

test("with V0 the call begins and ends with digits", () => {
  const { far, say, hear } = server();
  say("ATV0\r");
  expect(say("ATD*99#\r")).toBe("1\r");
  far.end();
  expect(hear()).toBe("3\r");
});

test("silence, +++ and silence lead to the command line, ATO back into the call, ATH out of it", async () => {
  const { clock, far, say, hear } = server();
  say("ATD*99#\rdata");
  await clock.advance(Seconds(1));
  say("+");
  say("++");
  expect(far.got).toBe("data");
  await clock.advance(Seconds(1));
  expect(hear()).toBe("\r\nOK\r\n");
  expect(say("AT\r")).toBe("\r\nOK\r\n");
  expect(say("ATO\r")).toBe("\r\nCONNECT\r\n");
  say("more");
  expect(far.got).toBe("datamore");
  await clock.advance(Seconds(2));
  say("+++");
  await clock.advance(Seconds(2));
  expect(say("ATH\r")).toContain("OK");
  expect(far.ended).toBe(true);
  expect(say("ATO\r")).toBe("\r\nNO CARRIER\r\n");
});

test.each([
  ["data just before", Millis(500), "+++", Seconds(2)],
  ["two of them only", Seconds(2), "++", Seconds(2)],
  ["four of them", Seconds(2), "++++", Seconds(2)],
])("+++ is data like any other with %s", async (_what, before, text, behind) => {
  const { clock, far, say, hear } = server();
  say("ATD*99#\rx");
  await clock.advance(before);
  say(text);
  await clock.advance(behind);
  expect(hear()).toBe("");
  expect(far.got).toBe(`x${text}`);
});

test("a dropped DTR ends the call with &D2, escapes from it with &D1, and is overlooked with &D0", () => {
  const { dce, far, say } = server();
  say("AT&D0\rATD*99#\r");
  dce.hangUp();
  say("x");
  expect(far.got).toBe("x");
  far.end();
  say("AT&D1\rATD*99#\r");
  dce.hangUp();
  expect(say("ATO\r")).toBe("\r\nCONNECT\r\n");
  expect(far.ended).toBe(false);
  far.end();
  say("AT&D2\rATD*99#\r");
  dce.hangUp();
  expect(far.ended).toBe(true);
  expect(say("AT\r")).toBe("\r\nOK\r\n");
});

test("a call that was lost while a command ran is told behind the command's result", async () => {
  const { clock, far, say } = server();
  say("ATD*99#\r");
  await clock.advance(Seconds(2));
  say("+++");
  await clock.advance(Seconds(2));
  say("AT+ASK\r");
  far.end();
  expect(say("00\x1a")).toBe("\r\n+ASK: 7\r\n\r\nOK\r\n\r\nNO CARRIER\r\n");
});
