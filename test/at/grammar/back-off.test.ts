import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const timer = (command: string, unsolicited: boolean, fields: object): object => ({
  kind: "back-off",
  command,
  unsolicited,
  ...fields,
});
const READ = "AT+CABTRDP";

/** 3GPP TS 27.007 10.1.41 and 10.1.42 of Release 18; with six parameters as of Release 13 and as HiSilicon's Balong has it. */
const VECTORS: readonly Vector[] = [
  [
    '+CABTRDP: "cmiot",540,1,0',
    READ,
    timer("+CABTRDP", false, { apn: "cmiot", running: true, residualBackoffTime: 540, nslpi: 1, procedure: 0 }),
    "27.007 10.1.42",
  ],
  [
    '+CABTRDP: "cmiot",,1,0',
    READ,
    timer("+CABTRDP", false, { apn: "cmiot", running: true, nslpi: 1, procedure: 0 }),
    "27.007 10.1.42: deactivated",
  ],
  [
    "+CABTRDP: internet,30",
    READ,
    timer("+CABTRDP", false, { apn: "internet", running: true, residualBackoffTime: 30 }),
    "27.007 10.1.42",
  ],
  [
    '+CABTRDP: "",720,0,1,1,0',
    READ,
    timer("+CABTRDP", false, {
      apn: "",
      running: true,
      residualBackoffTime: 720,
      reAttemptRatIndicator: 0,
      reAttemptEplmnIndicator: 1,
      nslpi: 1,
      procedure: 0,
    }),
    "HiSilicon Balong: both indicators of a re-attempt",
  ],
  [
    '+CABTSRI: "cmiot",0,600,1,0',
    undefined,
    timer("+CABTSRI", true, {
      apn: "cmiot",
      running: true,
      eventType: 0,
      residualBackoffTime: 600,
      nslpi: 1,
      procedure: 0,
    }),
    "27.007 10.1.41: started",
  ],
  [
    '+CABTSRI: "cmiot",2,0,1',
    READ,
    timer("+CABTSRI", true, { apn: "cmiot", running: false, eventType: 2, residualBackoffTime: 0, nslpi: 1 }),
    "27.007 10.1.41: expired",
  ],
  [
    '+CABTSRI: "cmiot",3,,1,0',
    undefined,
    timer("+CABTSRI", true, { apn: "cmiot", running: true, eventType: 3, nslpi: 1, procedure: 0 }),
    "27.007 10.1.41: deactivated",
  ],
  ["+CABTSR: 1", "AT+CABTSR?", timer("+CABTSR", false, { n: 1 }), "27.007 10.1.41"],
  [
    "+CABTSR: (0,1)",
    "AT+CABTSR=?",
    { kind: "range", command: "+CABTSR", unsolicited: false, ranges: [[0, 1]] },
    "27.007 10.1.41",
  ],
];

describeVectors("timers that forbid an APN", VECTORS);
