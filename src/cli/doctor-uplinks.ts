import { describeBytes } from "../base/bytes.ts";
import { uplinksOf } from "../agent/loop-options.ts";
import { HostFacts } from "../host/host-facts.ts";
import { NftCounters } from "../host/nft-counters.ts";
import { SysInterfaces } from "../host/sys-interfaces.ts";
import { SystemClock } from "../host/system-clock.ts";
import { counterName } from "../meter/class-division.ts";
import { CLASSES } from "../policy/traffic-classes.ts";
import { isPattern, matches } from "../settings/kinds/interface.ts";
import type { Uplink } from "../settings/kinds/uplinks.ts";
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
  const kind = several ? (metered ? ", metered" : ", not metered") : "";
  if (sample.kind === "absent")
    return {
      what: "interface",
      verdict: metered ? "fault" : "note",
      found: `${name}${kind}: ${sample.why}`,
      remedy: sample.unreadable
        ? "Have it readable for the agent's user again; until then nothing is counted."
        : `Set meter.interface to the one that carries the SIM's data; with pppd it appears when the call is up. There are: ${listed(interfaces, sysfsRoot)}.`,
    };
  const link =
    overhead === undefined
      ? ""
      : `; ${overhead.rx}/${overhead.tx} link bytes a packet (rx/tx) are taken off: ${overhead.because}`;
  return {
    what: "interface",
    verdict: "ok",
    found: `${name}${kind}: ${describeBytes(sample.rx.bytes)} received, ${describeBytes(sample.tx.bytes)} sent since it exists${link}`,
  };
}

const noneOf = ({ interface: pattern, metered }: Uplink, there: string): CheckResult => ({
  what: "interface",
  verdict: metered ? "fault" : "note",
  found: `there is no interface whose name begins with ${pattern.slice(0, -1)}`,
  remedy: `With pppd it appears when the call is up; else see [[uplink]] in the settings. There are: ${there}.`,
});

const listed = (interfaces: SysInterfaces, sysfsRoot: string): string => {
  const names = interfaces.names();
  if (names.length === 0) return `none, ${sysfsRoot} cannot be read`;
  return (
    names
      .filter((name) => name !== "lo")
      .toSorted()
      .join(", ") || "none but lo"
  );
};

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
        found: `${meter.classCounters}: ${reading.why}`,
        remedy: "Until then bytes are counted all the same, and are of no class (unattributed).",
      },
    ];
  const wanted = CLASSES[device.profile].flatMap((name) => [counterName(name, "up"), counterName(name, "down")]);
  const missing = wanted.filter((name) => !reading.counters.some((counter) => counter.name === name));
  if (missing.length === 0)
    return [
      { what: "classes", verdict: "ok", found: `${meter.classCounters} counts for every class of ${device.profile}` },
    ];
  return [
    {
      what: "classes",
      verdict: "note",
      found: `${meter.classCounters} has no counter ${missing.join(", ")}`,
      remedy: "Bytes of these classes are unattributed. config/nftables/classes.nft shows how they are counted.",
    },
  ];
}
