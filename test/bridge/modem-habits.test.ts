import { expect, test, vi } from "vitest";
import { Millis } from "../../src/base/duration.ts";
import { bridgeBench } from "../support/bridge-bench.ts";

/** A bridge whose modem is listened to: what reaches it. */
async function listened() {
  const bench = await bridgeBench();
  const heard: string[] = [];
  const request = bench.modem.request.bind(bench.modem);
  vi.spyOn(bench.modem, "request").mockImplementation((command) => {
    heard.push(command);
    return request(command);
  });
  return { ...bench, toModem: heard };
}

test("what a modem is greeted and hung up with is answered on the bridge, and the modem hears none of it", async () => {
  const { client, toModem } = await listened();
  const { command } = client();
  for (const line of ["ATH", "ATH0", "ATZ", "ATZ0", "AT&F", "AT&F0", "AT&W", "ATE0V1H", "ATZ;+WARDVER?"])
    expect((await command(line)).at(-1)).toBe("OK");
  expect(await command("AT+H")).toEqual(["+CME ERROR: 4"]);
  for (const line of ["ATA", "ATO", "ATDT123;"]) expect(await command(line)).toEqual(["+CME ERROR: 3"]);
  for (const line of ["ATZ2", "AT&F2"]) expect(await command(line)).toEqual(["ERROR"]);
  expect(toModem).toEqual([]);
  // The listener hears: what is passed on is noticed.
  await command("AT+CSQ");
  expect(toModem).toEqual(["+CSQ"]);
});

test("a line of many of the modem's commands is answered within 400 ms, whatever each of them takes", async () => {
  const { client, clock, modem } = await bridgeBench();
  vi.spyOn(modem, "request").mockImplementation(
    () =>
      new Promise((resolve) => {
        clock.after(Millis(90), () => resolve({ kind: "answered", lines: ["+SAID"], final: { kind: "ok" } }));
      }),
  );
  const { handler, peer } = client();
  const line = "AT+CSQ;+COPS?;+CREG?;+CEREG?;+CGATT?;+CPIN?\r";
  const answered = async (within: number): Promise<string> => {
    peer.heard = "";
    handler.receive(Buffer.from(line));
    for (let n = 0; n < within / 10; n += 1) await clock.advance(10);
    return peer.heard;
  };
  // What the modem never said cannot be answered for.
  expect(await answered(400)).toContain("+CME ERROR: 31");
  await clock.advance(2_000);
  for (const one of line.slice(2, -1).split(";")) {
    handler.receive(Buffer.from(`AT${one}\r`));
    await clock.advance(300);
  }
  await clock.advance(2_000);
  const told = await answered(400);
  expect(told.match(/\+SAID/g)).toHaveLength(6);
  expect(told).toMatch(/OK\r\n$/);
});

test("Z brings back what this client stored, and F how every client begins; another client's settings stay", async () => {
  const { client } = await listened();
  const [one, other] = [client(), client()];
  await other.command("AT+CMEE=2");
  await one.command("AT+CMEE=0;&W");
  await one.command("ATV0+CMEE=2");
  expect(await one.say("ATZ\r")).toBe("\r\nOK\r\n");
  expect(await one.command("AT+CFUN=1")).toEqual(["ERROR"]);
  expect(await one.say("AT&F\r")).toBe("\r\nOK\r\n");
  expect(await one.command("AT+CFUN=1")).toEqual(["+CME ERROR: 3"]);
  expect(await other.command("AT+CFUN=1")).toEqual(["+CME ERROR: operation not allowed"]);
  await other.command("ATZ");
  expect(await other.command("AT+CFUN=1")).toEqual(["+CME ERROR: 3"]);
});

test("neither ends a grant, a subscription or the number of the state", async () => {
  const { client, bridge } = await listened();
  const { command } = client();
  await command("AT+WARDASK=1,1,500,60");
  await command("AT+WARDSUB=7");
  const before = bridge.sequence;
  for (const line of ["ATZ", "AT&F", "ATH"]) await command(line);
  expect(bridge.openGrants).toEqual([1_000_000_001]);
  expect(await command("AT+WARDSUB?")).toEqual(["+WARDSUB: 7", "OK"]);
  expect(bridge.sequence).toBe(before);
});

test("a message is refused as the standard has it, without a prompt, and its text is no command", async () => {
  const { client, toModem } = await listened();
  const { command, say } = client();
  for (const line of ['AT+CMGS="10086"', "AT+CMGS=17", "AT+CMSS=1", 'AT+CMGW="1"', "AT+CMGC=3,1"])
    expect(await command(line)).toEqual(["+CMS ERROR: 302"]);
  const answer = await say('AT+CMGS="10086"\rCXLL\u001a');
  expect(answer).toBe("\r\n+CMS ERROR: 302\r\n");
  expect(await command("\rAT")).toEqual(["OK"]);
  expect(toModem).toEqual([]);
});
