import { expect, test } from "vitest";
import { bridgeBench } from "../support/bridge-bench.ts";

const GRANT = /^\+WARDASK: (\d+),([12]\d{9}),(\d+),(\d+),(\d+),(\d+)$/;

test("a client hears which version it speaks to before anything else", async () => {
  const { bridge, client } = await bridgeBench();
  const { peer } = client();
  expect(peer.heard).toBe("");
  bridge.announce();
  expect(peer.heard).toBe("\r\n+WARDRDY: 1.0\r\n");
});

test.each([
  ["AT", ["OK"]],
  ["AT+WARDVER?", ["+WARDVER: 1,0,0000003F", "OK"]],
  ["AT+WARDVER=?", ["OK"]],
  ["AT+WARDSTAT?", ["+WARDSTAT: 1,1,0,0,0,0,1", "OK"]],
  ["AT+WARDBUD=4", ["+WARDBUD: 4,4294967295,4294967295,0", "OK"]],
  ["AT+WARDBUD=bulk", ["+WARDBUD: 4,4294967295,4294967295,0", "OK"]],
  ["AT+WARDASK=7,1,2048,30", ["+WARDASK: 7,1000000001,2048,30,0,0", "OK"]],
  ["AT+WARDASK=7,1,2048,0", ["+WARDASK: 7,1000000001,2048,300,0,0", "OK"]],
  ["AT+WARDTIME?", ["+WARDTIME: 1795309200,1,480", "OK"]],
  ["AT+WARDCHK=1", ["+WARDCHK: 1,900", "OK"]],
  ["AT+WARDSUB=3;+WARDSUB?", ["+WARDSUB: 3", "OK"]],
  ["AT+WARDVER?;+WARDBUD=1", ["+WARDVER: 1,0,0000003F", "+WARDBUD: 1,4294967295,4294967295,0", "OK"]],
  ["AT+WARDASK=7,1,2048,30,99,more", ["+WARDASK: 7,1000000001,2048,30,0,0", "OK"]],
  ["AT+CSQ", ["+CSQ: 20,99", "OK"]],
  ["at+cops?", ['+COPS: 0,2,"46000",7', "OK"]],
])("%s is answered", async (line, answer) => {
  const { client } = await bridgeBench();
  expect(await client().command(line)).toEqual(answer);
});

test.each([
  ["AT+WARDASK=0,1,2048,30", 50],
  ["AT+WARDASK=7,1,0,30", 50],
  ["AT+WARDASK=7,5,2048,30", 50],
  ["AT+WARDASK=7,1,2048", 50],
  ["AT+WARDASK=7,1,4294967296,30", 50],
  ["AT+WARDASK=7,1,-5,30", 50],
  ["AT+WARDASK=7,1,1e3,30", 50],
  ["AT+WARDASK", 50],
  ["AT+WARDASK?", 50],
  ["AT+WARDSTAT", 50],
  ["AT+WARDBUD=", 50],
  ["AT+WARDUSE=1,2,3", 50],
  ["AT+WARDUSE=1000000009,2,3,1", 22],
  ["AT+WARDUSE=1000000009,2,3,2", 50],
  ["AT+WARDTXN=1000000009,1,350", 22],
  ["AT+WARDTEXT=en,8,utf-8", 50],
  ["AT+WARDTEXT=fr,32,utf-8", 50],
  ["AT+WARDCHK=99", 50],
  ["AT+WARDFOO?", 4],
  ["AT+CFUN=0", 3],
  ["AT+CFUN?", undefined],
  ['AT+CGDCONT=1,"IP","evil"', 3],
  ['AT+CLCK="SC",1,"1234"', 3],
  ['AT+CPIN="1234"', 3],
  ["AT+COPS=2", 3],
  ["AT+CIMI", 3],
  ["ATD*99#", 3],
  ["AT^RESET", 3],
  ["AT$QCPDPP=1", 3],
  ["ATS3=65", 3],
])("%s is refused by the standard's number", async (line, code) => {
  const { client } = await bridgeBench();
  const answer = code === undefined ? ["+CFUN: 1", "OK"] : [`+CME ERROR: ${code}`];
  expect(await client().command(line)).toEqual(answer);
});

