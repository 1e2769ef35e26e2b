import { type Duration, describeDuration } from "../base/duration.ts";
import { unreachable } from "../base/unreachable.ts";
import type { BrokerRefusal } from "../ports/broker.ts";
import type { Objection } from "./inbound-guard.ts";

/** How far the attempt had come: name and TCP, then TLS, then CONNECT sent and CONNACK awaited. */
export type ConnectPhase = "tcp" | "tls" | "mqtt";

export type ConnectFailure =
  | { readonly kind: "connack"; readonly code: number }
  | { readonly kind: "error"; readonly error: unknown; readonly phase: ConnectPhase }
  | { readonly kind: "closed"; readonly phase: ConnectPhase }
  | { readonly kind: "timeout"; readonly after: Duration; readonly phase: ConnectPhase }
  | { readonly kind: "objection"; readonly found: Objection }
  /** The broker accepts on terms that we cannot keep. */
  | { readonly kind: "terms"; readonly found: string }
  | { readonly kind: "abandoned" };

type Reason = readonly [why: BrokerRefusal["why"], sentence: string];

const BAD_LOGIN: Reason = [
  "credentials",
  "the user name or the password is wrong: correct mqtt.username and mqtt.password_file, or the login at the broker",
];
/** MQTT 3.1.1 table 3.1 has 4 for a wrong password, and 5 for a lack of permission; Mosquitto answers 5 to both. */
const NOT_AUTHORISED: Reason = [
  "credentials",
  "the broker does not admit us (not authorised): user name or password may be wrong, or they are known but not permitted to connect; check mqtt.username, mqtt.password_file and mqtt.client_id, then the broker's access list",
];
const IDENTIFIER: Reason = [
  "identifier",
  "the broker does not accept the client identifier: set mqtt.client_id to the one that it expects",
];
const VERSION: Reason = [
  "protocol",
  "the broker does not speak this protocol version: set mqtt.protocol_version to the other one",
];
const NO_MQTT: Reason = ["protocol", "what answered does not speak MQTT: check the port"];
const UNAVAILABLE: Reason = ["unavailable", "the broker is not available at the moment: nothing to do but wait"];

/** CONNACK codes: 1 to 5 of MQTT 3.1.1 table 3.1, 0x80 and above of MQTT 5 table 3-1. */
const CONNACK: ReadonlyMap<number, Reason> = new Map<number, Reason>([
  [1, VERSION],
  [2, IDENTIFIER],
  [3, UNAVAILABLE],
  [4, BAD_LOGIN],
  [5, NOT_AUTHORISED],
  [0x81, ["protocol", "the broker could not read our CONNECT (malformed packet): try the other mqtt.protocol_version"]],
  [0x82, ["protocol", "the broker found a protocol error in our CONNECT: try the other mqtt.protocol_version"]],
  [0x84, VERSION],
  [0x85, IDENTIFIER],
  [0x86, BAD_LOGIN],
  [0x87, NOT_AUTHORISED],
  [0x88, UNAVAILABLE],
  [0x89, ["unavailable", "the broker is busy: nothing to do but wait"]],
  [0x8a, ["credentials", "the broker has banned this client: lift the ban at the broker"]],
  [0x8c, ["credentials", "the broker wants another way of authentication than user name and password"]],
  [0x90, ["protocol", "the broker does not accept the will's topic: check mqtt.topic, or set mqtt.will to false"]],
  [0x95, ["protocol", "our CONNECT is too large for the broker: shorten the will or the password"]],
  [0x97, ["unavailable", "a quota at the broker is used up: raise it there, or wait"]],
  [0x99, ["protocol", "the broker does not accept the will's payload: set mqtt.will to false"]],
  [0x9a, ["protocol", "the broker keeps no retained messages: set mqtt.retain to false"]],
  [0x9b, ["protocol", "the broker does not do QoS 1 for the will: set mqtt.will to false"]],
  [0x9c, ["unavailable", "the broker says to use another server: set mqtt.url to it"]],
  [0x9d, ["unavailable", "the broker has moved: set mqtt.url to its new address"]],
  [0x9f, ["unavailable", "the broker limits how often one may connect: nothing to do but wait"]],
]);

