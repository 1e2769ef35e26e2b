import { expect, test } from "vitest";
import { statusScreen } from "../../src/cli/status-screen.ts";
import type { AgentStatus } from "../../src/report/local-contract.ts";
import { agentStatus } from "../support/agent-status.ts";

const healthy = agentStatus();
const bytes = (total: number) => ({ up: 0, down: total, total });
const usage: NonNullable<AgentStatus["usage"]> = {
  v: 1,
  at: healthy.state.at,
  clockTrusted: true,
  plan: { name: "IoT", known: true, quota: 1_000, unitBase: 1000, zone: "Asia/Shanghai" },
  cycle: { from: "2026-10-31T16:00:00.000Z", to: "2026-11-30T16:00:00.000Z", zone: "Asia/Shanghai" },
  used: bytes(1_200),
  pending: bytes(0),
  remaining: 0,
  usedPercent: 120,
  thresholdsCrossed: [100],
  overLimit: true,
  total: bytes(1_200),
};

test("a healthy device fits on one screen and asks for nothing", () => {
  const screen = statusScreen(healthy);
  expect(screen.split("\n").length).toBeLessThan(20);
  expect(screen).not.toContain("->");
});

test("a used-up plan: until when, by the plan's own calendar, and what to do, in both languages", () => {
  const screen = statusScreen({
    ...healthy,
    usage,
    decision: { ...healthy.decision, level: "reserve-only", until: "2026-11-30T16:00:00.000Z" },
  });
  expect(screen).toContain("until 2026-12-01 00:00:00 (Asia/Shanghai)");
  expect(screen).toMatch(/-> Top up .*plan\.quota/);
  expect(screen).toContain("加购流量");
});

const CLASSES: NonNullable<AgentStatus["decision"]["allowances"]> = [
  { class: "payment", rank: 1, kind: "ceiling", bytes: 200_000, why: "left" },
  { class: "bulk", rank: 4, kind: "lease", bytes: 131_072, why: "budget" },
];

test("what programs were granted and have not used is told with its class, because it is there for nobody else", () => {
  const screen = statusScreen({
    ...healthy,
    decision: { ...healthy.decision, allowances: CLASSES },
    granted: [{ rank: 4, bytes: 131_072 }],
  });
  expect(screen).toMatch(/payment 支付: 195\.31 KiB left 剩余$/m);
  expect(screen).toMatch(/bulk 批量: 128\.00 KiB now 当前可用, of it 128\.00 KiB granted to programs 其中已批准未用$/m);
});

test("no more is said to be kept for payments than there is left for them", () => {
  const reserve = { bytes: 26_214, units: 10, unitBytes: 2_621, measured: 0 };
  const kept = (first: Partial<(typeof CLASSES)[number]>) =>
    /kept for payment .*/.exec(
      statusScreen({
        ...healthy,
        decision: {
          ...healthy.decision,
          reserve,
          allowances: CLASSES.map((one) => (one.rank === 1 ? { ...one, ...first } : one)),
        },
      }),
    )?.[0];
  expect(kept({})).toBe("kept for payment 预留: 25.60 KiB (10 x 2.56 KiB wanted 目标)");
  expect(kept({ bytes: 10_240 })).toBe("kept for payment 预留: 10.00 KiB (10 x 2.56 KiB wanted 目标)");
  expect(kept({ bytes: 0 })).toBe("kept for payment 预留: 0 B (10 x 2.56 KiB wanted 目标)");
  const open = { kind: "open", bytes: undefined } as const;
  expect(kept({ ...open, why: "beyond-quota" })).toContain(": 0 B (");
  expect(kept({ ...open, why: "no-limit" })).toContain(": 25.60 KiB (");
});

test("messages of programs are told beside their day's number, and not where nobody may be written to", () => {
  expect(statusScreen({ ...healthy, programMessages: { sent: 3, perDay: 20 } })).toMatch(
    /^SMS 短信 +3 of 20 by programs in 24 h 程序 24 小时内发送$/m,
  );
  expect(statusScreen(healthy)).not.toContain("by programs");
});

