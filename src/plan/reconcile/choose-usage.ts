import { WallMs } from "../../base/instant.ts";
import { type CsvFault, shownCell } from "../../csv/csv-fault.ts";
import { dayOf } from "../local-text.ts";
import { isZone } from "../zone.ts";
import type { CardAmount } from "./reconcile.ts";
import type { OurUsage } from "./usage-ndjson.ts";

type Line = OurUsage & { readonly line: number };

/**
 * What our lines say of one cycle. Of the messages of one card the last counts: each tells the cycle's whole so far. Lines without
 * a cycle are added up. Without a `cycle` all lines must be of one.
 */
export function chooseUsage(
  lines: readonly Line[],
  cycle: string | undefined,
): { readonly amounts: readonly CardAmount[]; readonly faults: readonly CsvFault[] } {
  const faults: CsvFault[] = [];
  const latest = new Map<string, Line>();
  const known = new Set(lines.flatMap((line) => line.cycle ?? []));
  for (const line of lines) {
    if (cycle !== undefined && line.cycle === undefined)
      faults.push({
        line: line.line,
        found: "no cycle",
        expected: `a cycle on every line, because --cycle ${cycle} was asked for`,
      });
    if (cycle === undefined || isOf(line, cycle)) latest.set(nameOf(line), line);
  }
  const chosen = new Set([...latest.values()].flatMap((line) => line.cycle ?? []));
  const all = [...known].toSorted().slice(-6).map(shownCell).join(", ");
  if (chosen.size > 1)
    faults.push({
      line: 1,
      found: `usage of ${chosen.size} cycles`,
      expected: `--cycle, one of ${[...chosen].toSorted().slice(-6).map(plain).join(", ")}`,
    });
  else if (cycle !== undefined && chosen.size === 0)
    faults.push({
      line: 1,
      found: `no usage of the cycle ${cycle}`,
      expected: `a cycle that is there: ${all || "none is"}`,
    });
  const amounts = new Map<string, CardAmount>();
  for (const { card, key, bytes } of latest.values()) {
    const name = `${card} ${key ?? ""}`;
    const before = amounts.get(name)?.bytes ?? 0n;
    amounts.set(name, { card, bytes: before + bytes, ...(key === undefined ? {} : { key }) });
  }
  return { amounts: [...amounts.values()], faults };
}

const plain = (text: string): string => shownCell(text).slice(1, -1);

const nameOf = ({ card, key = "", cycle, line }: Line): string => `${card} ${key} ${cycle ?? line}`;

/** As the message writes it, in UTC, or as the carrier's customers know it: by the day of the plan's zone. */
function isOf({ cycle = "", zone }: OurUsage, asked: string): boolean {
  if (cycle.startsWith(asked)) return true;
  const from = Date.parse(cycle);
  return zone !== undefined && isZone(zone) && !Number.isNaN(from) && dayOf(WallMs(from), zone).startsWith(asked);
}
