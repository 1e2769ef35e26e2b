import { describe, expect, test } from "vitest";
import { ACCESS_TECHNOLOGY } from "../../src/codes/access-technology.ts";
import { CME_ERROR } from "../../src/codes/cme-error.ts";
import { CMS_ERROR } from "../../src/codes/cms-error.ts";
import type { CodeTable } from "../../src/codes/code-table.ts";
import { EMM_CAUSE, emmCauseIsPermanent } from "../../src/codes/emm-cause.ts";
import { ESM_CAUSE } from "../../src/codes/esm-cause.ts";
import { FIVEGMM_CAUSE } from "../../src/codes/fivegmm-cause.ts";
import { FIVEGSM_CAUSE } from "../../src/codes/fivegsm-cause.ts";
import { GMM_CAUSE } from "../../src/codes/gmm-cause.ts";
import { MM_CAUSE } from "../../src/codes/mm-cause.ts";
import { REGISTRATION_STAT, statCarriesData } from "../../src/codes/registration-stat.ts";
import { SM_CAUSE } from "../../src/codes/sm-cause.ts";

const numbers = (table: CodeTable): number[] => Object.keys(table).map(Number);
const between = (table: CodeTable, low: number, high: number): number[] =>
  numbers(table).filter((code) => code >= low && code <= high);
const upTo = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);
/** 24.008 H, 24.301 A.3, 24.501 A.3: the invalid-message causes are the same in every protocol. */
const INVALID_MESSAGE = [...upTo(95, 101), 111];

describe("+CME ERROR (27.007 9.2)", () => {
  test("has every number of Rel-17: 53 general, 109 of GPRS, EPS and 5GS, 15 of VBS and VGCS", () => {
    const per = (clause: string): number =>
      Object.values(CME_ERROR).filter((row) => row.clause.startsWith(`3GPP TS 27.007 ${clause}`)).length;
    expect([per("9.2.1"), per("9.2.2"), per("9.2.3")]).toEqual([53, 109, 15]);
    expect(between(CME_ERROR, 151, 165)).toEqual(upTo(151, 165));
    expect(between(CME_ERROR, 171, 255)).toEqual(upTo(171, 233));
  });

  test.each([
    [3, "operation not allowed"],
    [14, "SIM busy"],
    [32, "network not allowed - emergency calls only"],
    [56, "fixed dial number only allowed - called number is not a fixed dial number"],
    [100, "unknown"],
    [133, "Requested service option not subscribed"],
    [149, "PDP authentication failure"],
    [171, "Last PDN disconnection not allowed"],
    [176, "Protocol error, unspecified"],
    [182, "User data transmission via control plane is congested"],
  ])("%i is %s", (code, name) => expect(CME_ERROR[code]?.name).toBe(name));

  test.each([
    ["a refused attach", upTo(103, 119), (code: number) => code - 100, [MM_CAUSE, GMM_CAUSE, EMM_CAUSE]],
    ["a refused context", upTo(126, 137), (code: number) => code - 100, [SM_CAUSE]],
    ["a wrong filter", upTo(140, 147), (code: number) => code - 100, [SM_CAUSE]],
  ] as const)("the numbers of %s are 100 plus the cause, in the cause's words", (_what, codes, cause, tables) => {
    const strange = codes.filter(
      (code) => !tables.some((table) => table[cause(code)]?.name.toLowerCase() === CME_ERROR[code]?.name.toLowerCase()),
    );
    expect(strange).toEqual([]);
  });

  test.each([
    [171, ESM_CAUSE, 49],
    [172, MM_CAUSE, 95],
    [173, MM_CAUSE, 96],
    [174, MM_CAUSE, 97],
    [175, MM_CAUSE, 100],
    [176, MM_CAUSE, 111],
    [177, SM_CAUSE, 8],
    [178, SM_CAUSE, 65],
    [179, SM_CAUSE, 66],
    [181, ESM_CAUSE, 59],
    [183, GMM_CAUSE, 28],
    [184, ESM_CAUSE, 81],
    [185, GMM_CAUSE, 40],
    [186, MM_CAUSE, 101],
    [188, SM_CAUSE, 81],
    [189, EMM_CAUSE, 35],
    [190, SM_CAUSE, 38],
    [191, SM_CAUSE, 39],
    [192, SM_CAUSE, 50],
    [193, SM_CAUSE, 51],
    [194, SM_CAUSE, 52],
    [195, SM_CAUSE, 56],
    [196, SM_CAUSE, 57],
    [197, SM_CAUSE, 58],
    [198, SM_CAUSE, 60],
    [199, SM_CAUSE, 112],
    [200, SM_CAUSE, 113],
    [201, ESM_CAUSE, 53],
    [202, ESM_CAUSE, 54],
    [203, ESM_CAUSE, 55],
    [204, EMM_CAUSE, 42],
    [205, FIVEGSM_CAUSE, 67],
    [206, FIVEGSM_CAUSE, 68],
    [207, FIVEGSM_CAUSE, 69],
    [208, MM_CAUSE, 98],
    [209, MM_CAUSE, 99],
    [210, FIVEGMM_CAUSE, 27],
    [211, FIVEGMM_CAUSE, 28],
    [212, FIVEGMM_CAUSE, 43],
    [213, FIVEGSM_CAUSE, 70],
    [214, FIVEGMM_CAUSE, 71],
    [215, FIVEGMM_CAUSE, 90],
    [216, FIVEGMM_CAUSE, 72],
    [217, FIVEGMM_CAUSE, 73],
    [218, FIVEGMM_CAUSE, 91],
    [219, FIVEGMM_CAUSE, 92],
    [220, FIVEGSM_CAUSE, 46],
    [221, FIVEGSM_CAUSE, 47],
    [222, FIVEGSM_CAUSE, 82],
    [223, FIVEGSM_CAUSE, 83],
    [224, FIVEGSM_CAUSE, 84],
    [225, FIVEGSM_CAUSE, 85],
    [226, EMM_CAUSE, 31],
    [227, FIVEGMM_CAUSE, 31],
    [228, FIVEGMM_CAUSE, 74],
    [229, FIVEGMM_CAUSE, 75],
    [230, ESM_CAUSE, 61],
    [231, FIVEGMM_CAUSE, 76],
    [232, FIVEGMM_CAUSE, 62],
    [233, FIVEGMM_CAUSE, 77],
  ] as const)("from 171 on the formula is gone: %i", (code, table, cause) => {
    expect(CME_ERROR[code]?.name).toBe(table[cause]?.name);
  });
});

