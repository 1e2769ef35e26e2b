import { expect, test } from "vitest";
import { Millis, Seconds } from "../../src/base/duration.ts";
import { ModemTalk } from "../support/modem-talk.ts";

function talk(): ModemTalk {
  const made = new ModemTalk();
  made.at("ATE0+CMEE=1");
  return made;
}

test("late-answer, busy: the answer comes late and the next command's after it", async () => {
  const made = talk();
  made.modem.fault({ name: "late-answer", delay: Seconds(5), busy: true, times: 1 });
  expect(made.say("AT+CSQ\rAT+CMEE?\r")).toBe("");
  await made.clock.advance(Seconds(5));
  expect(made.lines()).toEqual(["+CSQ: 20,99", "OK", "+CMEE: 1", "OK"]);
  expect(made.at("AT")).toEqual(["OK"]);
});

test("late-answer, not busy: a later command's answer overtakes it", async () => {
  const made = talk();
  made.modem.fault({ name: "late-answer", delay: Seconds(5), busy: false, times: 1, command: "+csq" });
  expect(made.say("AT+CSQ\r")).toBe("");
  expect(made.at("AT+CMEE?")).toEqual(["+CMEE: 1", "OK"]);
  await made.clock.advance(Seconds(5));
  expect(made.lines()).toEqual(["+CSQ: 20,99", "OK"]);
});

test("late-answer waits for the command it was armed for", () => {
  const made = talk();
  made.modem.fault({ name: "late-answer", delay: Seconds(5), busy: false, times: 2, command: "CMEE?" });
  expect(made.at("AT+CSQ")).toEqual(["+CSQ: 20,99", "OK"]);
  expect(made.at("AT+CMEE?")).toEqual([]);
  expect(made.at("AT+CMEE?")).toEqual([]);
  expect(made.at("AT+CMEE?")).toEqual(["+CMEE: 1", "OK"]);
});

test("garbage: so many bytes now, before an answer, or inside one, the same for the same seed", () => {
  const heard = [talk(), talk()].map((made) => {
    made.modem.fault({ name: "garbage", bytes: 64, when: "now", times: 1 });
    const now = made.hear();
    made.modem.fault({ name: "garbage", bytes: 8, when: "before", times: 1 });
    made.modem.fault({ name: "garbage", bytes: 8, when: "inside", times: 1 });
    return [now, made.say("AT\r")];
  });
  expect(heard[0]).toEqual(heard[1]);
  const [now, answer] = heard[0] ?? [];
  expect(now).toHaveLength(64);
  expect(answer).toHaveLength("\r\nOK\r\n".length + 16);
  expect(answer?.slice(8, 11)).toBe("\r\nO");
  expect(answer?.slice(-3)).toBe("K\r\n");
});

test("nul: NUL bytes now and before an answer", () => {
  const made = talk();
  made.modem.fault({ name: "nul", bytes: 3, when: "now", times: 1 });
  expect(made.hear()).toBe("\0\0\0");
  made.modem.fault({ name: "nul", bytes: 2, when: "before", times: 1 });
  expect(made.say("AT\r")).toBe("\0\0\r\nOK\r\n");
  expect(made.say("AT\r")).toBe("\r\nOK\r\n");
});

test("hang: deaf and dumb for so long, then as if nothing had been", async () => {
  const made = talk();
  made.at("AT+CEREG=1");
  made.modem.fault({ name: "hang", lasts: Seconds(10) });
  expect(made.say("AT\r")).toBe("");
  made.modem.deny(7);
  await made.clock.advance(Seconds(10));
  expect(made.hear()).toBe("");
  expect(made.at("AT+CEREG?")).toEqual(["+CEREG: 1,3", "OK"]);
});

test("hang: for good, until the faults are cleared or power is lost", async () => {
  const made = talk();
  made.modem.fault({ name: "hang" });
  await made.clock.advance(Seconds(100_000));
  expect(made.say("AT\r")).toBe("");
  expect(made.modem.state().faults).toEqual([{ name: "hang" }]);
  made.modem.clearFaults();
  expect(made.say("AT\r")).toBe("\r\nOK\r\n");
  made.modem.fault({ name: "hang" });
  made.modem.reboot();
  await made.clock.advance(Seconds(3));
  expect(made.lines()).toEqual(["RDY", "+CPIN: READY"]);
});

test("echo-despite-e0: the next lines are echoed although echo is off", () => {
  const made = talk();
  made.modem.fault({ name: "echo-despite-e0", times: 2 });
  expect(made.say("AT\rAT+CSQ\rAT\r")).toBe("AT\r\r\nOK\r\nAT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n\r\nOK\r\n");
});

test.each([
  ["final-first" as const, "\r\nOK+CEREG: 2\r\n"],
  ["line-first" as const, "\r\n+CEREG: 2OK\r\n"],
  ["shared-end" as const, "\r\n+CEREG: 2\r\nOK\r\n"],
])("glued-final, %s: %j", (style, heard) => {
  const made = talk();
  made.modem.fault({ name: "glued-final", style, text: "+CEREG: 2", times: 1 });
  expect(made.say("AT\r")).toBe(heard);
});

test("half-line: the second half is lost, or comes later", async () => {
  const made = talk();
  made.modem.fault({ name: "half-line", times: 1 });
  expect(made.say("AT+CSQ\r")).toBe("\r\n+CSQ: 20,");
  made.modem.fault({ name: "half-line", times: 1, rest: Millis(700) });
  expect(made.say("AT+CSQ\r")).toBe("\r\n+CSQ: 20,");
  await made.clock.advance(Millis(700));
  expect(made.hear()).toBe("99\r\n\r\nOK\r\n");
});

test("port-vanish: whoever carries the port is told for how long", () => {
  const made = talk();
  const told: number[] = [];
  const stop = made.modem.onVanish((lasts) => told.push(lasts));
  made.modem.fault({ name: "port-vanish", lasts: Seconds(4) });
  stop();
  made.modem.fault({ name: "port-vanish", lasts: Seconds(5) });
  expect(told).toEqual([4_000]);
});

test("several faults spoil one answer together", async () => {
  const made = talk();
  made.modem.fault({ name: "nul", bytes: 1, when: "before", times: 1 });
  made.modem.fault({ name: "glued-final", style: "final-first", text: "+CREG: 0", times: 1 });
  made.modem.fault({ name: "half-line", times: 1, rest: Seconds(1) });
  made.modem.fault({ name: "late-answer", delay: Seconds(2), busy: false, times: 1 });
  expect(made.say("AT\r")).toBe("");
  await made.clock.advance(Seconds(2));
  expect(made.hear()).toBe("\0\r\nOK+CR");
  await made.clock.advance(Seconds(1));
  expect(made.hear()).toBe("EG: 0\r\n");
});

test("cleared faults spoil nothing", () => {
  const made = talk();
  made.modem.fault({ name: "half-line", times: 1_000 });
  expect(made.modem.state().faults).toHaveLength(1);
  made.modem.clearFaults();
  expect(made.say("AT\r")).toBe("\r\nOK\r\n");
});
