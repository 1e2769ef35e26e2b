import { describe, expect, it } from "vitest";
import { decode } from "../../../src/at/decode.ts";
import { UNKNOWN_MODEM } from "../../../src/modem/modem.ts";
import { step } from "../../../src/modem/step.ts";
import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const monitor = (fields: object): object => ({ kind: "signal", command: "%XMONITOR", unsolicited: false, ...fields });
const ratio = (unsolicited: boolean, fields: object): object => ({
  kind: "signal",
  command: "%XSNRSQ",
  unsolicited,
  ...fields,
});
const measured = (status: number, cells: readonly object[]): object => ({
  kind: "cell-measurement",
  command: "%NCELLMEAS",
  unsolicited: true,
  status,
  cells,
});
const timer = (timeMs: number): object => ({ kind: "tau-timer", command: "%XT3412", unsolicited: true, timeMs });

// prettier-ignore
const VECTORS: readonly Vector[] = [
  ["%XSNRSQ: 39,168,0", "AT%XSNRSQ?", ratio(false, { snr: 39, srxlev: 168, ceLevel: 0, sinrDb: 14 }), "nRF9160 AT commands 5.8.2"],
  ["%XSNRSQ: 39,3,130,1", undefined, ratio(true, { snr: 39, srxlev: 130, ceLevel: 1, sinrDb: 14 }), "nRF9160 AT commands 5.8.1: with the thresholds that lie below"],
  ["%XSNRSQ: 127,32767,255", "AT%XSNRSQ?", ratio(false, { snr: 127, srxlev: 32_767, ceLevel: 255 }), "nRF9160 AT commands 5.8.2: not known"],
  ["%XSNRSQ: 0,0,0", "AT%XSNRSQ?", ratio(false, { snr: 0, srxlev: 0, ceLevel: 0, sinrDb: -25 }), "nRF9160 AT commands 5.8.2: below -24 dB"],
  ['%XMONITOR: 5,"Telia N@","Telia N@","24202","0901",7,20,"02024720",428,6300,53,22,"","11100000","11100000","01001001"', "AT%XMONITOR", monitor({ regStatus: 5, fullName: "Telia N@", shortName: "Telia N@", mcc: "242", mnc: "02", tac: "0901", act: 7, band: "20", cellid: "02024720", pcid: 428, earfcn: 6300, rsrp: 53, snr: 22, activeTime: "11100000", periodicTauExt: "11100000", periodicTau: "01001001", rsrpDbm: -88, sinrDb: -3 }), "nRF Connect's tests"],
  ['%XMONITOR: 1,"","","46000","1D29",9,8,"0D1E2D42",11,3684,45,38,"","00000100","11100000","00111110"', undefined, monitor({ regStatus: 1, mcc: "460", mnc: "00", tac: "1D29", act: 9, band: "8", cellid: "0D1E2D42", pcid: 11, earfcn: 3684, rsrp: 45, snr: 38, activeTime: "00000100", periodicTauExt: "11100000", periodicTau: "00111110", rsrpDbm: -96, sinrDb: 13 }), "nRF9160 capture, China Mobile NB-IoT"],
  ['%XMONITOR: 5,"","","310260","417B",7,12,"02C80005",211,5035,255,127,"0101"', "AT%XMONITOR", monitor({ regStatus: 5, mcc: "310", mnc: "260", tac: "417B", act: 7, band: "12", cellid: "02C80005", pcid: 211, earfcn: 5035, rsrp: 255, snr: 127, nwProvidedEdrxValue: "0101" }), "nRF91 AT commands: levels not known"],
  ["%XMONITOR: 2", "AT%XMONITOR", monitor({ regStatus: 2 }), "nRF91 AT commands: no more while not registered"],
  ["%XMONITOR: 90", "AT%XMONITOR", monitor({ regStatus: 90 }), "nRF91 AT commands: the card does not work"],
  ['%NCELLMEAS: 0,"014A0305","24201","8169",80,6400,105,53,20,4791,6400,247,52,18,0,6400,106,50,14,0,4659', undefined, measured(0, [{ cellid: "014A0305", plmn: "24201", tac: "8169", timingAdvance: 80, timingAdvanceMeasTime: 4659, earfcn: 6400, pcid: 105, rsrp: 53, rsrq: 20, measTime: 4791, neighbours: [{ earfcn: 6400, pcid: 247, rsrp: 52, rsrq: 18, timeDiff: 0 }, { earfcn: 6400, pcid: 106, rsrp: 50, rsrq: 14, timeDiff: 0 }] }]), "sdk-nrf's sample nrf_cloud_coap_cell_location"],
  ['%NCELLMEAS: 0,"0199F10A","44020","107E",65535,3750,5,49,27,107504,3750,251,33,4,0', "AT%NCELLMEAS", measured(0, [{ cellid: "0199F10A", plmn: "44020", tac: "107E", timingAdvance: 65_535, earfcn: 3750, pcid: 5, rsrp: 49, rsrq: 27, measTime: 107_504, neighbours: [{ earfcn: 3750, pcid: 251, rsrp: 33, rsrq: 4, timeDiff: 0 }] }]), "Serial LTE modem's manual, without the time of the timing advance"],
  ['%NCELLMEAS:0,"00112233","98712","0AB9",4800,7,63,31,456,4800,8,60,29,4,3500,9,99,18,5,5300,11', undefined, measured(0, [{ cellid: "00112233", plmn: "98712", tac: "0AB9", timingAdvance: 4800, timingAdvanceMeasTime: 11, earfcn: 7, pcid: 63, rsrp: 31, rsrq: 456, measTime: 4800, neighbours: [{ earfcn: 8, pcid: 60, rsrp: 29, rsrq: 4, timeDiff: 3500 }, { earfcn: 9, pcid: 99, rsrp: 18, rsrq: 5, timeDiff: 5300 }] }]), "sdk-nrf's tests of lte_lc"],
  ['%NCELLMEAS: 0,"0D70394B","46000","1D23",32,84428,3682,174,47,29,84553,1,0', undefined, measured(0, [{ cellid: "0D70394B", plmn: "46000", tac: "1D23", timingAdvance: 32, timingAdvanceMeasTime: 84_428, earfcn: 3682, pcid: 174, rsrp: 47, rsrq: 29, measTime: 84_553, serving: 1, neighbours: [] }]), "sdk-nrf's sample: a search by identity"],
  ['%NCELLMEAS: 0,"002B670D","20408","8729",62,11447,6400,424,52,23,10002,1,1,6400,408,47,13,0,"002B670E","20408","8729",65535,4,1300,75,53,16,189241,0,0,', undefined, measured(0, [{ cellid: "002B670D", plmn: "20408", tac: "8729", timingAdvance: 62, timingAdvanceMeasTime: 11_447, earfcn: 6400, pcid: 424, rsrp: 52, rsrq: 23, measTime: 10_002, serving: 1, neighbours: [{ earfcn: 6400, pcid: 408, rsrp: 47, rsrq: 13, timeDiff: 0 }] }, { cellid: "002B670E", plmn: "20408", tac: "8729", timingAdvance: 65_535, timingAdvanceMeasTime: 4, earfcn: 1300, pcid: 75, rsrp: 53, rsrq: 16, measTime: 189_241, serving: 0, neighbours: [] }]), "sdk-nrf's tests of lte_lc: several cells, a comma at the end"],
  ["%NCELLMEAS: 1", undefined, measured(1, []), "nRF91 AT commands: the measurement failed"],
  ["%XT3412: 1200000", undefined, timer(1_200_000), "nRF Connect's tests"],
  ["%XT3412: 35712000000", "AT+CEREG?", timer(35_712_000_000), "sdk-nrf's tests: the longest, beyond 32 bits"],
];

