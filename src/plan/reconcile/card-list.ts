import { type CsvFault, shownCell } from "../../csv/csv-fault.ts";
import { CsvReader } from "../../csv/csv-reader.ts";
import { headingAt } from "./bill-csv.ts";
import { cardNumber } from "./card-number.ts";
import { NUMBER_FORM, phoneNumber } from "./phone-number.ts";

const HEADINGS = { card: ["iccid", "card", "卡号"], number: ["msisdn", "number", "手机号", "号码", "接入号"] } as const;

/** Which number each card has: a list as a platform exports it, with a heading for either. */
export function readCardList(
  text: string,
  separator: string,
): { readonly cards: ReadonlyMap<string, string>; readonly faults: readonly CsvFault[] } {
  const cards = new Map<string, string>();
  const faults: CsvFault[] = [];
  let places: { readonly card: number; readonly number: number } | undefined;
  const reader = new CsvReader(
    {
      onRow: (cells, line) => {
        if (places === undefined) {
          const at = (names: readonly string[]): number =>
            names.map((name) => headingAt(cells, name)).find((place) => place !== -1) ?? -1;
          places = { card: at(HEADINGS.card), number: at(HEADINGS.number) };
          if (places.card === -1 || places.number === -1)
            faults.push({
              line,
              found: `the cells ${cells.slice(0, 12).map(shownCell).join(", ")}`,
              expected: "headings: iccid (卡号) and number (msisdn, 手机号, 号码, 接入号)",
            });
          return;
        }
        if (places.card === -1 || places.number === -1) return;
        const [card, number] = [cells[places.card] ?? "", cells[places.number] ?? ""];
        // A card that has no number yet.
        if (number.trim() === "") return;
        const fault = take(cards, cardNumber(card), phoneNumber(number));
        if (fault !== undefined) faults.push({ line, ...fault });
      },
      onFault: (fault) => faults.push(fault),
    },
    separator,
  );
  reader.feed(text);
  reader.end();
  return { cards, faults };
}

/** By number. */
function take(
  cards: Map<string, string>,
  card: string | undefined,
  number: string | undefined,
): Omit<CsvFault, "line"> | undefined {
  if (card === undefined) return { column: "card", found: "no such number", expected: "an ICCID of 11 to 20 digits" };
  if (number === undefined) return { column: "number", found: "no such number", expected: NUMBER_FORM };
  const other = cards.get(number);
  if (other !== undefined && other !== card)
    return { column: "number", found: "a number that another card has above", expected: "one card for each number" };
  cards.set(number, card);
  return undefined;
}
