import { expect, test } from "vitest";
import { bridgeBench } from "../support/bridge-bench.ts";
import { MemoryStore } from "../support/memory-store.ts";

const [END, GIVE_UP] = ["\u001a", "\u001b"];
const PROMPT = "\r\n> ";

type Bench = Awaited<ReturnType<typeof bridgeBench>>;

/** A bridge on which messages may go to 10086, and to whatever begins with 106. */
async function permitted(store?: MemoryStore) {
  const bench = await bridgeBench(store);
  bench.script("sms to 10086 106* +8613800138000");
  return { ...bench, went: () => went(bench) };
}

const went = ({ heard }: Bench): readonly string[] =>
  heard.flatMap((one) => (one.heard === "message" ? [`${one.order.to} ${one.order.text}`] : []));

/** One message as firmware sends it; the bridge's last word. */
async function send(client: ReturnType<Bench["client"]>, to: string, text: string): Promise<string> {
  const asked = await client.say(`AT+CMGS="${to}"\r`);
  return asked === PROMPT ? await client.say(text + END) : asked;
}

test("nobody may be written to until somebody says so, and the capability tells", async () => {
  const { client, script } = await bridgeBench();
  const { command } = client();
  expect(await command('AT+CMGS="10086"')).toEqual(["+CMS ERROR: 302"]);
  expect(await command("AT+CMGS=?")).toEqual(["+CMS ERROR: 302"]);
  expect(await command("AT+WARDVER?")).toEqual(["+WARDVER: 1,0,0000003F", "OK"]);
  script("sms to 10086");
  expect(await command("AT+CMGS=?")).toEqual(["OK"]);
  expect(await command("AT+WARDVER?")).toEqual(["+WARDVER: 1,0,0000007F", "OK"]);
});

test("a text goes to a number that is permitted, with the network's reference, and to no other", async () => {
  const { client, went: gone } = await permitted();
  const one = client();
  expect(await one.command("AT+CMGF=1")).toEqual(["OK"]);
  expect(await send(one, "10086", "CXYL")).toBe("\r\n+CMGS: 1\r\n\r\nOK\r\n");
  expect(await send(one, "1069012345", "a\rb")).toContain("+CMGS: 2");
  for (const to of ["100860", "1008", "+10086", "13800138000", "8613800138000", "107"])
    expect(await one.command(`AT+CMGS="${to}"`)).toEqual(["+CMS ERROR: 302"]);
  const none = ["10086,161,3", '"10086",17', '"1008\\0D6"', '"10 086"', '"*106"', '"10086', '""', ""];
  for (const to of none) expect(await one.command(`AT+CMGS=${to}`)).toEqual(["+CMS ERROR: 305"]);
  expect(await one.say(`AT+CMGS="10086";+CMGS="110"\r`)).toBe(PROMPT);
  expect(await one.say(`x${END}`)).toBe("\r\n+CMGS: 3\r\n\r\n+CMS ERROR: 302\r\n");
  expect(gone()).toEqual(["10086 CXYL", "1069012345 a\rb", "10086 x"]);
});

test("the type of number makes a number international, before it is looked up", async () => {
  const { client, went: gone } = await permitted();
  const one = client();
  expect(await one.say('AT+CMGS="8613800138000",145\r')).toBe(PROMPT);
  await one.say(`x${END}`);
  expect(await one.command('AT+CMGS="10086",145')).toEqual(["+CMS ERROR: 302"]);
  expect(gone()).toEqual(["+8613800138000 x"]);
});

