import { Millis, Seconds } from "../base/duration.ts";
import { MqttBroker } from "../host/mqtt-broker.ts";
import { readSecrets, type Secrets } from "../host/secret-files.ts";
import type { SettingsInForce } from "../host/settings-file.ts";
import { brokerOptions } from "../agent/broker-options.ts";
import { QUIET_LOG } from "../host/quiet-log.ts";
import type { CheckResult, Examined } from "./doctor-check.ts";

/** One connection under a name of its own, so that a running agent is not pushed off; nothing is published. */
export async function checkBroker({ inForce }: Examined): Promise<readonly CheckResult[]> {
  const { settings, deviceId } = inForce;
  const { url } = settings.mqtt;
  if (url === undefined)
    return [
      {
        what: "broker",
        verdict: "note",
        found: "none is set; nothing is reported",
        remedy: "Set mqtt.url, such as mqtts://broker.example:8883.",
      },
    ];
  const secrets = secretsOf(inForce);
  if (secrets === undefined)
    return [
      {
        what: "broker",
        verdict: "note",
        found: `${url} was not tried: a file that its settings name cannot be read`,
        remedy: "Mend that first; see above.",
      },
    ];
  const options = brokerOptions(settings, deviceId, secrets);
  const broker = new MqttBroker(
    { log: QUIET_LOG },
    { ...options, clientId: `${options.clientId.slice(0, 50)}-doctor`, connectTimeout: Seconds(10) },
  );
  const answer = await broker.connect(undefined);
  if (answer.kind === "refused")
    return [
      { what: "broker", verdict: "fault", found: `${answer.detail} [${answer.why}]`, remedy: REMEDIES[answer.why] },
    ];
  await answer.end(Millis(1_000));
  return [{ what: "broker", verdict: "ok", found: `${url} accepts a session` }];
}

/** Undefined when one cannot be read, which is a check of its own. */
function secretsOf({ settings, origins }: SettingsInForce): Secrets | undefined {
  try {
    return readSecrets(settings, origins);
  } catch {
    return undefined;
  }
}

const REMEDIES = {
  unreachable: "Check the address and the port, and whether the SIM (or the firewall) lets the device reach it.",
  credentials: "Check mqtt.username and mqtt.password_file with whoever runs the broker.",
  identifier: "Set mqtt.client_id to a name that this broker accepts.",
  protocol: "Set mqtt.protocol_version to the other value.",
  unavailable: "The broker says that it cannot serve now; ask whoever runs it.",
  tls: "Check mqtt.ca_file and the broker's certificate.",
  timeout: "Something on the way drops packets: check service, APN and firewall.",
  excess: "What answers sends more than a broker has to; check that the address is the right broker's.",
  clock: "Set the clock right first: certificates are judged by it.",
} as const;