test("+CMS ERROR is 22 RP causes, 26 TP failure causes and 23 of 27.005, each with its own clause", () => {
  expect([between(CMS_ERROR, 0, 127), between(CMS_ERROR, 128, 255), between(CMS_ERROR, 300, 511)]).toEqual([
    [1, 8, 10, 21, 27, 28, 29, 30, 38, 41, 42, 47, 50, 69, 81, 95, 96, 97, 98, 99, 111, 127],
    [128, 129, 130, 143, 144, 145, 159, 160, 161, 175, 176, ...upTo(192, 199), ...upTo(208, 213), 255],
    [...upTo(300, 305), ...upTo(310, 318), 320, 321, 322, 330, 331, 332, 340, 500],
  ]);
  for (const code of numbers(CMS_ERROR))
    expect(CMS_ERROR[code]?.clause).toBe(
      code < 128 ? "3GPP TS 24.011 E-2" : code < 256 ? "3GPP TS 23.040 9.2.3.22" : "3GPP TS 27.005 3.2.5",
    );
  expect(CMS_ERROR[38]?.name).toBe("Network out of order");
  expect(CMS_ERROR[208]?.name).toBe("(U)SIM SMS storage full");
  expect(CMS_ERROR[330]?.name).toBe("SMSC address unknown");
});

