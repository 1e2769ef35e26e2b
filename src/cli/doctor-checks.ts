import { readdirSync } from "node:fs";
import { describeBytes } from "../base/bytes.ts";
import { HostFacts } from "../host/host-facts.ts";
import { DEFAULT_SETTINGS_FILE } from "../host/settings-file.ts";
import { SysCounters } from "../host/sys-counters.ts";
import { SystemClock } from "../host/system-clock.ts";
import { checkAgent } from "./doctor-agent.ts";
import { checkBroker } from "./doctor-broker.ts";
import type { Check, CheckResult, Examined } from "./doctor-check.ts";
import { checkClock } from "./doctor-clock.ts";
import { checkModem } from "./doctor-modem.ts";
import { checkPlan } from "./doctor-plan.ts";
import { checkPort } from "./doctor-port.ts";
import { checkSecrets, checkStore } from "./doctor-store.ts";

export const CHECKS: readonly Check[] = [
  configCheck,
  checkAgent,
  checkPort,
  checkModem,
  interfaceCheck,
  checkPlan,
  checkClock,
  checkSecrets,
  checkBroker,
  checkStore,
];

async function configCheck({ inForce }: Examined): Promise<readonly CheckResult[]> {
  if (inForce.file !== undefined)
    return [{ what: "config", verdict: "ok", found: `${inForce.file}, device ${inForce.deviceId}` }];
  return [
    {
      what: "config",
      verdict: "note",
      found: `no file was read: defaults, the environment and --set are in force; device ${inForce.deviceId}`,
      remedy: `Copy config/cellward.example.toml to ${DEFAULT_SETTINGS_FILE}, or name a file with --config.`,
    },
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
        remedy: sample.unreadable
          ? "Have it readable for the agent's user again; until then nothing is counted."
          : `Set meter.interface to the one that carries the SIM's data; with pppd it appears when the call is up. There are: ${interfacesIn(sysfsRoot)}.`,
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

function interfacesIn(sysfsRoot: string): string {
  try {
    return (
      readdirSync(sysfsRoot)
        .filter((name) => name !== "lo")
        .toSorted()
        .join(", ") || "none but lo"
    );
  } catch {
    return `none, ${sysfsRoot} cannot be read`;
  }
}