test("a refusal is an answer and then OK, with the time to come back", async () => {
  const { client, script } = await bridgeBench();
  script("refuse bulk 600", "level essential");
  const { command } = client();
  expect(await command("AT+WARDASK=1,4,5000,60")).toEqual(["+WARDASK: 1,0,0,0,2,600", "OK"]);
  expect(await command("AT+WARDASK=2,3,5000,60")).toEqual(["+WARDASK: 2,0,0,0,2,600", "OK"]);
  expect((await command("AT+WARDASK=3,2,5000,60"))[0]).toMatch(GRANT);
  expect(await command("AT+WARDBUD=4")).toEqual(["+WARDBUD: 4,0,4294967295,600", "OK"]);
});

test("a class that was refused for a while is open again behind it", async () => {
  const { client, script, clock } = await bridgeBench();
  script("refuse bulk 600 person");
  const { command } = client();
  expect(await command("AT+WARDASK=1,4,5000,60")).toEqual(["+WARDASK: 1,0,0,0,8,600", "OK"]);
  await clock.advance(600_000);
  expect((await command("AT+WARDASK=1,4,5000,60"))[0]).toMatch(GRANT);
});

test("the same question is the same grant until something was used of it", async () => {
  const { client } = await bridgeBench();
  const { command } = client();
  const first = await command("AT+WARDASK=1,1,5000,60");
  expect(await command("AT+WARDASK=1,1,5000,60")).toEqual(first);
  expect(await command("AT+WARDASK=1,1,5001,60")).not.toEqual(first);
  await command("AT+WARDUSE=1000000001,10,10,0");
  expect((await command("AT+WARDASK=1,1,5000,60"))[0]).toContain("+WARDASK: 1,1000000003,");
});

test("two clients that chose the same reference have a grant each", async () => {
  const { client } = await bridgeBench();
  const [one, other] = [client(), client()];
  expect(await one.command("AT+WARDASK=1,1,500,60")).toEqual(["+WARDASK: 1,1000000001,500,60,0,0", "OK"]);
  expect(await other.command("AT+WARDASK=1,1,500,60")).toEqual(["+WARDASK: 1,1000000002,500,60,0,0", "OK"]);
});

test("totals that are told twice count once, and falling ones not at all", async () => {
  const { client, heard } = await bridgeBench();
  const { command } = client();
  await command("AT+WARDASK=1,1,5000,60");
  for (const line of ["1000,200,0", "1000,200,0", "900,100,0", "1500,300,1", "1500,300,1"])
    expect(await command(`AT+WARDUSE=1000000001,${line}`)).toEqual(["OK"]);
  const uses = heard.flatMap((one) => (one.heard === "use" ? [one.report] : []));
  expect(uses).toMatchObject([
    { grant: 1_000_000_001, class: "payment", up: 1_000, down: 200, last: false, beyond: 0 },
    { up: 500, down: 100, last: true, beyond: 0 },
  ]);
});

test("what was used beyond a grant is told, and counted all the same", async () => {
  const { client, heard } = await bridgeBench();
  const { command } = client();
  await command("AT+WARDASK=1,1,1000,60");
  expect(await command("AT+WARDUSE=1000000001,4000,500,1")).toEqual(["OK"]);
  expect(heard.at(-1)).toMatchObject({ heard: "use", report: { up: 4_000, down: 500, beyond: 3_500 } });
});

test("bytes of a grant that has expired are counted when they are told late", async () => {
  const { client, heard, clock } = await bridgeBench();
  const { command } = client();
  await command("AT+WARDASK=1,1,1000,60");
  await clock.advance(61_000);
  expect(await command("AT+WARDUSE=1000000001,400,50,1")).toEqual(["OK"]);
  const uses = heard.flatMap((one) => (one.heard === "use" ? [one.report] : []));
  expect(uses).toMatchObject([
    { up: 0, down: 0, last: true },
    { up: 400, down: 50, last: false },
  ]);
});

test("a transaction counts once a grant", async () => {
  const { client, heard } = await bridgeBench();
  const { command } = client();
  await command("AT+WARDASK=1,1,1000,60");
  expect(await command("AT+WARDTXN=1000000001,1,350")).toEqual(["OK"]);
  expect(await command("AT+WARDTXN=1000000001,1,350")).toEqual(["OK"]);
  expect(await command("AT+WARDTXN=0,0,9000")).toEqual(["OK"]);
  expect(heard.filter((one) => one.heard === "transaction")).toHaveLength(2);
});