describe("why the network refuses", () => {
  test.each([
    ["MM", MM_CAUSE, [2, 3, 4, 5, 6, 11, 12, 13, 15, 17, 20, 21, 22, 23, 25, 32, 33, 34, 38, ...upTo(48, 63)]],
    ["GMM", GMM_CAUSE, [2, 3, ...upTo(5, 17), 20, 21, 22, 23, 25, 28, 40, ...upTo(48, 63)]],
    ["EMM", EMM_CAUSE, [2, 3, ...upTo(5, 26), 31, 35, 36, 39, 40, 42, 78, 80, 83]],
    [
      "5GMM",
      FIVEGMM_CAUSE,
      [3, 5, 6, 7, ...upTo(9, 13), 15, ...upTo(20, 24), 26, 27, 28, 31, 36, 43, 62, 65, 67, 69]
        .concat(upTo(71, 82))
        .concat(upTo(90, 94)),
    ],
    ["SM", SM_CAUSE, [8, ...upTo(24, 48), 50, 51, 52, 56, 57, 58, 60, 65, 66, 81, 112, 113]],
    ["ESM", ESM_CAUSE, [8, ...upTo(26, 39), ...upTo(41, 45), 47, ...upTo(49, 61), 65, 66, 81, 112, 113]],
    [
      "5GSM",
      FIVEGSM_CAUSE,
      [8, ...upTo(26, 29), ...upTo(31, 39), ...upTo(41, 47), 50, 51, 54, 57, 58, 59, 61]
        .concat(upTo(67, 70))
        .concat(upTo(81, 87)),
    ],
  ])("%s causes are the standard's numbers, no more and no fewer", (_name, table, own) => {
    expect(numbers(table)).toEqual([...own, ...INVALID_MESSAGE].toSorted((a, b) => a - b));
  });

  test("the invalid-message causes read the same in every protocol", () => {
    for (const table of [GMM_CAUSE, EMM_CAUSE, FIVEGMM_CAUSE, SM_CAUSE, ESM_CAUSE, FIVEGSM_CAUSE])
      expect(INVALID_MESSAGE.map((code) => table[code]?.name)).toEqual(
        INVALID_MESSAGE.map((code) => MM_CAUSE[code]?.name),
      );
  });

  test.each([
    [GMM_CAUSE, 15, "No Suitable Cells In Location Area"],
    [GMM_CAUSE, 28, "SMS provided via GPRS in this routing area"],
    [EMM_CAUSE, 12, "Tracking Area not allowed"],
    [EMM_CAUSE, 31, "Redirection to 5GCN required"],
    [EMM_CAUSE, 35, "Requested service option not authorized in this PLMN"],
    [EMM_CAUSE, 42, "Severe network failure"],
    [EMM_CAUSE, 78, "PLMN not allowed to operate at the present UE location"],
    [FIVEGMM_CAUSE, 27, "N1 mode not allowed"],
    [FIVEGMM_CAUSE, 31, "Redirection to EPC required"],
    [FIVEGMM_CAUSE, 62, "No network slices available"],
    [FIVEGMM_CAUSE, 67, "Insufficient resources for specific slice and DNN"],
    [FIVEGMM_CAUSE, 72, "Non-3GPP access to 5GCN not allowed"],
    [FIVEGMM_CAUSE, 73, "Serving network not authorized"],
    [FIVEGMM_CAUSE, 91, "DNN not supported or not subscribed in the slice"],
    [SM_CAUSE, 30, "Activation rejected by GGSN, Serving GW or PDN GW"],
    [SM_CAUSE, 112, "APN restriction value incompatible with active PDP context"],
    [ESM_CAUSE, 30, "Request rejected by Serving GW or PDN GW"],
    [ESM_CAUSE, 54, "PDN connection does not exist"],
    [ESM_CAUSE, 112, "APN restriction value incompatible with active EPS bearer context"],
    [FIVEGSM_CAUSE, 27, "Missing or unknown DNN"],
    [FIVEGSM_CAUSE, 70, "Missing or unknown DNN in a slice"],
  ] as const)("a number that public lists get wrong: %#", (table, code, name) => expect(table[code]?.name).toBe(name));

  test("only causes that make the USIM or the device invalid are permanent (24.301 5.5.1.2.5)", () => {
    expect(upTo(0, 255).filter(emmCauseIsPermanent)).toEqual([2, 3, 5, 6, 7, 8]);
  });
});

test("<stat> is 0 to 11, and data may be expected at home, roaming, and there without CSFB", () => {
  expect(numbers(REGISTRATION_STAT)).toEqual(upTo(0, 11));
  expect(upTo(0, 255).filter(statCarriesData)).toEqual([1, 5, 9, 10]);
});

test("<AcT> is 0 to 16, of which 9 is NB-IoT and 13 a second radio beside LTE", () => {
  expect(numbers(ACCESS_TECHNOLOGY)).toEqual(upTo(0, 16));
  expect([7, 9, 11, 13].map((act) => ACCESS_TECHNOLOGY[act]?.name)).toEqual([
    "E-UTRAN",
    "E-UTRAN (NB-S1 mode)",
    "NR connected to a 5GCN",
    "E-UTRA-NR dual connectivity",
  ]);
});