describeVectors("what Nordic's modems tell of cell, levels and timer", VECTORS);

describe("what is none of these", () => {
  it.each([
    "%XSNRSQ: 39",
    "%XSNRSQ: 39,3,130,1,5",
    "%XSNRSQ: x,1,2",
    "%XMONITOR:",
    "%XMONITOR: none",
    '%NCELLMEAS: 0,"014A0305","24201"',
    '%NCELLMEAS: 0,"014A0305","24201","8169",80,6400,105,53,20,4791,6400,247',
    "%NCELLMEAS: done",
    "%XT3412: 35712000001",
    "%XT3412: -100",
    "%XT3412: invalid",
  ])("%s", (line) => {
    expect(decode(line)).toEqual({ kind: "unknown", raw: line });
  });
});

it.each(["%XSNRSQ: 39,3,130,1", "+QSINR: 12,9,-32768,-32768,LTE"])(
  "%s tells the ratio alone, and leaves the levels that are known",
  (line) => {
    const { modem } = step(UNKNOWN_MODEM, decode("+CESQ: 99,99,255,255,20,40"));
    expect(modem.signal).toEqual({ rsrpDbm: -101, rsrqDb: -10 });
    expect(step(modem, decode(line)).modem.signal).toEqual({ rsrpDbm: -101, rsrqDb: -10 });
  },
);
