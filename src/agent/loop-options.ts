import type { ModemProfile } from "../modem/profile.ts";
import type { Settings } from "../settings/declaration.ts";
import type { MeterOptions } from "./meter-loop.ts";
import type { ModemLoopOptions } from "./modem-loop.ts";

/** What of the settings the loop of the modem goes by. */
export const modemOptions = ({ modem }: Settings, families: readonly ModemProfile[]): ModemLoopOptions => ({
  port: modem.port,
  baudRate: modem.baudRate,
  pollInterval: modem.pollInterval,
  reopenInterval: modem.reopenInterval,
  families,
  ...(modem.poll === undefined ? {} : { poll: modem.poll }),
});

/** What of the settings the loop of the meter goes by. */
export const meterOptions = ({ meter, plan }: Settings, bootId: string): MeterOptions => ({
  bootId,
  interfaceName: meter.interface,
  sampleInterval: meter.sampleInterval,
  checkpoint: { bytes: meter.checkpointBytes, age: meter.checkpointInterval },
  plan: {
    ...(plan.quota === undefined ? {} : { quota: plan.quota }),
    thresholds: plan.thresholds,
    conserve: plan.conserveAt,
    essential: plan.essentialAt,
  },
  cycleDay: plan.cycleDay,
  zone: plan.zone,
});
