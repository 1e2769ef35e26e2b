import { defined } from "../base/defined.ts";
import type { Domain, DomainRegistration } from "../modem/modem.ts";

interface Octets {
  readonly area: number;
  readonly cell: number;
}

/**
 * 3GPP TS 27.007 7.2 and 10.1.20: a location area code has two octets, a cell identity four; 10.1.22: the tracking area code two; 10.1.47: three,
 * and the cell identity of NR five. EPS is let have three, too: some modems give it the code of 5GS.
 */
const LONGEST: Readonly<Record<Domain, Octets>> = {
  cs: { area: 2, cell: 4 },
  ps: { area: 2, cell: 4 },
  eps: { area: 3, cell: 4 },
  "5gs": { area: 3, cell: 5 },
};

/** As written, where it can be a code at all: what is longer may be anybody's number and is left out. */
function code(text: string | undefined, octets: number): string | undefined {
  if (text === undefined || text.length > 2 * octets + 10) return undefined;
  const digits = text.replace(/^0x/i, "").replaceAll(" ", "").replace(/^0+/, "");
  return digits.length <= 2 * octets && /^[0-9A-Fa-f]*$/.test(digits) ? text : undefined;
}

/** Area and cell of a registration, as a message may tell them. */
export function placeOf(
  domain: Domain,
  { tac, lac, ci }: Pick<DomainRegistration, "tac" | "lac" | "ci">,
): { readonly tac?: string; readonly ci?: string } {
  const { area, cell } = LONGEST[domain];
  return defined({ tac: code(tac ?? lac, area), ci: code(ci, cell) });
}

/** MCC and MNC are five or six digits (ITU-T E.212). */
export const plmnOf = (plmn: string | undefined): string | undefined =>
  plmn !== undefined && /^\d{5,6}$/.test(plmn) ? plmn : undefined;