test("text mode is all there is, and each client chooses its character set", async () => {
  const { client, went: gone } = await permitted();
  const [one, other] = [client(), client()];
  expect(await one.command("AT+CMGF?")).toEqual(["+CMGF: 1", "OK"]);
  expect(await one.command("AT+CMGF=?")).toEqual(["+CMGF: (1)", "OK"]);
  for (const line of ["AT+CMGF=0", "AT+CMGF=", "AT+CMGF"]) expect(await one.command(line)).toEqual(["+CMS ERROR: 303"]);
  expect(await one.command("AT+CSCS=?")).toEqual(['+CSCS: ("IRA","GSM","UCS2")', "OK"]);
  expect(await one.command('AT+CSCS="8859-1"')).toEqual(["+CME ERROR: 50"]);
  await one.command('AT+CSCS="UCS2"');
  expect(await other.command("AT+CSCS?")).toEqual(['+CSCS: "IRA"', "OK"]);
  await send(one, "00310030003000380036", "6D4191CF\r\n00310032");
  await send(one, "10086", "6d41");
  for (const text of ["6D4", "zzzz", "CXYL"]) expect(await send(one, "10086", text)).toContain("+CMS ERROR: 305");
  await other.command("AT+CSCS=GSM");
  await send(other, "10086", "\u0000\u0002\u0011a");
  expect(await send(other, "10086", "\u00e4")).toContain("+CMS ERROR: 305");
  await other.command("ATZ");
  expect(await other.command("AT+CSCS?")).toEqual(['+CSCS: "IRA"', "OK"]);
  expect(await send(other, "10086", "\u0007")).toContain("+CMS ERROR: 305");
  expect(gone()).toEqual(["10086 流量12", "10086 流", "10086 @$_a"]);
});

test("one message holds 160 characters of GSM, of which some take two places, or 70 others", async () => {
  const { client } = await permitted();
  const one = client();
  const fits = ["x".repeat(160), "^".repeat(80)];
  for (const text of fits) expect(await send(one, "10086", text)).toContain("+CMGS:");
  for (const text of ["x".repeat(161), "^".repeat(81)])
    expect(await send(one, "10086", text)).toBe("\r\n+CMS ERROR: 305\r\n");
  await one.command('AT+CSCS="UCS2"');
  expect(await send(one, "10086", "4E2D".repeat(70))).toContain("+CMGS:");
  expect(await send(one, "10086", "4E2D".repeat(71))).toBe("\r\n+CMS ERROR: 305\r\n");
});

test("an escape sends nothing, and the next line is a command again", async () => {
  const { client, went: gone } = await permitted();
  const one = client();
  await one.say('AT+CMGS="10086"\r');
  expect(await one.say(`AT+CSQ\r${GIVE_UP}`)).toBe("\r\n> \r\nOK\r\n");
  expect(await one.command("AT+WARDSUB?")).toEqual(["+WARDSUB: 0", "OK"]);
  expect(gone()).toEqual([]);
});

test("what becomes of a message is told by the standard's numbers", async () => {
  const { client, script, went: gone, clock } = await permitted();
  const one = client();
  const told = async (answer: string): Promise<string> => {
    script(`sms answer ${answer}`);
    return (await send(one, "10086", "x")).trim();
  };
  expect(await told("refused 38")).toBe("+CMS ERROR: 38");
  expect(await told("refused")).toBe("+CMS ERROR: 500");
  expect(await told("unsure")).toBe("+CMS ERROR: 332");
  expect(await told("untried")).toBe("+CMS ERROR: 331");
  // Somebody who tries again without end is told so without another try.
  const before = gone().length;
  expect(await told("sent")).toBe("+CMS ERROR: 331");
  expect(gone()).toHaveLength(before);
  await clock.advance(10_000);
  expect(await told("sent")).toMatch(/\+CMGS: 1/);
  expect((await send(one, "10086", "x".repeat(161))).trim()).toBe("+CMS ERROR: 305");
  await one.command("AT+CMEE=2");
  expect(await one.command('AT+CMGS="110"')).toEqual(["+CMS ERROR: operation not allowed"]);
});

test("level offline, the day's number and a withdrawn permission hold also behind the prompt", async () => {
  const { client, script, went: gone } = await permitted();
  const [one, other] = [client(), client()];
  const prompted = async (line: string): Promise<string> => {
    script("sms to 10086", "sms cap 20", "level normal");
    expect(await one.say('AT+CMGS="10086"\r')).toBe(PROMPT);
    script(line);
    return (await one.say(`x${END}`)).trim();
  };
  expect(await prompted("level offline")).toBe("+CMS ERROR: 331");
  expect(await other.command('AT+CMGS="10086"')).toEqual(["+CMS ERROR: 331"]);
  expect(await prompted("sms cap 0")).toBe("+CMS ERROR: 301");
  expect(await prompted("sms none")).toBe("+CMS ERROR: 302");
  expect(gone()).toEqual([]);
});

