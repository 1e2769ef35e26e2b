import { Seconds } from "../../base/duration.ts";
import { abortable, type Answer, cme, failed, ok } from "../../dce/answer.ts";
import { numberAt, type Parameter, textAt } from "../../dce/parameters.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { forDte } from "../sms/te-charset.ts";
import type { CommandRows } from "./command-row.ts";

/** A scan of all bands takes minutes on air, which any character ends (V.250 5.6.1); long enough here for a client to need patience. */
const SCAN = Seconds(5);

/** The names as +CSCS has them (5.5); digits are digits in every alphabet. */
function names({ carrier, settings }: MobileTermination): readonly [string, string, string] {
  const { charset } = settings;
  return [forDte(carrier.longName, charset), forDte(carrier.shortName, charset), carrier.plmn];
}

/** 3GPP TS 27.007 7.3: without a registration there is no operator to tell. */
function current(mt: MobileTermination): Answer {
  const mode = mt.radio.deregistered ? 2 : 0;
  if (!mt.registered) return ok(`+COPS: ${mode}`);
  const format = mt.settings.operatorFormat;
  return ok(`+COPS: ${mode},${format},"${names(mt)[format] ?? mt.carrier.plmn}",${mt.carrier.cell.act}`);
}

function choose(mt: MobileTermination, parameters: readonly Parameter[]): Answer {
  const format = numberAt(parameters, 1);
  switch (numberAt(parameters, 0) ?? -1) {
    case 0:
      mt.act({ kind: "operator", deregister: false });
      return ok();
    case 1:
    case 4:
      if (!names(mt).includes(textAt(parameters, 2) ?? "")) return cme(32);
      mt.act({ kind: "operator", deregister: false });
      return ok();
    case 2:
      mt.act({ kind: "operator", deregister: true });
      return ok();
    case 3:
      if (format === undefined || format < 0 || format > 2) return cme(50);
      mt.configure({ operatorFormat: format });
      return ok();
    default:
      return cme(50);
  }
}

export const OPERATOR_COMMANDS: CommandRows = {
  "+COPS": {
    read: ({ mt }) => current(mt),
    set: ({ mt }, parameters) => choose(mt, parameters),
    test: ({ mt }) =>
      abortable(SCAN, failed, () => {
        const [long, short, number] = names(mt);
        const status = mt.registered ? 2 : 1;
        const found = mt.radio.covered ? `(${status},"${long}","${short}","${number}",${mt.carrier.cell.act})` : "";
        return ok(`+COPS: ${found},,(0-4),(0-2)`);
      }),
  },
  // 7.21: the names that the modem knows by heart; here those of the network that is there.
  "+COPN": { execute: ({ mt }) => ok(`+COPN: "${mt.carrier.plmn}","${names(mt)[0]}"`), test: () => ok() },
  // 7.19: a card whose list of preferred networks is empty has no lines.
  "+CPOL": { read: () => ok(), test: () => ok("+CPOL: (1-20),(0-2)") },
};
