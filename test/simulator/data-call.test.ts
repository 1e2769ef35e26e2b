import { expect, test } from "vitest";
import { Seconds } from "../../src/base/duration.ts";
import type { DataLink, DataPeer } from "../../src/simulator/data-peer.ts";
import { ModemTalk } from "../support/modem-talk.ts";

class FarEnd implements DataPeer {
  link: DataLink | undefined;
  got = "";
  closed = 0;

  open(link: DataLink) {
    this.link = link;
    return {
      receive: (bytes: Uint8Array) => void (this.got += Buffer.from(bytes).toString("latin1")),
      close: () => void (this.closed += 1),
    };
  }
}

async function dialled(number = "ATD*99***1#", options: ConstructorParameters<typeof ModemTalk>[0] = {}) {
  const peer = new FarEnd();
  const talk = new ModemTalk({ peer, ...options });
  talk.at("ATE0");
  talk.at('AT+CGDCONT=2,"IP","private.apn"');
  const dial = async (line: string): Promise<readonly string[]> => {
    talk.modem.receive(Buffer.from(`${line}\r`));
    await talk.clock.advance(Seconds(1));
    return talk.lines();
  };
  return {
    peer,
    modem: talk.modem,
    clock: talk.clock,
    say: (text: string) => talk.say(text),
    dial,
    answer: await dial(number),
  };
}

test.each([
  ["ATD*99***1#", 1],
  ["ATDT*99***1#", 1],
  ["atd*99#", 1],
  ["ATD*99**PPP*2#", 2],
  ["ATD*98*1#", 1],
  ["ATD10086;", undefined],
  ['AT+CGDATA="PPP",2', 2],
])("%s leads to context %s", async (line, cid) => {
  const { peer, answer } = await dialled(line);
  expect(answer).toEqual([cid === undefined ? "NO CARRIER" : "CONNECT"]);
  expect(peer.link?.cid).toBe(cid);
});

test("bytes pass both ways until the port is closed, and a context that the call put up goes with it", async () => {
  const { peer, modem, say } = await dialled("ATD*99***2#");
  expect(peer.link).toMatchObject({ apn: "private.apn", address: "10.64.0.3" });
  say("~\x00frame~");
  expect(peer.got).toBe("~\x00frame~");
  peer.link?.send(Buffer.from("~reply~"));
  expect(say("x")).toContain("");
  expect(modem.state().radio.contexts[1]?.active).toBe(true);
  modem.hangUp();
  expect(peer.closed).toBe(1);
  expect(modem.state().radio.contexts.map(({ active }) => active)).toEqual([true, false]);
});

test("a context that was up before the call stays up after it", async () => {
  const { modem } = await dialled("ATD*99***1#");
  modem.hangUp();
  expect(modem.state().radio.contexts[0]?.active).toBe(true);
});

test.each([
  ["takes the context away", (modem: ModemTalk["modem"]) => modem.setContext(1, false)],
  ["detaches the card", (modem: ModemTalk["modem"]) => modem.detach()],
])("NO CARRIER when the network %s", async (_what, happens) => {
  const { peer, modem, say } = await dialled();
  say("");
  happens(modem);
  expect(peer.closed).toBe(1);
  expect(say("AT\r")).toBe("\r\nOK\r\n");
});

test("NO CARRIER when the far end hangs up", async () => {
  const { peer, clock, dial } = await dialled();
  const heard: string[] = [];
  peer.link?.hangUp();
  await clock.advance(Seconds(1));
  heard.push(...(await dial("AT")));
  expect(heard).toEqual(["NO CARRIER", "OK"]);
});

test("dialling without being attached, or over the limit, ends in NO CARRIER", async () => {
  const { modem, dial, say } = await dialled("AT+CGATT=0");
  expect(await dial("ATD*99#")).toEqual(["NO CARRIER"]);
  say("AT+CGATT=1\r");
  modem.setQuota(0n);
  expect(await dial("ATD*99#")).toEqual(["NO CARRIER"]);
});

test("a make that tells a rate tells it behind CONNECT", async () => {
  const { answer } = await dialled("ATD*99#", { personality: { connectRate: 150_000_000 } });
  expect(answer).toEqual(["CONNECT 150000000"]);
});

test.each(["ATD*99***9#", 'AT+CGDATA="PPP",9'])("%s finds no such context, and leaves none behind", async (line) => {
  const { answer, peer, say } = await dialled(line);
  expect(answer).toEqual(["NO CARRIER"]);
  expect(peer.link).toBeUndefined();
  expect(say("AT+CGDCONT?\r")).not.toContain("+CGDCONT: 9");
});
