import * as v from "valibot";
import { cameUnasked } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { optionalEntries, readLayout } from "./layout.ts";
import { type Parameter, splitLine, splitParameters } from "./parameters.ts";

const FIELDS = {
  numbers: [
    "earfcn",
    "uarfcn",
    "arfcn",
    "pcid",
    "rsrq",
    "rsrp",
    "rssi",
    "sinr",
    "srxlev",
    "cellReselPriority",
    "bsic",
    "rxlev",
  ],
  texts: ["relation", "sysmode", "mcc", "mnc", "lac", "cellid"],
} as const;

/** A cell that is heard and not used; a message of its own kind, so that nobody takes its level for the modem's. */
export const neighbourCellSchema = v.strictObject({
  kind: v.literal("neighbour-cell"),
  command: v.picklist(["+QENG", "+MENG"]),
  unsolicited: v.boolean(),
  ...optionalEntries(FIELDS),
});

export type NeighbourCellMessage = Readonly<v.InferOutput<typeof neighbourCellSchema>>;

const LTE = ["earfcn", "pcid", "rsrq", "rsrp", "rssi", "sinr", "srxlev"] as const;

/** MeiG has the power before the quality (wwand's tests, SLM770A). */
const MEIG_LTE = ["earfcn", "pcid", "rsrp", "rsrq", "rssi", "sinr", "srxlev"] as const;

/** While the serving cell is a GSM one (EC2x manual): where the neighbour is, then what is heard of it. */
const GSM = ["mcc", "mnc", "lac", "cellid", "bsic", "arfcn", "rxlev"] as const;
const isPlaced = ([mcc, mnc, ...rest]: readonly Parameter[]): boolean =>
  /^\d{3}$/.test(mcc?.text ?? "") && /^\d{2,3}$/.test(mnc?.text ?? "") && rest.length >= 5;

/**
 * `+QENG: "neighbourcell intra","LTE",...` (Quectel). What follows the channel of a 2G or 3G neighbour depends on the
 * mode of the serving cell, which the line does not say; it is left out.
 */
function parseNeighbourCell(line: string, asked?: string): NeighbourCellMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+QENG" && parts?.name !== "+MENG") return undefined;
  const { name: command } = parts;
  const [first, mode, ...rest] = splitParameters(parts.body);
  const relation = /^neighbourcell(?: (intra|inter))?$/.exec(first?.text ?? "");
  if (relation === null || mode === undefined || mode.text === "") return undefined;
  const layout = mode.text === "GSM" && isPlaced(rest) ? GSM : channelLayout(command, mode.text);
  return {
    kind: "neighbour-cell",
    command,
    unsolicited: cameUnasked(command, asked),
    ...(relation[1] === undefined ? {} : { relation: relation[1] }),
    sysmode: mode.text,
    ...readLayout(FIELDS, layout, rest),
  };
}

export const neighbourCellGrammar: Grammar<NeighbourCellMessage> = {
  names: ["+QENG", "+MENG"],
  parse: parseNeighbourCell,
};

function channelLayout(command: "+QENG" | "+MENG", mode: string): readonly (typeof FIELDS)["numbers"][number][] {
  if (/^(LTE|CAT|EMTC|NB)/i.test(mode)) return command === "+MENG" ? MEIG_LTE : LTE;
  return mode === "WCDMA" ? ["uarfcn"] : ["arfcn"];
}