test("level offline holds also while a message waits for its turn, and what did not go is not counted", async () => {
  const { client, messages, script, clock } = await permitted();
  script("sms cap 1");
  let turn = (): void => undefined;
  messages.prepare = () => ({
    send: (wanted) =>
      new Promise((end) => (turn = () => end(wanted() ? { kind: "sent", reference: 1 } : { kind: "untried" }))),
  });
  const one = client();
  expect(await send(one, "10086", "x")).toBe("");
  script("level offline");
  turn();
  await clock.advance(20);
  expect(one.peer.heard).toContain("+CMS ERROR: 331");
  script("level normal");
  await clock.advance(10_000);
  expect(await send(one, "10086", "x")).toBe("");
  turn();
  await clock.advance(20);
  expect(one.peer.heard).toContain("+CMGS: 1");
});

test("the day's number holds for all clients together and over restarts, and what did not go is not counted", async () => {
  const store = new MemoryStore();
  const first = await permitted(store);
  first.script("sms cap 3", "sms answer untried");
  await send(first.client(), "10086", "x");
  first.script("sms answer refused 38");
  await first.clock.advance(10_000);
  await send(first.client(), "10086", "x");
  first.script("sms answer sent");
  for (const _ of [1, 2]) expect(await send(first.client(), "10086", "x")).toContain("+CMGS");
  expect(await send(first.client(), "10086", "x")).toContain("+CMS ERROR: 301");
  expect(first.bridge.messages).toEqual({ sent: 3, perDay: 3 });

  const again = await permitted(store);
  again.script("sms cap 3");
  expect(await send(again.client(), "10086", "x")).toContain("+CMS ERROR: 301");
  await again.clock.advance(24 * 3_600_000 - 1_000);
  expect(await send(again.client(), "10086", "x")).toContain("+CMS ERROR: 301");
  expect(again.bridge.messages).toEqual({ sent: 3, perDay: 3 });
  await again.clock.advance(1_000);
  expect(again.bridge.messages?.sent).toBe(0);
  expect(await send(again.client(), "10086", "x")).toContain("+CMGS");
});

test("a clock that nobody trusts frees nothing, and one that is trusted again frees what it knows", async () => {
  const store = new MemoryStore();
  const first = await permitted(store);
  first.script("sms cap 2");
  await send(first.client(), "10086", "x");
  first.script("clock distrusted");
  await send(first.client(), "10086", "x");

  const again = await permitted(store);
  again.script("sms cap 2", "clock distrusted");
  again.clock.jumpWall(again.clock.wallMs() + 25 * 3_600_000);
  expect(await send(again.client(), "10086", "x")).toContain("+CMS ERROR: 301");
  again.script("clock trusted");
  expect(await send(again.client(), "10086", "x")).toContain("+CMGS");
  expect(await send(again.client(), "10086", "x")).toContain("+CMS ERROR: 301");
});

test("what cannot be written down does not go", async () => {
  const store = new MemoryStore();
  const { client, went: gone } = await permitted(store);
  store.write = () => Promise.resolve("kept");
  expect(await send(client(), "10086", "x")).toContain("+CMS ERROR: 320");
  store.write = () => Promise.reject(new Error("gone"));
  expect(await send(client(), "10086", "x")).toContain("+CMS ERROR: 320");
  expect(gone()).toEqual([]);
});

