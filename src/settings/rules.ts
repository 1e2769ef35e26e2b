import { formatDuration, Minutes } from "../base/duration.ts";
import { isPattern, matches } from "./kinds/interface.ts";
import type { SettingKey, Settings } from "./declaration.ts";

/** What must hold between settings that are each allowed by themselves. */
export interface Rule {
  /** The first is the one that is to be changed. */
  readonly keys: readonly [SettingKey, SettingKey];
  /** What was found and what is expected, when the rule is broken. */
  broken(
    settings: Settings,
    given: (key: SettingKey) => boolean,
  ): { readonly found: string; readonly expected: string } | undefined;
}

type Told = ReturnType<Rule["broken"]>;
type Given = readonly [key: SettingKey, value: unknown];

/** Of two that mean nothing alone. */
function bothOrNeither(one: Given, other: Given): Told {
  if ((one[1] === undefined) === (other[1] === undefined)) return undefined;
  const [has, lacks] = one[1] === undefined ? [other, one] : [one, other];
  return { found: `${has[0]} without ${lacks[0]}`, expected: "both or neither" };
}

export const RULES: readonly Rule[] = [
  {
    keys: ["meter.interface", "uplink"],
    broken: ({ meter, uplink = [] }, given) =>
      !given("uplink") ||
      uplink.some(
        (one) => one.metered && (one.interface === meter.interface || matches(one.interface, meter.interface)),
      )
        ? undefined
        : {
            found: JSON.stringify(meter.interface),
            expected: `one of the metered ones of [[uplink]] (${uplink
              .filter((one) => one.metered)
              .map((one) => one.interface)
              .join(", ")}), or not set`,
          },
  },
  {
    keys: ["meter.source", "modem.port"],
    broken: ({ meter, modem }) =>
      meter.source === "interface" || modem.port !== "none"
        ? undefined
        : { found: '"modem" with modem.port = "none"', expected: '"interface", or an AT port to ask over' },
  },
  {
    // The interface counts where the modem was not read for a quarter of an hour.
    keys: ["modem.poll_interval", "meter.source"],
    broken: ({ meter, modem }) =>
      meter.source === "interface" || modem.pollInterval <= Minutes(5)
        ? undefined
        : {
            found: `"${formatDuration(modem.pollInterval)}" with meter.source = "modem"`,
            expected: 'at most "5min": the books go by what each look reads; or meter.source = "interface"',
          },
  },
  {
    keys: ["bearer.owner", "meter.interface"],
    broken: ({ bearer, meter }) =>
      bearer.owner === "external" || !isPattern(meter.interface)
        ? undefined
        : {
            found: `"agent" with the interface ${JSON.stringify(meter.interface)}`,
            expected: '"external", or a metered interface with its whole name: an agent that dials sets one up',
          },
  },
  {
    keys: ["slots.switch_on", "bearer.owner"],
    broken: ({ slots, bearer }) =>
      slots.switchOn === "never" || bearer.owner === "agent"
        ? undefined
        : {
            found: `"${slots.switchOn}" with bearer.owner = "external"`,
            expected: '"never", or bearer.owner = "agent": another program\'s call would be cut by a switch',
          },
  },
  {
    keys: ["class_rule", "device.profile"],
    broken: ({ classRule = [], device }) => {
      const other = device.profile === "pos" ? "alarm" : "payment";
      return classRule.every((rule) => rule.class !== other)
        ? undefined
        : {
            found: `"${other}" with device.profile = "${device.profile}"`,
            expected: `"${device.profile === "pos" ? "payment" : "alarm"}", the first class of this profile`,
          };
    },
  },
  {
    keys: ["plan.essential_at", "plan.conserve_at"],
    broken: ({ plan }) =>
      plan.essentialAt > plan.conserveAt
        ? undefined
        : { found: `${plan.essentialAt}`, expected: `more than plan.conserve_at, which is ${plan.conserveAt}` },
  },
  {
    keys: ["plan.quota", "plan.file"],
    broken: ({ plan }) =>
      plan.quota === undefined || (plan.file === undefined && plan.cards === undefined)
        ? undefined
        : {
            found: `a quota beside plan.${plan.file === undefined ? "cards" : "file"}`,
            expected: "one of them: a plan file says itself how much was bought",
          },
  },
  {
    keys: ["plan.cards", "plan.file"],
    broken: ({ plan }) =>
      plan.file === undefined || plan.cards === undefined
        ? undefined
        : {
            found: "plan.cards beside plan.file",
            expected: 'one of them: a rule with match = { iccid = "*" } fits every card',
          },
  },
  {
    keys: ["mqtt.backoff_cap", "mqtt.backoff_first"],
    broken: ({ mqtt }) =>
      mqtt.backoffCap >= mqtt.backoffFirst
        ? undefined
        : {
            found: `"${formatDuration(mqtt.backoffCap)}"`,
            expected: `at least mqtt.backoff_first, which is "${formatDuration(mqtt.backoffFirst)}"`,
          },
  },
  {
    keys: ["probe.distance_cap", "probe.distance"],
    broken: ({ probe }) =>
      probe.distanceCap >= probe.distance
        ? undefined
        : {
            found: `"${formatDuration(probe.distanceCap)}"`,
            expected: `at least probe.distance, which is "${formatDuration(probe.distance)}"`,
          },
  },
  {
    keys: ["probe.dns_name", "probe.dns_server"],
    broken: ({ probe }) => bothOrNeither(["probe.dns_name", probe.dnsName], ["probe.dns_server", probe.dnsServer]),
  },
  {
    keys: ["probe.page_body", "probe.page"],
    broken: ({ probe }) =>
      probe.pageBody === undefined || probe.page !== undefined
        ? undefined
        : { found: "a body without probe.page", expected: "probe.page too" },
  },
  {
    keys: ["mqtt.cert_file", "mqtt.key_file"],
    broken: ({ mqtt }) => bothOrNeither(["mqtt.cert_file", mqtt.certFile], ["mqtt.key_file", mqtt.keyFile]),
  },
  {
    keys: ["bearer.apn_password_file", "bearer.apn_user"],
    broken: ({ bearer }) =>
      bearer.apnPasswordFile === undefined || bearer.apnUser !== undefined
        ? undefined
        : { found: "a password without bearer.apn_user", expected: "bearer.apn_user too" },
  },
  {
    keys: ["bearer.owner", "modem.port"],
    broken: ({ bearer, modem }) =>
      bearer.owner === "external" || modem.port !== "none"
        ? undefined
        : { found: '"agent" with modem.port = "none"', expected: '"external", or an AT port to dial over' },
  },
  {
    keys: ["bridge.sms_to", "modem.sms"],
    broken: ({ bridge, modem }) =>
      bridge.smsTo === undefined || modem.sms !== "off"
        ? undefined
        : { found: `"${bridge.smsTo}" with modem.sms = "off"`, expected: 'not set, or modem.sms = "read" or "take"' },
  },
  {
    keys: ["modem.port_shared", "bearer.owner"],
    broken: ({ bearer, modem }) =>
      bearer.owner === "external" || !modem.portShared
        ? undefined
        : {
            found: 'true with bearer.owner = "agent"',
            expected:
              'false: an agent that dials lends its port to nobody; or bearer.owner = "external", where pppd dials over it',
          },
  },
  {
    keys: ["bearer.request_via", "bearer.owner"],
    broken: ({ bearer }) =>
      bearer.owner === "external" || bearer.requestVia === undefined || bearer.requestVia === "none"
        ? undefined
        : {
            found: `"${bearer.requestVia}" with bearer.owner = "agent"`,
            expected: 'not set, because the agent dials itself; or bearer.owner = "external"',
          },
  },
  {
    keys: ["bearer.request_command", "bearer.owner"],
    broken: ({ bearer }) =>
      bearer.owner === "external" || bearer.requestCommand === undefined
        ? undefined
        : {
            found: 'a command with bearer.owner = "agent"',
            expected: 'not set, because the agent dials itself; or bearer.owner = "external"',
          },
  },
  {
    keys: ["bearer.request_via", "bearer.request_command"],
    broken: ({ bearer: { requestVia, requestCommand } }) => {
      if (requestVia === undefined || requestVia === "none") return undefined;
      if ((requestVia === "command") === (requestCommand !== undefined)) return undefined;
      return requestCommand === undefined
        ? { found: '"command"', expected: "bearer.request_command too" }
        : {
            found: `"${requestVia}" beside bearer.request_command`,
            expected: '"command", or no bearer.request_command',
          };
    },
  },
  {
    // MQTT 3.1.1, [MQTT-3.1.2-22]: no password without a user name. MQTT 5 allows it.
    keys: ["mqtt.password_file", "mqtt.username"],
    broken: ({ mqtt }) =>
      mqtt.passwordFile === undefined || mqtt.username !== undefined || mqtt.protocolVersion === "5"
        ? undefined
        : { found: "a password without mqtt.username", expected: 'mqtt.username too, or mqtt.protocol_version = "5"' },
  },
];