const reading = {
  source: "sms",
  asOf: "2026-11-22T01:00:00.000Z",
  used: 1_236,
  remaining: 100,
  ours: 1_200,
  drift: { bytes: 36, percent: 3 },
} as const;

test("the carrier's word: what it says, as of when, how far it is from this device's count, and what is suggested", () => {
  const calibration = { percent: 3, agreeing: 3, of: 3, text: "set less", textZh: "调低" };
  const screen = statusScreen({ ...healthy, usage: { ...usage, reading: { ...reading, calibration } } });
  expect(screen).toMatch(
    /^Carrier .*1\.24 KB used, 100 B left \(by SMS, as of 2026-11-22 09:00:00 \(Asia\/Shanghai\)\); 36 B, 3 % more than here \(1\.20 KB\)$/m,
  );
  expect(screen).toMatch(/^ {14}set less$/m);
  expect(screen).toMatch(/^ {14}调低$/m);
  const less = { ...reading, drift: { bytes: -36, percent: -3 } };
  expect(statusScreen({ ...healthy, usage: { ...usage, reading: less } })).toContain("36 B, 3 % less than here");
  const { ours: _ours, drift: _drift, ...alone } = reading;
  expect(statusScreen({ ...healthy, usage: { ...usage, reading: alone } })).toContain("not to be held against");
});

const asked = { at: "2026-11-22T01:00:00.000Z", to: "10086", text: "CXYL" } as const;

