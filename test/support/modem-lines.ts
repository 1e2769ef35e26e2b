/** What modems of four makers say unasked; one answer's worth of each shape. */
export const SAID = [
  '+CEREG: 1,"1A2B","01A2B3C4",7',
  '+CREG: 1,"1A2B","01A2B3C4",7',
  "+CSQ: 20,99",
  "+CESQ: 99,99,255,255,20,46",
  '+QIND: "csq",21,99',
  "+CGEV: NW DETACH",
  "+CGEV: ME PDN ACT 1,0",
  "+CPIN: READY",
  '+CTZE: "+32",0,"2026/11/22,01:02:03"',
  '+COPS: 0,0,"CHINA MOBILE",7',
  '+QCSQ: "LTE",-52,-81,195,-10',
  '^HCSQ: "LTE",30,19,66,0',
  '+CGPADDR: 1,"10.11.12.13"',
  "+CIEV: 2,4",
  "RING",
  "+FOO: 1,2,3",
];

export const LINES = 100_000;

/** The same bytes for everybody: lines as V.250 frames them, cut into pieces of this size. */
export function pieces(size: number): readonly Buffer[] {
  const text = Array.from({ length: LINES }, (_, at) => `\r\n${SAID[at % SAID.length]}\r\n`).join("");
  const bytes = Buffer.from(text, "latin1");
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}

export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
