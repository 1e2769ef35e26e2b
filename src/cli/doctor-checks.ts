import { DEFAULT_SETTINGS_FILE } from "../host/settings-file.ts";
import { checkAgent } from "./doctor-agent.ts";
import { checkBroker } from "./doctor-broker.ts";
import type { Check, CheckResult, Examined } from "./doctor-check.ts";
import { checkClock } from "./doctor-clock.ts";
import { checkClasses, checkCounts, checkUplinks } from "./doctor-uplinks.ts";
import { checkDestinations } from "./doctor-destinations.ts";
import { checkCommands } from "./doctor-commands.ts";
import { checkEnforce } from "./doctor-enforce.ts";
import { checkModem } from "./doctor-modem.ts";
import { checkPlan } from "./doctor-plan.ts";
import { checkPort } from "./doctor-port.ts";
import { checkSecrets, checkStore } from "./doctor-store.ts";

export const CHECKS: readonly Check[] = [
  configCheck,
  checkAgent,
  checkPort,
  checkModem,
  checkUplinks,
  checkCounts,
  checkClasses,
  checkDestinations,
  checkEnforce,
  checkPlan,
  checkCommands,
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
      found: {
        en: `no file was read: defaults, the environment and --set are in force; device ${inForce.deviceId}`,
        zh: `没有读取配置文件：使用默认值、环境变量和 --set；设备 ${inForce.deviceId}`,
      },
      remedy: {
        en: `Copy config/cellward.example.toml to ${DEFAULT_SETTINGS_FILE}, or name a file with --config.`,
        zh: `请把 config/cellward.example.toml 复制为 ${DEFAULT_SETTINGS_FILE}，或用 --config 指定文件。`,
      },
    },
  ];
}
