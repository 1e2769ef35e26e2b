import type { Words } from "../plan/words.ts";
import type { Probes } from "./probe-contract.ts";

type Spent = Pick<Probes, "spentToday" | "bytesPerDay">;

const OPEN: Readonly<Record<NonNullable<Probes["open"]>, (spent: Spent) => Words>> = {
  looks: () => ({
    en: "Whether data passes is not known yet: probes of the path are under way; ask again in a minute.",
    zh: "数据是否畅通尚未确定：正在探测通路，请一分钟后再查。",
  }),
  budget: ({ spentToday, bytesPerDay }) => ({
    en: `Whether data passes is not known: the probe budget of today is used up (${spentToday} of ${bytesPerDay} bytes, what is left pays for no whole round). The next day (UTC) has its own; probe.bytes_per_day allows more.`,
    zh: `数据是否畅通无法确定：今日探测流量额度已用完（${spentToday}/${bytesPerDay} 字节，余量不足一轮探测）。次日（UTC）重新计算；可调高 probe.bytes_per_day。`,
  }),
  silent: () => ({
    en: "Whether data passes is not known: what was sent last was not answered, and that alone does not tell a dead path from a server that is down. Two kinds of probes to two addresses do (probe.echo, probe.tcp).",
    zh: "数据是否畅通无法确定：最近发出的数据没有回应，仅凭此点不能区分通路中断与服务器故障。请对两个地址配置两种探测（probe.echo、probe.tcp）。",
  }),
};

/** That it is not known whether data passes, why, and what to do; undefined where nothing is open. */
export const pathOpenWords = ({ open, ...spent }: Probes): Words | undefined =>
  open === undefined ? undefined : OPEN[open](spent);
