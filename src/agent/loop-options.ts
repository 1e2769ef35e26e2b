import { apn } from "../at/outgoing/apn.ts";
import type { Checked } from "../at/outgoing/checked.ts";
import { cid } from "../at/outgoing/cid.ts";
import { quotedText } from "../at/outgoing/quoted-text.ts";
import { Fault } from "../base/fault.ts";
import type { CallOrder } from "../modem/call-order.ts";
import type { ModemProfile } from "../modem/profile.ts";
import type { CarrierRules } from "../plan/carrier-rules.ts";
import type { SettingKey, Settings } from "../settings/declaration.ts";
import type { Uplink } from "../settings/kinds/uplinks.ts";
import type { MeterOptions } from "./meter-parts.ts";
import type { ReadingOptions } from "./reading-side.ts";
import type { ModemLoopOptions } from "./look-pause.ts";

/** What of the settings the loop of the modem goes by. */
export const modemOptions = (
  { modem, meter, bearer }: Settings,
  families: readonly ModemProfile[],
): ModemLoopOptions => ({
  port: modem.port,
  baudRate: modem.baudRate,
  pollInterval: modem.pollInterval,
  reopenInterval: modem.reopenInterval,
  families,
  portShared: modem.portShared,
  counts: meter.source === "modem",
  asksWhy: bearer.owner === "external",
  ...(modem.poll === undefined ? {} : { poll: modem.poll }),
});

/** Every way out of the device. */
export const uplinksOf = ({ meter, uplink }: Pick<Settings, "meter" | "uplink">): readonly Uplink[] =>
  uplink ?? [{ interface: meter.interface, metered: true }];

/** Those whose bytes the card pays for, by their names or by how these begin before a `*`. */
export const meteredNames = (settings: Pick<Settings, "meter" | "uplink">): readonly string[] =>
  uplinksOf(settings)
    .filter(({ metered }) => metered)
    .map((one) => one.interface);

/** What of the settings the loop of the meter goes by. */
export const meterOptions = ({ meter, plan, uplink }: Settings, bootId: string): MeterOptions => ({
  bootId,
  interfaces: meteredNames({ meter, uplink }),
  source: meter.source,
  sampleInterval: meter.sampleInterval,
  checkpoint: { bytes: meter.checkpointBytes, age: meter.checkpointInterval },
  lines: { thresholds: plan.thresholds, conserve: plan.conserveAt, essential: plan.essentialAt },
});

/** What of the settings the carrier's readings go by. Throws `settings-invalid` for a carrier that cannot be asked. */
export function readingOptions({ plan }: Settings, carriers: readonly CarrierRules[]): ReadingOptions {
  const { queryCarrier: carrier, queryInterval: interval, file, cards } = plan;
  const queries = new Map(carriers.flatMap(({ carrier: name, query }) => (query === undefined ? [] : [[name, query]])));
  if (carrier !== undefined && queries.size > 0 && !queries.has(carrier))
    throw new Fault(
      "settings-invalid",
      `plan.query_carrier: found "${carrier}"; expected a carrier that can be asked: ${[...queries.keys()].join(", ")}`,
    );
  return { queries, carrier, interval, planFiles: file !== undefined || cards !== undefined };
}

const TYPES = { ipv4: "IP", ipv6: "IPV6", ipv4v6: "IPV4V6" } as const;

/** The data call as the settings order it. Throws `settings-invalid` for what the settings let through and the modem's checks do not. */
export function callOrder({ bearer }: Settings, password: string | undefined): CallOrder {
  const name = bearer.apn === undefined ? {} : { apn: checked("bearer.apn", apn(bearer.apn)) };
  const order = { cid: checked("bearer.cid", cid(bearer.cid)), type: TYPES[bearer.type], ...name };
  if (bearer.apnUser === undefined) return order;
  const user = checked("bearer.apn_user", quotedText(bearer.apnUser));
  const secret = checked("bearer.apn_password_file", quotedText(password ?? ""));
  return { ...order, auth: { protocol: bearer.auth ?? "chap", user, password: secret } };
}

function checked<T>(key: SettingKey, found: Checked<T>): T {
  if (found.ok) return found.value;
  throw new Fault("settings-invalid", `${key}: ${found.why}`);
}