test("bytes of an unguarded spell count once, however often the line comes", async () => {
  const { client, heard } = await bridgeBench();
  const { command } = client();
  for (const line of [
    "100,50,0,77",
    "100,50,0,77",
    "300,50,1,77",
    "300,50,1,77",
    "300,50,1,78",
    "10,5,1",
    "10,5,1",
    "20,5,1",
  ])
    expect(await command(`AT+WARDUSE=0,${line}`)).toEqual(["OK"]);
  const total = heard.reduce((sum, one) => (one.heard === "use" ? sum + one.report.up : sum), 0);
  expect(total).toBe(300 + 300 + 10 + 20);
});

test("the slip comes in the terminal's own width and characters, line by line where it is asked so", async () => {
  const { client, script } = await bridgeBench();
  script("level reserve-only", "cause arrears 0.9");
  const { command } = client();
  const whole = await command("AT+WARDTEXT=zh-CN,24,gb18030");
  const text = whole.slice(0, -1).map((line) => line.replace(/^\+WARDTEXT: \d+,\d+,/, ""));
  expect(new TextDecoder("gb18030").decode(Buffer.from(text.join(""), "latin1"))).toContain("原因：arrears");
  expect(await command("AT+WARDTEXT=1,24,2,1")).toEqual([whole[0], "OK"]);
  expect(await command(`AT+WARDTEXT=1,24,2,${whole.length}`)).toEqual(["+CME ERROR: 50"]);
  expect((await command("AT+WARDTEXT=en,16,ascii"))[0]).toBe("+WARDTEXT: 1,12,Level:");
  expect((await command("AT+WARDTEXT=zh-CN,16,ucs2,1"))[0]).toMatch(/^\+WARDTEXT: 1,\d+,7EA7522B[0-9A-F]+$/);
});

test("subscribers hear of changes with the number of the state, others do not", async () => {
  const { client, script, clock } = await bridgeBench();
  const [subscriber, other] = [client(), client()];
  await subscriber.command("AT+WARDSUB=7");
  subscriber.peer.heard = "";
  other.peer.heard = "";
  script("level essential", "cause arrears 0.9");
  await clock.advance(2_000);
  expect(subscriber.peer.heard.split("\r\n").filter((line) => line !== "")).toEqual([
    "+WARDEVT: 2,1,2",
    "+WARDEVT: 3,3,13,90",
  ]);
  expect(other.peer.heard).toBe("");
  expect(await other.command("AT+WARDSTAT?")).toEqual(["+WARDSTAT: 3,1,2,13,90,0,1", "OK"]);
});

test("a grant that is taken back is told, and its bytes are counted all the same", async () => {
  const { client, script, clock } = await bridgeBench();
  const { command, peer } = client();
  await command("AT+WARDSUB=255");
  await command("AT+WARDASK=1,4,1000,60");
  script("withdraw");
  await clock.advance(1_000);
  expect(peer.heard).toContain("+WARDEVT: 2,5,1000000001,2");
  expect(await command("AT+WARDUSE=1000000001,5,5,1")).toEqual(["OK"]);
});

test("V.250 settings belong to one client", async () => {
  const { client } = await bridgeBench();
  const [one, other] = [client(), client()];
  expect(await one.say("ATE1\r")).toBe("\r\nOK\r\n");
  expect(await one.say("AT\r")).toBe("AT\r\r\nOK\r\n");
  expect(await other.say("AT\r")).toBe("\r\nOK\r\n");
  expect(await other.say("AT+CMEE=2\rAT+CFUN=1\r")).toBe("\r\nOK\r\n\r\n+CME ERROR: operation not allowed\r\n");
});

test("the first class is named payment or alarm, whatever the device is", async () => {
  const { client } = await bridgeBench();
  const { command } = client();
  for (const word of ["1", "payment", "alarm"]) {
    expect((await command(`AT+WARDBUD=${word}`))[0]).toMatch(/^\+WARDBUD: 1,/);
    expect((await command(`AT+WARDASK=7,${word},100,9`))[0]).toMatch(/^\+WARDASK: 7,\d{10},100,9,0,0$/);
  }
  expect(await command("AT+WARDBUD=alarms")).toEqual(["+CME ERROR: 50"]);
});