test.each([
  ["none", undefined, /10086 was asked at .*no reply yet/],
  ["refused", undefined, /10086 was asked at .*the network refused the message/],
  ["unread", "no-pattern", /the reply could not be read: no pattern of the carrier's fits it.*\[\[query\.reply\]\]/],
] as const)("a question to the carrier whose answer is %s is told of", (answer, why, told) => {
  expect(statusScreen({ ...healthy, usage, asked: { ...asked, answer, ...(why && { why }) } })).toMatch(told);
});

test("a question that was answered is not told of any more: its reading is", () => {
  expect(statusScreen({ ...healthy, usage, asked: { ...asked, answer: "read" } })).not.toContain("10086");
});

test("a suspicion: its evidence with the time on the wall, and what to do, in both languages", () => {
  const evidence = [{ kind: "network-detach", at: "2026-11-22T01:00:00.000Z", weight: 0.5, text: "+CGEV: NW DETACH" }];
  const suspicion = { held: true, confidence: 0.6, since: "2026-11-22T01:00:00.000Z", evidence };
  const screen = statusScreen({
    ...healthy,
    usage: { ...usage, overLimit: false },
    state: { ...healthy.state, suspicion },
  });
  expect(screen).toContain("2026-11-22 09:00:00 (Asia/Shanghai)  +CGEV: NW DETACH");
  expect(screen).toMatch(/-> .*ask the carrier/);
  expect(screen).toContain("停机时重启模组无效");
});

test("a broker that is away: why, and in how long it is tried again, whatever the clock shows", () => {
  const lastRefusal = { why: "unreachable", detail: "nothing listens there" };
  const retryAt = "2026-11-22T01:00:42.000Z";
  const screen = statusScreen({
    ...healthy,
    mqtt: { state: "waiting", lastRefusal, retryAt, queued: 3, dropped: 1 },
  });
  expect(screen).toMatch(
    /^Broker .*nothing listens there \[unreachable\], next try in 42 s, 3 events queued, 1 dropped$/m,
  );
});

test("a port that is shared with another program is told beside the modem's name", () => {
  const modem = { ...healthy.state.modem, linkText: "/dev/ttyUSB2 is also open in cat (pid 7)." };
  expect(statusScreen({ ...healthy, state: { ...healthy.state, modem } })).toMatch(
    /EC20F\n +\/dev\/ttyUSB2 is also open/,
  );
});

test("a card that is not believed: why, and what to do, in both languages", () => {
  const sim = { state: "ready", doubt: "uneven" as const, text: "The number reads differently each time. Reseat it." };
  expect(statusScreen({ ...healthy, state: { ...healthy.state, sim } })).toMatch(
    /^SIM +ready\n +-> The number reads differently each time\. Reseat it\.\n +ICCID 每次读取都不同/m,
  );
});

test.each([
  [{ trouble: "full" }, /Free some space/, /清理磁盘/],
  [{ trouble: "read-only", mount: "/data" }, /remount,rw \/data/, /只读.*remount,rw \/data/],
  [{ trouble: "forbidden" }, /chown/, /无权写入/],
  [{ trouble: "gone" }, /alone while the agent runs/, /请勿删除/],
  [{ trouble: "replaced" }, /restart cellward/, /重启代理/],
  [{ trouble: "other" }, /dmesg/, /dmesg/],
] as const)("a store that takes nothing (%j): what to do, in both languages", (told, english, chinese) => {
  const store = { durable: false, path: "/s/store", text: "why; nothing was written for 3 s", ...told };
  const screen = statusScreen({ ...healthy, state: { ...healthy.state, store } });
  expect(screen).toMatch(english);
  expect(screen).toMatch(chinese);
});

test("what speaks against the clock is told beside it", () => {
  const clock = { trusted: false, source: "none", text: "the books hold an entry of 2031-04-11" };
  expect(statusScreen({ ...healthy, state: { ...healthy.state, clock } })).toMatch(
    /^Clock 时钟 .*not trusted yet.*\n +the books hold an entry of 2031-04-11$/m,
  );
});

test.each([
  [["over-limit"], /own meter/, /[Aa]ntenna, signal|天线、信号/],
  [["registration-lost"], /Check antenna/, /refuses it/],
  [["service-lost", "over-limit"], /Check antenna/, /refuses it/],
  [["denied-permanently", "registration-lost"], /ask the carrier/, /[Cc]heck antenna|先检查天线/],
  [["network-detach", "over-limit"], /ask the carrier/, /[Cc]heck antenna|先检查天线/],
] as const)("the advice about a suspicion follows from its evidence: %j", (kinds, said, unsaid) => {
  const at = "2026-11-22T01:00:00.000Z";
  const suspicion = {
    held: true,
    confidence: 0.6,
    since: at,
    evidence: kinds.map((kind) => ({ kind, at, weight: 0.5, text: kind })),
  };
  const screen = statusScreen({ ...healthy, state: { ...healthy.state, suspicion } });
  expect(screen).toMatch(said);
  expect(screen).not.toMatch(unsaid);
});

test("a modem without a family is not taken for one", () => {
  const modem = { ...healthy.state.modem, family: "unknown" };
  const screen = statusScreen({ ...healthy, state: { ...healthy.state, modem } });
  expect(screen).toContain("no family description matches");
  expect(screen).not.toContain("taken for");
});

test("what a terminal would obey is not on the screen", () => {
  const modem = { ...healthy.state.modem, model: "EC20\u009b31m\u202e" };
  expect(statusScreen({ ...healthy, state: { ...healthy.state, modem } })).not.toMatch(/[\u0080-\u009f\u202e]/);
});

test("a stop that nothing holds is told as advice, and never as done", () => {
  const stopped = (enforced: AgentStatus["decision"]["enforced"]): string =>
    statusScreen({
      ...healthy,
      hardStop: { stage: "sources" },
      decision: { ...healthy.decision, level: "offline", enforced },
    });
  expect(stopped("kernel")).toContain("已停止发送并通知下行来源");
  for (const enforced of ["no", "advised"] as const) {
    expect(stopped(enforced)).toMatch(/advice only: [^]*仅为建议/);
    expect(stopped(enforced)).not.toMatch(/已停止发送|nothing but management is sent/);
  }
});
