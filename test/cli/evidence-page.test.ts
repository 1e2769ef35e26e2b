import { expect, test } from "vitest";
import { MonoMs, WallMs } from "../../src/base/instant.ts";
import { interruptionsIn } from "../../src/cli/evidence-interruptions.ts";
import { evidencePage, type PageFacts } from "../../src/cli/evidence-page.ts";
import type { ShownEntry } from "../../src/journal/bundle.ts";

const NOON = Date.UTC(2026, 10, 22, 4);

const entry = (seq: number, what: string, fields: ShownEntry["fields"], trusted = true): ShownEntry => ({
  chain: "0001-00000000",
  seq,
  what,
  at: { wall: WallMs(NOON + seq * 60_000), bootId: "b", mono: MonoMs(seq) },
  trusted,
  fields,
  hash: "ab".repeat(32),
  masked: true,
});

const ENTRIES = [
  entry(1, "card-identified", { iccid: "898604**********1234" }),
  entry(2, "network-detached", { said: "+CGEV: NW DETACH", meter: { used: 1_048_576, quota: 31_457_280 } }),
  entry(3, "registration-changed", {
    stat: 3,
    state: "registration denied",
    rejectCause: 8,
    causeText: "EPS services not allowed",
  }),
  entry(4, "sms-received", { from: "10086", text: "<b>停机</b> & \u202e" }),
  entry(5, "registration-changed", { stat: 1, state: "registered, home network" }),
  entry(6, "service-up", {}),
  entry(7, "note", { text: "工号 4711", by: "李" }, false),
  entry(8, "service-down", { why: "detached", detail: "x" }),
  entry(9, "from-a-later-version", { since: "2026-11-22T04:00:00.000Z" }),
];

const facts: PageFacts = {
  language: "zh-CN",
  device: "pos-1",
  zone: "Asia/Shanghai",
  made: "2026-11-22T05:00:00.000Z",
  masked: true,
  chain: "0001-00000000",
  hash: "ab".repeat(32),
  damage: undefined,
  carrier: { en: "China Mobile", zh: "中国移动" },
  channels: [{ term: { en: "hotline 10086", zh: "客服热线 10086" }, source: { en: "a newspaper", zh: "a newspaper" } }],
  entries: ENTRIES,
  files: [{ name: "letter.jpg", kept: undefined, by: "李" }],
};

test("an interruption is from the first loss to the service's return, with what was said and where the meter stood", () => {
  expect(interruptionsIn(ENTRIES)).toMatchObject([
    {
      from: { seq: 2 },
      to: { seq: 6 },
      said: ["+CGEV: NW DETACH", "EPS services not allowed", "registration denied"],
      used: 1_048_576,
      quota: 31_457_280,
    },
    { from: { seq: 8 }, to: undefined, said: [] },
  ]);
});

test("the page has a letter with the facts, whom to ask, and every entry; by the clock of the plan's zone", () => {
  const page = evidencePage(facts);
  expect(page).toContain("2026-11-22 12:02:00 至 2026-11-22 12:06:00; 当时本设备计量已用 1.00 MiB ／套餐 30.00 MiB");
  expect(page).toMatch(/致：中国移动[^]*客服热线 10086 <small>\(a newspaper\)<\/small>/);
  expect(page).toMatch(/网络侧将设备去附着[^]*当时计量: 1\.00 MiB \/ 30\.00 MiB/);
  expect(page).toContain("2026-11-22 12:07:00 （时钟未校准）");
  expect(page).toMatch(/from-a-later-version<\/td><td>since: 2026-11-22 12:00:00/);
  const english = evidencePage({ ...facts, language: "en", damage: "entry 3 is not what was written" });
  expect(english).toMatch(
    /<p class="bad">The record is damaged: entry 3[^]*To: China Mobile[^]*1\.00 MiB of 30\.00 MiB/,
  );
});

test("nothing in a message becomes part of the page, and nothing is loaded from elsewhere", () => {
  const page = evidencePage(facts);
  expect(page).toContain("&#60;b&#62;停机&#60;/b&#62; &#38; \\u202e");
  expect(page).not.toMatch(/<b>|<script|src=|https?:\/\//);
});

test("where the record shows no interruption, no letter asks why service was stopped", () => {
  const calm = { ...facts, entries: ENTRIES.filter(({ seq }) => seq === 1 || seq === 7) };
  for (const language of ["en", "zh-CN"] as const) {
    expect(evidencePage({ ...facts, language })).toContain('class="letter"');
    expect(evidencePage({ ...calm, language })).not.toMatch(
      /class="letter"|要求说明的函|停止服务的原因|service .* stopped/,
    );
  }
});
