import { cme, ok } from "../../dce/answer.ts";
import { cardState } from "../card/sim-card.ts";
import { serving } from "../radio-state.ts";
import { rsrpIndex, rsrqIndex } from "../signal-level.ts";
import type { CommandRows } from "./command-row.ts";
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
  "^RESET": RESTARTING,
};
