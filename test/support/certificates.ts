import { type KeyObject, generateKeyPairSync, sign } from "node:crypto";
import { isIPv4 } from "node:net";

export interface Certificate {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
  readonly subject: string;
  readonly signer: KeyObject;
}

interface Wanted {
  readonly subject: string;
  /** Names and IPv4 addresses that it is for. */
  readonly names?: readonly string[];
  /** Who signs it; itself when absent. */
  readonly issuer?: Certificate;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly ca?: boolean;
}

const YEAR = 365 * 86_400_000;

/** Makes a P-256 X.509 v3 certificate (RFC 5280), with any validity: tests need no openssl and no key on the disk. */
export function certificate(wanted: Wanted): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { subject, issuer, names = [], ca = false } = wanted;
  const { notBefore = new Date(Date.now() - YEAR), notAfter = new Date(Date.now() + YEAR) } = wanted;
  const signer = issuer?.signer ?? privateKey;
  const algorithm = sequence(oid("2a8648ce3d040302"));
  const serial = tlv(0x02, Buffer.from([1, ...Buffer.from(String(Date.now() % 1e9))]));
  const extensions = [sequence(oid("551d13"), tlv(0x01, Buffer.from([0xff])), octets(sequence(...(ca ? [TRUE] : []))))];
  if (names.length > 0) extensions.push(sequence(oid("551d11"), octets(sequence(...names.map(generalName)))));
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    serial,
    algorithm,
    distinguishedName(issuer?.subject ?? subject),
    sequence(time(notBefore), time(notAfter)),
    distinguishedName(subject),
    publicKey.export({ type: "spki", format: "der" }),
    tlv(0xa3, sequence(...extensions)),
  );
  const signature = tlv(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", body, signer)]));
  return {
    cert: pem("CERTIFICATE", sequence(body, algorithm, signature)),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    subject,
    signer: privateKey,
  };
}

function tlv(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const TRUE = tlv(0x01, Buffer.from([0xff]));
const sequence = (...content: readonly Buffer[]): Buffer => tlv(0x30, ...content);
const octets = (content: Buffer): Buffer => tlv(0x04, content);
const oid = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, "hex"));
const distinguishedName = (name: string): Buffer =>
  sequence(tlv(0x31, sequence(oid("550403"), tlv(0x0c, Buffer.from(name)))));
const time = (date: Date): Buffer => tlv(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, "")));
const generalName = (name: string): Buffer =>
  isIPv4(name) ? tlv(0x87, Buffer.from(name.split(".").map(Number))) : tlv(0x82, Buffer.from(name));
const pem = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${(der.toString("base64").match(/.{1,64}/g) ?? []).join("\n")}\n-----END ${label}-----\n`;
