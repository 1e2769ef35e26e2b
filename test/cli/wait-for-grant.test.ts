import { expect, test } from "vitest";
import { grantWords } from "../../src/cli/grant-words.ts";
import { waitForGrant } from "../../src/cli/wait-for-grant.ts";
import { type Duration, Minutes, Seconds } from "../../src/base/duration.ts";
import type { GrantTold } from "../../src/report/program-contract.ts";
import { FakeClock } from "../support/fake-clock.ts";

const NO = (retryS: number): GrantTold => ({ ok: true, granted: false, reason: "level", retryS });
const YES: GrantTold = { ok: true, granted: true, grant: 1_000_000_001, bytes: 500, lastsS: 60, reason: "granted" };

/** An agent that answers so, and has news at these seconds. */
async function waited(answer: (second: number) => GrantTold, within: Duration, news: readonly number[] = []) {
  const clock = new FakeClock();
  const begun = clock.monoMs();
  const second = (): number => (clock.monoMs() - begun) / 1_000;
  const asked: number[] = [];
  const refusals: GrantTold[] = [];
  let changed = false;
  let wake = (): void => {};
  for (const at of news)
    clock.after(Seconds(at), () => {
      changed = true;
      wake();
    });
  const pause = (time: Duration): Promise<void> => new Promise((resolve) => void clock.after(time, resolve));
  let end: GrantTold | undefined;
  void waitForGrant(
    {
      now: () => clock.monoMs(),
      pause,
      ask: () => {
        asked.push(second());
        return Promise.resolve(answer(second()));
      },
      forget: () => (changed = false),
      change: async (most) => {
        if (!changed) await Promise.race([pause(most), new Promise<void>((resolve) => (wake = resolve))]);
        changed = false;
      },
      refused: (told) => void refusals.push(told),
    },
    within,
  ).then((told) => (end = told));
  await clock.advance(Minutes(30));
  return { asked, refusals, end };
}

test("a grant is the end of it at once", async () => {
  expect(await waited(() => YES, Minutes(10))).toEqual({ asked: [0], refusals: [], end: YES });
});

test("what is refused is asked for again when the agent said so, and told once", async () => {
  const { asked, refusals, end } = await waited((second) => (second < 250 ? NO(100) : YES), Minutes(10));
  expect(asked).toEqual([0, 100, 200, 300]);
  expect(refusals).toEqual([NO(100)]);
  expect(end).toEqual(YES);
});

test("news of the agent's is asked after at once, and a flood of it once a second", async () => {
  const { asked } = await waited((second) => (second < 40 ? NO(600) : YES), Minutes(10), [40]);
  expect(asked).toEqual([0, 40]);
  const flood = Array.from({ length: 200 }, (_, at) => 10 + at / 100);
  expect((await waited(() => NO(600), Minutes(1), flood)).asked).toEqual([0, 10, 11, 12, 60]);
});

test("when the time is over it is asked a last time and the refusal stands", async () => {
  const { asked, end } = await waited(() => NO(600), Seconds(90));
  expect(asked).toEqual([0, 90]);
  expect(end).toEqual(NO(600));
  expect((await waited(() => NO(600), Seconds(0))).asked).toEqual([0]);
});

test("the words tell how much, until when, and why not", () => {
  const now = new Date("2026-11-23T04:00:00Z");
  const zone = "Asia/Shanghai";
  expect(grantWords("bulk", { ...YES, zone }, now, "en")).toBe(
    "Granted: 500 B for bulk until 12:01:00 Asia/Shanghai (1 min), grant 1000000001.",
  );
  expect(grantWords("bulk", { ...NO(600), zone }, now, "en")).toBe(
    "Not now: bulk: the present level holds this class back. Ask again at 12:10:00 Asia/Shanghai (in 10 min).",
  );
  expect(grantWords("bulk", { ...NO(600), zone }, now, "zh")).toMatch(
    /当前级别下此类业务暂停.*12:10:00 Asia\/Shanghai/,
  );
  expect(grantWords("bulk", { ...NO(43_260), zone }, now, "en")).toContain("at 2026-11-24 00:01:00 Asia/Shanghai (in ");
  // An older agent tells no zone: it is this machine's, and named.
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  expect(grantWords("bulk", NO(600), now, "en")).toContain(` ${timeZone} (in 10 min)`);
  const less = { ...YES, reason: "granted-less" } as const;
  expect(grantWords("bulk", less, now, "en")).toContain("fewer than asked for");
  expect(grantWords("bulk", less, now, "zh")).toContain("少于申请");
});
