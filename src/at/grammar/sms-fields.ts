import * as v from "valibot";
import { DELIVERIES, PDU_FAULTS } from "../sms/sms-pdu.ts";

const octet = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const described = (
  text: string,
): v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.DescriptionAction<string, string>]> =>
  v.pipe(v.string(), v.description(text));

const ISO = "ISO 8601 with the zone's offset, where the time stamp is a moment of the calendar";

/** What a message can say, in PDU mode and in text mode: names of 3GPP TS 27.005 3.1; derived values stand beside. */
export const SMS_FIELDS = {
  index: v.exactOptional(count),
  stat: v.exactOptional(
    v.pipe(v.union([count, v.string()]), v.description("0 to 4 in PDU mode, REC UNREAD and so on in text mode")),
  ),
  alpha: v.exactOptional(v.string()),
  length: v.exactOptional(count),
  pdu: v.exactOptional(described("hexadecimal, as the modem wrote it")),
  type: v.exactOptional(v.picklist(["deliver", "submit", "status-report", "command", "reserved"])),
  sca: v.exactOptional(v.string()),
  tosca: v.exactOptional(octet),
  fo: v.exactOptional(octet),
  mr: v.exactOptional(octet),
  oa: v.exactOptional(v.string()),
  tooa: v.exactOptional(octet),
  da: v.exactOptional(v.string()),
  toda: v.exactOptional(octet),
  ra: v.exactOptional(v.string()),
  tora: v.exactOptional(octet),
  addressText: v.exactOptional(described("the address read as UCS2, where the modem wrote it so")),
  pid: v.exactOptional(octet),
  dcs: v.exactOptional(octet),
  scts: v.exactOptional(described("yy/MM/dd,hh:mm:ss and the zone in quarters of an hour")),
  sctsTime: v.exactOptional(described(ISO)),
  dt: v.exactOptional(described("yy/MM/dd,hh:mm:ss and the zone in quarters of an hour")),
  dtTime: v.exactOptional(described(ISO)),
  st: v.exactOptional(octet),
  delivery: v.exactOptional(v.picklist(DELIVERIES)),
  vp: v.exactOptional(
    v.pipe(
      v.union([octet, v.string()]),
      v.description("relative (octet), absolute (time stamp) or enhanced (hexadecimal)"),
    ),
  ),
  ct: v.exactOptional(octet),
  mn: v.exactOptional(octet),
  alphabet: v.exactOptional(v.picklist(["gsm7", "octets", "ucs2"])),
  messageClass: v.exactOptional(v.pipe(octet, v.maxValue(3))),
  waiting: v.exactOptional(described("which kind of message waits: voice, fax, mail, other")),
  udh: v.exactOptional(v.array(v.strictObject({ iei: octet, data: v.string() }))),
  concatenation: v.exactOptional(v.strictObject({ ref: count, max: octet, seq: octet, width: v.picklist([8, 16]) })),
  ports: v.exactOptional(v.strictObject({ destination: count, source: count })),
  text: v.exactOptional(described("PDU mode: decoded; text mode: as the modem wrote it")),
  decodedText: v.exactOptional(described("text mode: the text read as UCS2, where it cannot be anything else")),
  data: v.exactOptional(described("8-bit or compressed data, hexadecimal")),
  mem: v.exactOptional(v.string()),
  fault: v.exactOptional(
    v.pipe(v.picklist(PDU_FAULTS), v.description("what was wrong with the PDU; the rest is sound")),
  ),
};