/** Error codes of Node's sockets, resolver and TLS. */
const ERRORS: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ["ECONNREFUSED", ["unreachable", "nothing listens there: is the broker running, is the port right?"]],
  ["ENOTFOUND", ["unreachable", "the name does not exist in the DNS: check the host name and the resolver"]],
  ["EAI_AGAIN", ["unreachable", "the name could not be resolved: no DNS server answers; is the device online?"]],
  ["ENETUNREACH", ["unreachable", "there is no route to the network: is the device online?"]],
  ["EHOSTUNREACH", ["unreachable", "the host does not answer on its network: is the address right?"]],
  ["EACCES", ["unreachable", "a local firewall rule forbids the connection"]],
  ["EPERM", ["unreachable", "a local firewall rule forbids the connection"]],
  ["ETIMEDOUT", ["timeout", "no answer to the TCP connection: is the device online, does a firewall drop it?"]],
  ["CERT_NOT_YET_VALID", ["clock", "the broker's certificate is not yet valid"]],
  ["CERT_HAS_EXPIRED", ["clock", "the broker's certificate has expired"]],
  ["CRL_NOT_YET_VALID", ["clock", "the revocation list is not yet valid"]],
  ["ERR_TLS_CERT_ALTNAME_INVALID", ["tls", "the certificate is for another name: use the name that it holds"]],
  ["CERT_REVOKED", ["tls", "the broker's certificate is revoked: renew it at the broker"]],
]);

const UNKNOWN_ISSUER =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER_CERT|VERIFY_LEAF)|CERT_UNTRUSTED)/;
const ALERT_ON_OUR_CERTIFICATE =
  /ALERT_(CERTIFICATE_|BAD_CERTIFICATE|NO_CERTIFICATE|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|DECRYPT)/;
const TLS_CODE = /^(ERR_SSL_|ERR_TLS_|ERR_OSSL_|CERT_|UNABLE_TO_|EPROTO)/;
const NOT_TLS = "is this really a TLS port (8883 by custom)?";

/** Says of a failed attempt what was found and what to do. `address` is `host:port`; `wallIso` what this device's clock says. */
export function refusalOf(failure: ConnectFailure, address: string, wallIso: string): BrokerRefusal {
  const [why, sentence] = reasonOf(failure);
  const clock = why === "clock" ? ` by this device's clock (${wallIso}): set the clock, or renew the certificate` : "";
  return { kind: "refused", why, detail: `${address}: ${sentence}${clock}` };
}

function reasonOf(failure: ConnectFailure): Reason {
  switch (failure.kind) {
    case "connack": {
      const hex = `0x${failure.code.toString(16).padStart(2, "0")}`;
      const [why, sentence] = CONNACK.get(failure.code) ?? ["unavailable", "the broker refused without a known reason"];
      return [why, `${sentence} (CONNACK ${hex})`];
    }
    case "error":
      return reasonOfError(failure.error, failure.phase);
    case "closed":
      if (failure.phase === "tls") return ["tls", `the connection was closed during the TLS handshake: ${NOT_TLS}`];
      return [
        "unavailable",
        "the connection was closed before the broker answered: a proxy without a broker behind it, a TLS port spoken to without TLS, or a protocol version that the broker does not know",
      ];
    case "timeout": {
      const waited = `within ${describeDuration(failure.after)}`;
      if (failure.phase === "tcp")
        return ["timeout", `no connection ${waited}: is the device online, is the address right?`];
      if (failure.phase === "tls") return ["timeout", `the TLS handshake did not end ${waited}: ${NOT_TLS}`];
      return ["timeout", `connected, but no CONNACK ${waited}: the broker hangs, or it is no MQTT broker`];
    }
    case "objection":
      if (failure.found.kind === "foreign") return NO_MQTT;
      return ["excess", `${failure.found.text}: is it the broker that was meant?`];
    case "terms":
      return ["protocol", `the broker accepts, but ${failure.found}: have it corrected there`];
    case "abandoned":
      return ["unreachable", "the attempt was given up"];
    default:
      return unreachable(failure);
  }
}

function reasonOfError(error: unknown, phase: ConnectPhase): Reason {
  const code = codeOf(error);
  const [why, sentence] = ERRORS.get(code) ?? reasonOfCode(code, phase);
  return [why, `${sentence} (${code === "" ? textOfError(error) : code})`];
}

function reasonOfCode(code: string, phase: ConnectPhase): Reason {
  if (UNKNOWN_ISSUER.test(code))
    return ["tls", "the broker's certificate is signed by nobody we know: set mqtt.ca_file to its authority's"];
  if (ALERT_ON_OUR_CERTIFICATE.test(code))
    return ["credentials", "the broker does not accept our client certificate: check mqtt.cert_file and mqtt.key_file"];
  if (TLS_CODE.test(code) || phase === "tls") return ["tls", `the TLS handshake failed: ${NOT_TLS}`];
  if (phase === "tcp") return ["unreachable", "the broker could not be reached"];
  if (code === "ECONNRESET" || code === "EPIPE")
    return ["unavailable", "the connection was reset before the broker answered: is it an MQTT port without TLS?"];
  return NO_MQTT;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

const textOfError = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 200);