test("who stalls behind the prompt is given up after a minute, and who hangs up there has sent nothing", async () => {
  const { client, clock, went: gone } = await permitted();
  const [slow, gones, honest] = [client(), client(), client()];
  for (const one of [slow, gones]) expect(await one.say('AT+CMGS="10086"\r')).toBe(PROMPT);
  await gones.say("half a mess");
  gones.handler.left();
  await clock.advance(30_000);
  slow.peer.heard = "";
  expect(await slow.say("half")).toBe("");
  expect(await send(honest, "10086", "whole")).toContain("+CMGS: 1");
  await clock.advance(31_000);
  expect(slow.peer.heard).toBe("\r\n+CMS ERROR: 332\r\n");
  // The time of that prompt is no other prompt's.
  expect(await slow.command("AT+WARDSUB?")).toEqual(["+WARDSUB: 0", "OK"]);
  expect(await send(slow, "10086", "again")).toContain("+CMGS: 2");
  await clock.advance(120_000);
  expect(gone()).toEqual(["10086 whole", "10086 again"]);
});

test.each([
  ["in one piece", 8_192],
  ["in pieces", 1_000],
])(
  "a text that is too long, %s, ends as every other one does, and the line answers again at once",
  async (_how, piece) => {
    const { client, clock, went: gone } = await permitted();
    for (const end of [END, GIVE_UP]) {
      const one = client();
      expect(await one.say('AT+CMGS="10086"\r')).toBe(PROMPT);
      const all = "a".repeat(4_200) + end;
      one.peer.heard = "";
      for (let at = 0; at < all.length; at += piece)
        one.handler.receive(Buffer.from(all.slice(at, at + piece), "latin1"));
      await clock.advance(1_000);
      expect(one.peer.heard.replaceAll(PROMPT, "")).toBe(end === END ? "\r\n+CMS ERROR: 305\r\n" : "\r\nOK\r\n");
      expect(await one.command("AT")).toEqual(["OK"]);
    }
    expect(gone()).toEqual([]);
  },
);

test("a megabyte behind the prompt, whole or of lines, is held back, sends nothing, and harms nobody", async () => {
  for (const flood of ["A".repeat(1 << 20), "AT+CSQ\r".repeat(1 << 17), "AAAAAAA\u001a".repeat(1 << 17)]) {
    const { client, clock, went: gone } = await permitted();
    const [hostile, honest] = [client(), client()];
    expect(await hostile.say('AT+CMGS="10086"\r')).toBe(PROMPT);
    for (let at = 0; at < flood.length; at += 65_536)
      hostile.handler.receive(Buffer.from(flood.slice(at, at + 65_536), "latin1"));
    expect(await send(honest, "10086", "whole")).toContain("+CMGS");
    await clock.advance(5_000);
    hostile.handler.receive(Buffer.from(`\r${END}`, "latin1"));
    await clock.advance(5_000);
    // Of a text of which bytes were lost nothing goes.
    expect(gone()).toEqual(["10086 whole"]);
    await clock.advance(60_000);
    expect(await hostile.command("AT+WARDSUB?")).toContain("+WARDSUB: 0");
  }
});

test("three are under way at the most, each client waits for its own, and events come behind the result", async () => {
  const { client, messages, script, clock } = await permitted();
  const ends: (() => void)[] = [];
  messages.prepare = () => ({ send: () => new Promise((end) => ends.push(() => end({ kind: "sent", reference: 7 }))) });
  const [one, two, three, four] = [client(), client(), client(), client()];
  await one.command("AT+WARDSUB=1");
  for (const each of [one, two, three]) expect(await send(each, "10086", "x")).toBe("");
  expect(await send(four, "10086", "x")).toContain("+CMS ERROR: 331");
  expect(await four.command("AT+WARDSTAT?")).toContain("OK");
  expect(await one.say("AT+WARDSUB?\r")).toBe("");
  script("level essential");
  two.handler.left();
  ends.forEach((end) => end());
  await clock.advance(20);
  expect(one.peer.heard).toMatch(
    /^\r\n\+CMGS: 7\r\n\r\nOK\r\n\r\n\+WARDSUB: 1\r\n\r\nOK\r\n\r\n\+WARDEVT: \d+,1,2\r\n$/,
  );
  expect(two.peer.heard).not.toContain("+CMGS");
  expect(await send(four, "10086", "x")).toBe("");
});
