import { describeBytes } from "../base/bytes.ts";
import { meteredNames, uplinksOf } from "../agent/loop-options.ts";
import { HostFacts } from "../host/host-facts.ts";
import { IpOffloads } from "../host/ip-offloads.ts";
import { NftCounters } from "../host/nft-counters.ts";
import { SysInterfaces } from "../host/sys-interfaces.ts";
import { SystemClock } from "../host/system-clock.ts";
import { counterName } from "../meter/class-division.ts";
import { offloadDoubt } from "../meter/offload-doubt.ts";
import { CLASSES } from "../policy/traffic-classes.ts";
import { isPattern, matches } from "../settings/kinds/interface.ts";
import type { Uplink } from "../settings/kinds/uplinks.ts";
import type { Words } from "../plan/words.ts";
import type { CheckResult, Examined } from "./doctor-check.ts";

/** Every way out that is meant: is it there, may it be read, what is taken off. */
export async function checkUplinks({ inForce }: Examined): Promise<readonly CheckResult[]> {
  const { settings } = inForce;
  const { sysfsRoot, overheadRx, overheadTx } = settings.meter;
  const overhead = {
    ...(overheadRx === undefined ? {} : { rx: overheadRx }),
    ...(overheadTx === undefined ? {} : { tx: overheadTx }),
  };
  const parts = { clock: new SystemClock(), bootId: new HostFacts().bootId, sysfsRoot, overhead };
  const interfaces = new SysInterfaces(parts);
  const uplinks = uplinksOf(settings);
  const several = uplinks.length > 1;
  return uplinks.flatMap((uplink) => {
    const names = isPattern(uplink.interface)
      ? interfaces.names().filter((name) => matches(uplink.interface, name))
      : [uplink.interface];
    if (names.length === 0) return [noneOf(uplink, listed(interfaces, sysfsRoot))];
    return names.map((name) => checkOne(interfaces, { ...uplink, interface: name }, { several, sysfsRoot }));
  });
}

function checkOne(
  interfaces: SysInterfaces,
  { interface: name, metered }: Uplink,
  { several, sysfsRoot }: { readonly several: boolean; readonly sysfsRoot: string },
): CheckResult {
  const counters = interfaces.counters(name);
  const sample = counters.sample();
  const overhead = counters.linkOverhead();
  counters.close();
  const kind: Words = !several
    ? { en: "", zh: " " }
    : metered
      ? { en: ", metered", zh: "（计费）" }
      : { en: ", not metered", zh: "（不计入套餐）" };
  if (sample.kind === "absent")
    return {
      what: "interface",
      verdict: metered ? "fault" : "note",
      found: {
        en: `${name}${kind.en}: ${sample.why}`,
        zh: `接口 ${name}${kind.zh}${absenceZh(interfaces, name, sample)}`,
      },
      remedy: sample.unreadable
        ? {
            en: "Have it readable for the agent's user again; until then nothing is counted.",
            zh: "请恢复代理的运行用户的读取权限；在此之前不计量。",
          }
        : notThere(listed(interfaces, sysfsRoot)),
    };
  const link =
    overhead === undefined
      ? ""
      : `; ${overhead.rx}/${overhead.tx} link bytes a packet (rx/tx) are taken off: ${overhead.because}`;
  return {
    what: "interface",
    verdict: "ok",
    found: `${name}${kind.en}: ${describeBytes(sample.rx.bytes)} received, ${describeBytes(sample.tx.bytes)} sent since it exists${link}`,
  };
}

function absenceZh(interfaces: SysInterfaces, name: string, { unreadable }: { readonly unreadable?: true }): string {
  if (unreadable === true) return "的计数器当前用户无权读取";
  return interfaces.names().includes(name) ? "的计数器无法读取" : "不存在";
}

const notThere = (there: Words): Words => ({
  en: `Set meter.interface to the one that carries the SIM's data; with pppd it appears when the call is up. There are: ${there.en}.`,
  zh: `请把 meter.interface 设为承载 SIM 流量的接口；pppd 的接口在拨号成功后出现。现有：${there.zh}。`,
});

