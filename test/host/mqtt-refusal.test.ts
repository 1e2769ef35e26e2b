import { describe, expect, it } from "vitest";
import { Seconds } from "../../src/base/duration.ts";
import { type ConnectFailure, type ConnectPhase, refusalOf } from "../../src/host/mqtt-refusal.ts";

const of = (failure: ConnectFailure) => refusalOf(failure, "broker:8883", "1970-01-01T00:00:09.000Z");
const connack = (code: number) => of({ kind: "connack", code });
const failing = (code: string, phase: ConnectPhase = "tls") =>
  of({ kind: "error", error: Object.assign(new Error("it failed"), { code }), phase });

describe("what a broker's refusal means", () => {
  it.each([
    [1, "protocol"],
    [2, "identifier"],
    [3, "unavailable"],
    [4, "credentials"],
    [5, "credentials"],
    [0x80, "unavailable"],
    [0x84, "protocol"],
    [0x85, "identifier"],
    [0x86, "credentials"],
    [0x87, "credentials"],
    [0x88, "unavailable"],
    [0x8a, "credentials"],
    [0x9a, "protocol"],
    [0x9f, "unavailable"],
  ])("CONNACK %d is %s, and the code stands in the text", (code, why) => {
    expect(connack(code)).toMatchObject({ kind: "refused", why });
    expect(connack(code).detail).toContain(`CONNACK 0x${code.toString(16).padStart(2, "0")}`);
  });

  it("a wrong password and a missing permission are both about credentials, and are told apart", () => {
    expect(connack(4).detail).not.toEqual(connack(5).detail.replace("0x05", "0x04"));
    expect(connack(0x86).detail).toContain("wrong");
    expect(connack(0x87).detail).toContain("not authorised");
  });

  it.each([5, 0x87])("code %d, which Mosquitto gives for a wrong password too, is said to be either", (code) => {
    expect(connack(code).detail).toMatch(/password may be wrong.*not permitted.*mqtt\.password_file.*access list/);
  });

  it("a flood is told from what is no broker at all", () => {
    const objected = (kind: "foreign" | "excess") => of({ kind: "objection", found: { kind, text: "too much" } });
    expect(objected("excess")).toMatchObject({ why: "excess", detail: expect.stringContaining("too much") as string });
    expect(objected("foreign")).toMatchObject({ why: "protocol" });
  });

  it("a broker without retained messages leads to the setting that helps", () => {
    expect(connack(0x9a).detail).toContain("set mqtt.retain to false");
  });

  it.each([
    ["CERT_NOT_YET_VALID", "not yet valid"],
    ["CERT_HAS_EXPIRED", "has expired"],
  ])("%s is held against this device's clock, which is told", (code, text) => {
    const { why, detail } = failing(code);
    expect(why).toBe("clock");
    expect(detail).toContain(text);
    expect(detail).toContain("1970-01-01T00:00:09.000Z");
  });

  it.each([
    ["ECONNREFUSED", "tcp", "unreachable", "nothing listens"],
    ["ENOTFOUND", "tcp", "unreachable", "does not exist in the DNS"],
    ["EAI_AGAIN", "tcp", "unreachable", "could not be resolved"],
    ["ENETUNREACH", "tcp", "unreachable", "no route"],
    ["ETIMEDOUT", "tcp", "timeout", "no answer"],
    ["ECONNRESET", "tls", "tls", "really a TLS port"],
    ["ECONNRESET", "mqtt", "unavailable", "reset before the broker answered"],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "tls", "tls", "mqtt.ca_file"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "tls", "tls", "another name"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "tls", "tls", "really a TLS port"],
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "mqtt", "credentials", "client certificate"],
    ["ESOMETHINGNEW", "tcp", "unreachable", "could not be reached"],
  ] as const)("%s while at %s is %s", (code, phase, why, text) => {
    expect(failing(code, phase)).toMatchObject({ why });
    expect(failing(code, phase).detail).toContain(text);
    expect(failing(code, phase).detail).toContain(`(${code})`);
  });

  it("a timeout says how far the attempt had come", () => {
    const late = (phase: ConnectPhase) => of({ kind: "timeout", after: Seconds(30), phase });
    expect(late("tcp").detail).toBe(
      "broker:8883: no connection within 30 s: is the device online, is the address right?",
    );
    expect(late("tls").detail).toContain("TLS handshake");
    expect(late("mqtt").detail).toContain("no CONNACK within 30 s");
  });
});
