import { cme, ok } from "../../dce/answer.ts";
import { cardState } from "../card/sim-card.ts";
import { serving } from "../radio-state.ts";
import { rsrpIndex, rsrqIndex } from "../signal-level.ts";
import type { CommandRows } from "./command-row.ts";
import { keptSetting } from "./kept-setting.ts";
import { RESTARTING } from "./leaving.ts";

const wide = (value: bigint): string => value.toString(16).toUpperCase().padStart(16, "0");

/** Counters in hexadecimal, of the last session and of all; MeiG has them too. */
export const DSFLOWQRY: CommandRows = {
  "^DSFLOWQRY": {
    execute: ({ mt }) => {
      const { up, down } = mt.counters.count;
      const seconds = Math.floor(mt.now() / 1_000)
        .toString(16)
        .toUpperCase()
        .padStart(8, "0");
      const session = `${seconds},${wide(up)},${wide(down)}`;
      return ok(`^DSFLOWQRY:${session},${session}`);
    },
    test: () => ok(),
  },
};

/** After Huawei's "ME909s Series AT Command Interface Specification". */
export const HUAWEI_COMMANDS: CommandRows = {
  ...DSFLOWQRY,
  "^DSFLOWCLR": {
    execute: ({ mt }) => {
      mt.counters.reset();
      return ok();
    },
    test: () => ok(),
  },
  "^HCSQ": {
    read: ({ mt }) =>
      ok(
        mt.radio.level === 1 && mt.radio.covered
          ? `^HCSQ: "LTE",${Math.max(0, mt.signal.rssiDbm + 121)},${rsrpIndex(mt.signal)},186,${rsrqIndex(mt.signal)}`
          : '^HCSQ: "NOSERVICE"',
      ),
    test: () => ok('^HCSQ: ("NOSERVICE","GSM","WCDMA","LTE")'),
  },
  // `<state>,<tries of it>,<PUK>,<PIN>,<PUK2>,<PIN2>`.
  "^CPIN": {
    read: ({ mt }) => {
      const { card } = mt;
      if (card === undefined) return cme(10);
      const state = { ready: "READY", pin: "SIM PIN", puk: "SIM PUK", blocked: "SIM PUK" }[cardState(card)];
      const own = { ready: "", pin: card.pinTries, puk: card.pukTries, blocked: 0 }[cardState(card)];
      return ok(`^CPIN: ${state},${own},${card.pukTries},${card.pinTries},10,3`);
    },
    test: () => ok(),
  },
  // Service, domain, roaming, card, reserved, mode 6 (LTE) and its parts.
  "^SYSINFOEX": {
    execute: ({ mt }) =>
      ok(
        serving(mt.radio)
          ? '^SYSINFOEX:2,3,0,1,,6,"LTE",101,"LTE"'
          : '^SYSINFOEX:0,0,0,1,,0,"NO SERVICE",0,"NO SERVICE"',
      ),
    test: () => ok(),
  },
  // Service, domain, roaming, mode, card. The manual's modes end with 3G; modules that copy the command say 17 on LTE.
  "^SYSINFO": {
    execute: ({ mt }) =>
      ok(serving(mt.radio) ? "^SYSINFO:2,3,0,17,1" : `^SYSINFO:0,0,0,0,${mt.card === undefined ? 255 : 1}`),
    test: () => ok(),
  },
  "^VERSION": {
    read: ({ mt: { personality } }) =>
      ok(
        "^VERSION:BDT:Apr 08 2018, 12:13:47",
        `^VERSION:EXTS:${personality.revision}`,
        "^VERSION:INTS:",
        "^VERSION:EXTD:",
        "^VERSION:INTD:",
        `^VERSION:EXTH:${personality.model}`,
        "^VERSION:INTH:",
        `^VERSION:EXTU:${personality.model}`,
        "^VERSION:INTU:",
        "^VERSION:CFG:1004",
        "^VERSION:PRL:",
        "^VERSION:INI:",
      ),
    test: () => ok(),
  },
  // Which lines come unasked; kept, for few of them come here at all.
  "^CURC": {
    ...keptSetting("^CURC", "1", "(0-2)", /^[0-2](,"?[0-9A-Fa-f]*"?)?$/),
    read: ({ mt }) => ok(`^CURC: ${(mt.settings.kept["^CURC"] ?? "1").slice(0, 1)}`),
  },
  // Automatic; all bands; roaming as it comes; both domains; all LTE bands.
  "^SYSCFGEX": keptSetting(
    "^SYSCFGEX",
    '"00",3FFFFFFF,1,2,7FFFFFFFFFFFFFFF',
    '("00","01","02","03"),((3FFFFFFF,"All Bands")),(0-2),(0-4),((7FFFFFFFFFFFFFFF,"All bands"))',
    /^"\d{2,8}",[0-9A-Fa-f]+,[0-3],[0-4],[0-9A-Fa-f]+(,+)?$/,
  ),
  // 2 is a USIM, 0 none.
  "^CARDMODE": { execute: ({ mt }) => ok(`^CARDMODE: ${mt.card === undefined ? 0 : 2}`), test: () => ok() },
  "^RESET": RESTARTING,
};
