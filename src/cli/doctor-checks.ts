import { constants, statfsSync } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { describeBytes } from "../base/bytes.ts";
import { Fault, textOf } from "../base/fault.ts";
import { isoInstant } from "../base/instant.ts";
import { CronAlarm } from "../host/cron-alarm.ts";
import { HostFacts } from "../host/host-facts.ts";
import { readSecrets } from "../host/secret-files.ts";
import { holdersOf } from "../host/serial-refusal.ts";
import type { Check, CheckResult, Examined } from "./doctor-check.ts";
import type { SettingsInForce } from "../host/settings-file.ts";
import { SysCounters } from "../host/sys-counters.ts";
import { SystemClock } from "../host/system-clock.ts";
import { checkBroker } from "./doctor-broker.ts";
import { checkModem } from "./doctor-modem.ts";

export const CHECKS: readonly Check[] = [
  agentCheck,
  portCheck,
  checkModem,
  interfaceCheck,
  planCheck,
  clockCheck,
  checkBroker,
  storeCheck,
];

async function agentCheck({ inForce, running }: Examined): Promise<readonly CheckResult[]> {
  const { socket } = inForce.settings.agent;
  return running
    ? [{ what: "agent", verdict: "ok", found: `runs, and answers on ${socket}` }]
    : [
        {
          what: "agent",
          verdict: "note",
          found: `none answers on ${socket}`,
          remedy: "Start it with `cellward run`; the checks below look by themselves.",
        },
      ];
}

/** The path, the right to open it, and who holds it. Opening and asking is the modem's check. */
async function portCheck({ inForce, running }: Examined): Promise<readonly CheckResult[]> {
  const { port, baudRate } = inForce.settings.modem;
  const found = await stat(port).catch(() => undefined);
  if (found === undefined)
    return [
      {
        what: "port",
        verdict: "fault",
        found: `${port} does not exist`,
        remedy: "Plug the modem in and set modem.port; `ls -l /dev/serial/by-id` shows stable names.",
      },
    ];
  if (!found.isCharacterDevice())
    return [
      {
        what: "port",
        verdict: "fault",
        found: `${port} is no serial device`,
        remedy: "Set modem.port to the modem's AT port, such as /dev/ttyUSB2.",
      },
    ];
  const allowed = await access(port, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!allowed)
    return [
      {
        what: "port",
        verdict: "fault",
        found: `this user may not open ${port} (group id ${found.gid}, mode ${(found.mode & 0o777).toString(8)})`,
        remedy: "Join the group that owns it (usually: usermod -aG dialout USER), or run as root.",
      },
    ];
  const holders = await holdersOf(port);
  const others = holders.map(({ name, pid }) => `${name} (pid ${pid})`).join(", ");
  if (holders.length > 0 && !running)
    return [
      {
        what: "port",
        verdict: "fault",
        found: `${port} is held by ${others}`,
        remedy: "Stop that program or give it another port; ModemManager: set ID_MM_PORT_IGNORE for this port.",
      },
    ];
  return [
    { what: "port", verdict: "ok", found: `${port}, ${baudRate} baud${others === "" ? "" : `, held by ${others}`}` },
  ];
}

async function interfaceCheck({ inForce }: Examined): Promise<readonly CheckResult[]> {
  const { interface: name, sysfsRoot, overheadRx, overheadTx } = inForce.settings.meter;
  const parts = {
    ...(overheadRx === undefined ? {} : { rx: overheadRx }),
    ...(overheadTx === undefined ? {} : { tx: overheadTx }),
  };
  const counters = new SysCounters({
    clock: new SystemClock(),
    bootId: new HostFacts().bootId,
    interfaceName: name,
    sysfsRoot,
    overhead: parts,
  });
  const sample = counters.sample();
  const overhead = counters.linkOverhead();
  counters.close();
  if (sample.kind === "absent")
    return [
      {
        what: "interface",
        verdict: "fault",
        found: `${name}: ${sample.why}`,
        remedy:
          "Set meter.interface to the one that carries the SIM's data (`ip -br link`); with pppd it appears when the call is up.",
      },
    ];
  const link =
    overhead === undefined
      ? ""
      : `; ${overhead.rx}/${overhead.tx} link bytes a packet (rx/tx) are taken off: ${overhead.because}`;
  return [
    {
      what: "interface",
      verdict: "ok",
      found: `${name}: ${describeBytes(sample.rx.bytes)} received, ${describeBytes(sample.tx.bytes)} sent since it exists${link}`,
    },
  ];
}

