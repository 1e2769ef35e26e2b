import { SAID } from "./modem-lines.ts";

/** What else a capture holds: answers, errors, echoes, prompts, messages in several lines, and what is nearly that. */
const CAPTURED: readonly string[] = [
  ...SAID.map((line) => `\r\n${line}\r\n`),
  "AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n",
  'AT+COPS=?\r\r\n+COPS: (2,"CHINA MOBILE","CMCC","46000",7),(3,"CHN-UNICOM","UNICOM","46001",7),,(0-4),(0-2)\r\n',
  "\r\nERROR\r\n",
  "\r\n+CME ERROR: 10\r\n",
  "\r\n+CMS ERROR: SIM PIN required\r\n",
  "\r\n> ",
  "\r\n+CMT: ,23\r\n0791198994329905000C9119898787878700004270011251020041\r\n",
  '\r\n+CMT: "+8613800138000",,"26/11/22,01:02:03+32"\r\nOK\r\n',
  "\r\n+CMGL: 1,1,,24\r\n07911989\r\n+CMGL: 2,1,,24\r\n",
  '\r\n+CMGR: "REC READ","+8613800138000",,"26/11/22,01:02:03+32"\r\none\r\ntwo\r\n',
  '\r\n+CUSD: 1,"1 balance\r\n2 data\r\n3',
  "\r\n+CDS: 25\r\n",
  "\r\n^SYSSTART\r\n",
  "OK+CEREG: 2\r\n",
  "\r\n+CGEV: NW PDN DEACT 1\r\n\r\nNO CARRIER\r\n",
  "RDY",
  "\0\0\r\n",
];

type Draw = (below: number) => number;

const randomBytes = (draw: Draw): Buffer => Buffer.from(Array.from({ length: 1 + draw(300) }, () => draw(256)));

/** Without a line end for longer than any line may be, now and then. */
const endless = (draw: Draw): Buffer => Buffer.alloc(draw(9_000), 0x20 + draw(0x5f));

const captured = (draw: Draw): Buffer => Buffer.from(CAPTURED[draw(CAPTURED.length)] ?? "", "latin1");

/** A capture with some bytes changed, lost, doubled, or moved. */
function damaged(draw: Draw): Buffer {
  let bytes = Buffer.concat([captured(draw), captured(draw)]);
  for (let times = draw(6); times >= 0; times -= 1) {
    const at = draw(bytes.length + 1);
    const rest = bytes.subarray(at + draw(4));
    const put = draw(3) === 0 ? bytes.subarray(draw(bytes.length + 1)).subarray(0, 20) : Buffer.of(draw(256));
    bytes = Buffer.concat([bytes.subarray(0, at), draw(2) === 0 ? put : Buffer.alloc(0), rest]);
  }
  return bytes;
}

/** The fence's own marker in the noise would be an answer, not noise. */
const isMarker = (bytes: Buffer): boolean => bytes.includes("+CMEE:");

/** About so many bytes of noise and damaged captures, in the pieces in which they come from the line. */
export function* lineNoise(draw: Draw, length: number): Generator<Buffer> {
  for (let left = length; left > 0;) {
    const kind = draw(20);
    const bytes =
      kind < 6 ? randomBytes(draw) : kind === 6 ? endless(draw) : kind < 10 ? captured(draw) : damaged(draw);
    left -= bytes.length;
    for (let at = 0; at < bytes.length && !isMarker(bytes);) {
      const size = 1 + draw(draw(4) === 0 ? 4 : 600);
      yield bytes.subarray(at, at + size);
      at += size;
    }
  }
}