const noneOf = ({ interface: pattern, metered }: Uplink, there: Words): CheckResult => ({
  what: "interface",
  verdict: metered ? "fault" : "note",
  found: {
    en: `there is no interface whose name begins with ${pattern.slice(0, -1)}`,
    zh: `没有名称以 ${pattern.slice(0, -1)} 开头的接口`,
  },
  remedy: {
    en: `With pppd it appears when the call is up; else see [[uplink]] in the settings. There are: ${there.en}.`,
    zh: `pppd 的接口在拨号成功后出现；否则请检查设置中的 [[uplink]]。现有：${there.zh}。`,
  },
});

function listed(interfaces: SysInterfaces, sysfsRoot: string): Words {
  const names = interfaces.names();
  if (names.length === 0) return { en: `none, ${sysfsRoot} cannot be read`, zh: `无，${sysfsRoot} 无法读取` };
  const others = names.filter((name) => name !== "lo").toSorted();
  if (others.length === 0) return { en: "none but lo", zh: "只有 lo" };
  return { en: others.join(", "), zh: others.join("、") };
}

const BY_OWNER: Words = {
  en: "Set it where the interface is set up, and after each boot.",
  zh: "请在配置接口处设置，每次启动后均需执行。",
};
const BY_AGENT: Words = {
  en: "Nothing is to be done: the agent sets it when it has the data call up (bearer.owner = agent), and takes it back with it.",
  zh: "无需处理：由代理拨号（bearer.owner = agent），接通时设置，断开时还原。",
};

/** Whether packets go to a metered interface in pieces that are counted too low. */
export async function checkCounts({ inForce }: Examined): Promise<readonly CheckResult[]> {
  const { settings } = inForce;
  const { sysfsRoot, classCounters } = settings.meter;
  const interfaces = new SysInterfaces({ clock: new SystemClock(), bootId: new HostFacts().bootId, sysfsRoot });
  const metered = meteredNames(settings);
  const names = interfaces.names().filter((name) => metered.some((one) => matches(one, name)));
  const results: CheckResult[] = [];
  for (const name of names) {
    const offloads = await new IpOffloads().read(name);
    const doubt = offloads && offloadDoubt(name, offloads, classCounters !== undefined);
    if (doubt === undefined) continue;
    results.push({
      what: "interface",
      verdict: "note",
      found: doubt,
      remedy: settings.bearer.owner === "agent" && name === settings.meter.interface ? BY_AGENT : BY_OWNER,
    });
  }
  return results;
}

/** The table that counts for traffic classes, where one is set: without it every byte is of no class. */
export async function checkClasses({ inForce }: Examined): Promise<readonly CheckResult[]> {
  const { meter, device } = inForce.settings;
  if (meter.classCounters === undefined) return [];
  const reading = await NftCounters.of(meter.classCounters).read();
  if (reading.kind === "unreadable")
    return [
      {
        what: "classes",
        verdict: "fault",
        found: {
          en: `${meter.classCounters}: ${reading.why}`,
          zh: `无法读取 nftables 表 ${meter.classCounters} 的计数器`,
        },
        remedy: {
          en: "Until then bytes are counted all the same, and are of no class (unattributed).",
          zh: "在此之前照常计量，但流量未归类（unattributed）。",
        },
      },
    ];
  const wanted = CLASSES[device.profile].flatMap((name) => [
    counterName({ name }, "up"),
    counterName({ name }, "down"),
  ]);
  const missing = wanted.filter((name) => !reading.counters.some((counter) => counter.name === name));
  if (missing.length === 0)
    return [
      { what: "classes", verdict: "ok", found: `${meter.classCounters} counts for every class of ${device.profile}` },
    ];
  return [
    {
      what: "classes",
      verdict: "note",
      found: {
        en: `${meter.classCounters} has no counter ${missing.join(", ")}`,
        zh: `${meter.classCounters} 中缺少上述计数器`,
      },
      remedy: {
        en: "Bytes of these classes are unattributed. config/nftables/classes.nft shows how they are counted.",
        zh: "这些类别的流量未归类；计数方法见 config/nftables/classes.nft。",
      },
    },
  ];
}