async function planCheck({ inForce }: Examined): Promise<readonly CheckResult[]> {
  const { plan } = inForce.settings;
  if (plan.quota === undefined)
    return [
      {
        what: "plan",
        verdict: "note",
        found: "no quota is set: bytes are counted, nothing is held against a plan",
        remedy: 'Set plan.quota, such as "30 MB", and plan.cycle_day.',
      },
    ];
  return [
    {
      what: "plan",
      verdict: "ok",
      found: `${plan.name}: ${describeBytes(plan.quota, plan.unitBase)} a cycle from day ${plan.cycleDay} (${plan.zone})`,
    },
  ];
}

async function clockCheck({ inForce }: Examined): Promise<readonly CheckResult[]> {
  const clock = new SystemClock();
  // Proves that the zone and node-cron agree on this machine.
  new CronAlarm({ clock }).schedule("0 0 1 * *", inForce.settings.plan.zone, () => {})();
  const sync = new HostFacts().lastClockSync();
  const now = isoInstant(clock.wallMs());
  if (sync !== undefined)
    return [{ what: "clock", verdict: "ok", found: `${now}, last synchronised ${isoInstant(sync)}` }];
  if (inForce.settings.clock.trustSystem)
    return [{ what: "clock", verdict: "ok", found: `${now}, trusted because clock.trust_system says so` }];
  return [
    {
      what: "clock",
      verdict: "note",
      found: `${now}, but no time service vouches for it`,
      remedy:
        "The modem's network time is used when it gives one; else enable systemd-timesyncd, or set clock.trust_system = true.",
    },
  ];
}

async function storeCheck({ inForce }: Examined): Promise<readonly CheckResult[]> {
  const { directory } = inForce.settings.store;
  const secrets = secretFaults(inForce);
  try {
    const place = await existing(directory);
    if (!(await stat(place)).isDirectory()) throw new Fault("store-unwritable", `${place} is no directory`);
    await access(place, constants.W_OK);
    const { bavail, bsize } = statfsSync(place, { bigint: true });
    const free = bavail * bsize;
    const room = `${directory}, ${describeBytes(free)} free`;
    if (free < 8n << 20n)
      return [
        ...secrets,
        {
          what: "store",
          verdict: "fault",
          found: room,
          remedy: "Free some space: below 8 MiB the books may have to be kept in memory.",
        },
      ];
    return [...secrets, { what: "store", verdict: "ok", found: room }];
  } catch (thrown) {
    return [
      ...secrets,
      {
        what: "store",
        verdict: "fault",
        found: textOf(thrown),
        remedy: `Make ${dirname(directory)} writable for the agent's user, or set store.directory.`,
      },
    ];
  }
}

/** The directory itself, or the nearest one above it that is there: looking must not make anything. */
async function existing(directory: string): Promise<string> {
  const there = await stat(directory).then(
    () => true,
    () => false,
  );
  return there || directory === "/" ? directory : existing(dirname(directory));
}

function secretFaults({ settings, origins }: SettingsInForce): readonly CheckResult[] {
  try {
    return readSecrets(settings, origins).warnings.map((found) => ({
      what: "secrets",
      verdict: "note" as const,
      found,
    }));
  } catch (thrown) {
    return [
      {
        what: "secrets",
        verdict: "fault",
        found: textOf(thrown),
        remedy: "Make the file, readable by the agent's user only.",
      },
    ];
  }
}
