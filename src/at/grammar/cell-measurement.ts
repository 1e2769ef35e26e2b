import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import type { Grammar } from "./grammar.ts";
import { optionalEntries, readLayout } from "./layout.ts";
import { type Parameter, splitLine, splitParameters, whole } from "./parameters.ts";

// prettier-ignore
const CELL = {
  numbers: [
    "timingAdvance", "timingAdvanceMeasTime", "earfcn", "pcid", "rsrp", "rsrq", "measTime", "serving",
  ],
  texts: ["cellid", "plmn", "tac"],
} as const;
const NEIGHBOUR = { numbers: ["earfcn", "pcid", "rsrp", "rsrq", "timeDiff"], texts: [] } as const;

const neighbours = v.array(v.strictObject(optionalEntries(NEIGHBOUR)));

/**
 * Nordic's `%NCELLMEAS`, told when the measurement is done: the cells whose identity was read, and what is heard beside each.
 * Levels are the indices of +CESQ, times in milliseconds since the modem's start (nRF91 AT commands; sdk-nrf's lte_lc).
 */
export const cellMeasurementSchema = v.strictObject({
  kind: v.literal("cell-measurement"),
  command: v.literal("%NCELLMEAS"),
  unsolicited: v.literal(true),
  status: v.pipe(v.number(), v.integer(), v.minValue(0), v.description("0: done, 1: failed, 2: interrupted")),
  cells: v.array(v.strictObject({ ...optionalEntries(CELL), neighbours })),
});

export type CellMeasurementMessage = Readonly<v.InferOutput<typeof cellMeasurementSchema>>;
type Cell = CellMeasurementMessage["cells"][number];

function parseCellMeasurement(line: string): CellMeasurementMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "%NCELLMEAS") return undefined;
  const [first, ...all] = splitParameters(parts.body);
  // Some firmware ends the line with a comma (sdk-nrf's tests).
  const rest = all.at(-1)?.text === "" ? all.slice(0, -1) : all;
  const status = whole(first, 9);
  if (status === undefined) return undefined;
  const cells = rest.length === 0 ? [] : (identified(rest) ?? current(rest));
  return cells && { kind: "cell-measurement", command: "%NCELLMEAS", unsolicited: true, status, cells };
}

export const cellMeasurementGrammar: Grammar<CellMeasurementMessage> = {
  names: ["%NCELLMEAS"],
  parse: parseCellMeasurement,
};

const CURRENT = ["cellid", "plmn", "tac", "timingAdvance", "earfcn", "pcid", "rsrp", "rsrq", "measTime"] as const;

/** The cell in use, five numbers for each neighbour, and from firmware 1.3 on when the timing advance was measured. */
function current(parameters: readonly Parameter[]): Cell[] | undefined {
  const behind = parameters.length - CURRENT.length;
  if (behind < 0 || behind % 5 > 1) return undefined;
  const count = Math.floor(behind / 5);
  const measured = behind % 5 === 1 ? whole(parameters.at(-1), 4_294_967_295) : undefined;
  return [
    {
      ...readLayout(CELL, CURRENT, parameters),
      ...defined({ timingAdvanceMeasTime: measured }),
      neighbours: heard(parameters.slice(CURRENT.length, CURRENT.length + 5 * count)),
    },
  ];
}

// prettier-ignore
const IDENTIFIED = [
  "cellid", "plmn", "tac", "timingAdvance", "timingAdvanceMeasTime", "earfcn", "pcid", "rsrp", "rsrq", "measTime",
  "serving",
] as const;

/** Searches of type 3 to 5: each cell has whether it serves and how many neighbours follow it. Undefined where the sums do not come out. */
function identified(parameters: readonly Parameter[]): Cell[] | undefined {
  const cells: Cell[] = [];
  for (let at = 0; at < parameters.length;) {
    const behind = at + IDENTIFIED.length + 1;
    const count = whole(parameters[behind - 1], 17);
    const serving = whole(parameters[behind - 2], 1);
    const end = behind + 5 * (count ?? 0);
    if (parameters[at]?.quoted !== true || count === undefined || serving === undefined || end > parameters.length)
      return undefined;
    const cell = readLayout(CELL, IDENTIFIED, parameters.slice(at, behind - 1));
    cells.push({ ...cell, neighbours: heard(parameters.slice(behind, end)) });
    at = end;
  }
  return cells;
}

const heard = (parameters: readonly Parameter[]): Cell["neighbours"] =>
  Array.from({ length: parameters.length / 5 }, (_, at) =>
    readLayout(NEIGHBOUR, NEIGHBOUR.numbers, parameters.slice(5 * at, 5 * at + 5)),
  );
