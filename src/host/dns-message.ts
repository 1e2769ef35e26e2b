/** What is asked and answered of one name's IPv4 addresses, by hand (RFC 1035 4): the system's resolver would ask whom it likes. */
const HEADER = 12;
const TYPE_A = 1;
const CLASS_IN = 1;
const RECURSION_DESIRED = 0x01_00;
const RESPONSE = 0x80;
const OPCODE = 0x78;
/** No honest answer to one question about one name has more. */
const MOST_RECORDS = 32;

export interface DnsAnswer {
  /** RFC 1035 4.1.1: 0 none, 2 server failure, 3 no such name, 5 refused. */
  readonly code: number;
  readonly addresses: readonly string[];
}

/** Labels of 1 to 63 bytes, 255 in all (RFC 1035 2.3.4); the settings let nothing else through. */
export function dnsQuestion(id: number, name: string): Buffer {
  const labels = name.replace(/\.$/, "").split(".");
  const question = Buffer.concat([
    ...labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label, "latin1")]),
    Buffer.from([0, 0, TYPE_A, 0, CLASS_IN]),
  ]);
  const header = Buffer.alloc(HEADER);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(RECURSION_DESIRED, 2);
  header.writeUInt16BE(1, 4);
  return Buffer.concat([header, question]);
}

/** Undefined for whatever is no answer to this question, also where it only breaks off: somebody may send anything to our port. */
export function readDnsAnswer(message: Buffer, question: Buffer): DnsAnswer | undefined {
  if (message.length < question.length || message.readUInt16BE(0) !== question.readUInt16BE(0)) return undefined;
  const flags = message.readUInt8(2);
  if ((flags & RESPONSE) === 0 || (flags & OPCODE) !== 0 || message.readUInt16BE(4) !== 1) return undefined;
  const asked = (bytes: Buffer): string => bytes.toString("latin1", HEADER, question.length).toLowerCase();
  if (asked(message) !== asked(question)) return undefined;
  const addresses = addressesFrom(message, question.length, message.readUInt16BE(6));
  return addresses === undefined ? undefined : { code: message.readUInt8(3) & 0x0f, addresses };
}

function addressesFrom(message: Buffer, start: number, count: number): readonly string[] | undefined {
  if (count > MOST_RECORDS) return undefined;
  const addresses: string[] = [];
  let at = start;
  for (let n = 0; n < count; n += 1) {
    const named = afterName(message, at);
    if (named === undefined || named + 10 > message.length) return undefined;
    const [type, kind, length] = [0, 2, 8].map((offset) => message.readUInt16BE(named + offset));
    const data = named + 10;
    at = data + (length ?? 0);
    if (at > message.length) return undefined;
    if (type === TYPE_A && kind === CLASS_IN && length === 4) addresses.push([...message.subarray(data, at)].join("."));
  }
  return addresses;
}

/** Names of records are passed over and never followed: a pointer that leads to itself leads nowhere. */
function afterName(message: Buffer, from: number): number | undefined {
  for (let at = from; at < message.length;) {
    const length = message.readUInt8(at);
    if (length === 0) return at + 1;
    if (length >= 0xc0) return at + 2;
    if (length > 63) return undefined;
    at += 1 + length;
  }
  return undefined;
}

/** Whether an address can be somebody's on the internet (IANA's registry of special-purpose addresses, RFC 6890). */
export function isPublic(address: string): boolean {
  const [a = 0, b = 0, c = 0] = address.split(".").map(Number);
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if (a === 100) return b < 64 || b > 127;
  if (a === 169) return b !== 254;
  if (a === 172) return b < 16 || b > 31;
  if (a === 192) return b !== 168 && !(b === 0 && (c === 0 || c === 2));
  return !(a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) && !(a === 203 && b === 0 && c === 113);
}
