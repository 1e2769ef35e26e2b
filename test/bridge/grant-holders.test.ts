import { expect, test } from "vitest";
import { bridgeBench } from "../support/bridge-bench.ts";
import { MemoryStore } from "../support/memory-store.ts";

const grantOf = ([answer = ""]: readonly string[]): string => answer.split(",")[1] ?? "";

test("a grant is who asked for it: to all others there is none of that number", async () => {
  const { client, heard } = await bridgeBench();
  const [one, other] = [client(), client()];
  const grant = grantOf(await one.command("AT+WARDASK=1,1,5000,60"));
  expect(await other.command(`AT+WARDUSE=${grant},0,0,1`)).toEqual(["+CME ERROR: 22"]);
  expect(await other.command(`AT+WARDTXN=${grant},1,900`)).toEqual(["+CME ERROR: 22"]);
  expect(heard.map((one_) => one_.heard)).toEqual(["ask"]);
  expect(await one.command(`AT+WARDUSE=${grant},700,0,1`)).toEqual(["OK"]);
  expect(await other.command(`AT+WARDUSE=${grant},900,0,1`)).toEqual(["+CME ERROR: 22"]);
  expect(await one.command(`AT+WARDTXN=${grant},1,900`)).toEqual(["OK"]);
});

test("who has left may come again by the same door, and no other, and report", async () => {
  const { client, clock } = await bridgeBench();
  const [one, pty] = [client("socket"), client("pty")];
  const open = grantOf(await one.command("AT+WARDASK=1,1,5000,60"));
  const over = grantOf(await one.command("AT+WARDASK=2,1,5000,1"));
  await clock.advance(2_000);
  await one.command("AT");
  one.handler.left();
  for (const grant of [open, over]) {
    expect(await pty.command(`AT+WARDUSE=${grant},10,0,0`)).toEqual(["+CME ERROR: 22"]);
    expect(await client("socket").command(`AT+WARDUSE=${grant},700,0,1`)).toEqual(["OK"]);
  }
});

test("after a start the door alone tells whose it was", async () => {
  const store = new MemoryStore();
  const grant = grantOf(await (await bridgeBench(store)).client("socket").command("AT+WARDASK=1,1,5000,60"));
  const { client } = await bridgeBench(store);
  expect(await client("pty").command(`AT+WARDUSE=${grant},10,0,0`)).toEqual(["+CME ERROR: 22"]);
  expect(await client("socket").command(`AT+WARDUSE=${grant},10,0,0`)).toEqual(["OK"]);
});

test("however many grants another client has had, one's own are remembered, and all together are bounded", async () => {
  const { client, clock, store } = await bridgeBench();
  const one = client();
  const grant = grantOf(await one.command("AT+WARDASK=1,1,5000,1"));
  await clock.advance(2_000);
  for (let round = 0; round < 6; round += 1) {
    const other = client();
    for (let ref = 1; ref <= 80; ref += 1) {
      const its = grantOf(await other.command(`AT+WARDASK=${ref},1,100,60`));
      expect(await other.command(`AT+WARDUSE=${its},1,1,1`)).toEqual(["OK"]);
      await clock.advance(1_000);
    }
    if (round % 2 === 0) other.handler.left();
  }
  expect(await one.command(`AT+WARDUSE=${grant},700,0,1`)).toEqual(["OK"]);
  let kept = 0;
  for await (const _ of store.range("bridge/grant/", "bridge/grant/~")) kept += 1;
  expect(kept).toBeLessThanOrEqual(256);
});
