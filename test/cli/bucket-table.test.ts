import { expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { bucketCsv, bucketJson, bucketTable } from "../../src/cli/bucket-table.ts";
import { bucketAccount } from "../../src/plan/rating/bucket-account.ts";
import { bucket, dataPlan } from "../support/data-plans.ts";

const at = (text: string): WallMs => WallMs(Date.parse(`${text}+08:00`));
const MB = 1024n ** 2n;
const PLAN = dataPlan(
  [
    bucket("plan", { quota: 100n * MB, carries: true }),
    bucket("night", { quota: 10n * MB, scope: { window: { from: 1_380, to: 420 } } }),
  ],
  { readings: { withinStep: "carried-first" } },
);
const USAGES = [
  { at: at("2026-01-10T12:00:00"), bytes: 40n * MB },
  { at: at("2026-02-02T12:00:00"), bytes: 75n * MB },
];
const ACCOUNT = bucketAccount(PLAN, { usages: USAGES, facts: [], asOf: at("2026-02-11T00:00:00") });

test("the table tells quota, used, left, the end and where a carried bucket is from, with a bar of what is gone", () => {
  const table = bucketTable(ACCOUNT, { zone: "Asia/Shanghai", unitBase: 1024 });
  const lines = table.split("\n");
  const carried = lines.find((line) => line.startsWith("plan (carried"));
  expect(carried).toMatch(/60\.00 MiB +60\.00 MiB +0 B +2026-02-28 +\[#{20}\]/);
  expect(carried).toContain("from 来自 2026-01-01..2026-01-31");
  expect(table).toMatch(/^plan +100\.00 MiB +15\.00 MiB +85\.00 MiB +2026-02-28 +\[###\.{17}\]$/m);
  expect(table).toMatch(/^night +10\.00 MiB +0 B +10\.00 MiB .*only 仅限 23:00-07:00$/m);
});

test("JSON and CSV tell the same in bytes", () => {
  const { buckets, beyond } = bucketJson(ACCOUNT);
  expect(beyond).toBe(0);
  expect(buckets.find(({ carried }) => carried)).toMatchObject({
    bucket: "plan",
    carriedFrom: "2025-12-31T16:00:00.000Z",
    quota: Number(60n * MB),
    used: Number(60n * MB),
    left: 0,
    until: "2026-02-28T16:00:00.000Z",
  });
  const lines = bucketCsv(ACCOUNT).trimEnd().split("\n");
  expect(lines[0]).toBe("bucket,kind,carried,carriedFrom,quota,begun,used,left,until,state");
  expect(lines.slice(1)).toHaveLength(buckets.length);
  expect(lines).toContain(
    `plan,data,false,,${100n * MB},${100n * MB},${15n * MB},${85n * MB},2026-02-28T16:00:00.000Z,`,
  );
});

test("what no bucket covered stands below", () => {
  const more = [...USAGES, { at: at("2026-02-10T12:00:00"), bytes: 90n * MB }];
  const account = bucketAccount(PLAN, { usages: more, facts: [], asOf: at("2026-02-11T00:00:00") });
  expect(account.beyond).toBe(5n * MB);
  expect(bucketTable(account, { zone: "Asia/Shanghai", unitBase: 1024 })).toMatch(
    /^beyond 套外 +5\.00 MiB +what no bucket/m,
  );
  expect(bucketCsv(account)).toContain(`,,false,,,,${5n * MB},,,beyond\n`);
});
