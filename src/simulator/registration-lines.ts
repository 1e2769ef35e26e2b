import { DOMAINS, type Domain, type DomainRegistration, isRegistered, type RadioState } from "./radio-state.ts";
import type { PowerSaving } from "./modem-settings.ts";
import type { Cell } from "./simulated-carrier.ts";

/** +CREG (3GPP TS 27.007 7.2), +CGREG (10.1.20), +CEREG (10.1.22), +C5GREG (10.1.47). */
export const REGISTRATION_COMMANDS: Readonly<Record<Domain, string>> = {
  cs: "+CREG",
  gprs: "+CGREG",
  eps: "+CEREG",
  "5gs": "+C5GREG",
};
/** One slice, eMBB without a differentiator (23.501 5.15.2.2), as Quectel's RG50x writes it: octets, then the text. */
const ALLOWED_SLICE = '4,"01.000000"';

const hex = (value: number, digits: number): string => `"${value.toString(16).toUpperCase().padStart(digits, "0")}"`;

/** The places between `<stat>` and the cause, where there is no cell to tell of. */
const NO_PLACE: Readonly<Record<Domain, string>> = { cs: ",,,", gprs: ",,,,", eps: ",,,", "5gs": ",,,,," };

/**
 * `<stat>[,<tac>,<ci>,<AcT>[,<cause_type>,<reject_cause>]]` as `<n>` asks for. The cell is told while registered only;
 * a cause without a cell leaves the places before it empty, and +CGREG has one place more, for the routing area,
 * +C5GREG two, for the slices. An area of the 5G core is three octets, a cell of NR 36 bits.
 */
export function registrationFields(
  domain: Domain,
  n: number,
  registration: DomainRegistration,
  place: { readonly cell: Cell; readonly powerSaving: PowerSaving | undefined },
): string {
  const { stat, cause } = registration;
  const { cell, powerSaving } = place;
  if (n < 2) return String(stat);
  if (isRegistered(registration)) {
    if (domain === "5gs") return [stat, hex(cell.tac, 6), hex(cell.ci, 10), cell.act, ALLOWED_SLICE].join(",");
    const camped = [stat, hex(cell.tac, 4), hex(cell.ci, 8), cell.act].join(",");
    if (n < 4 || domain !== "eps" || powerSaving === undefined) return camped;
    return `${camped},,,"${powerSaving.activeTime}","${powerSaving.periodicTau}"`;
  }
  if (n < 3 || n === 4 || cause === undefined) return String(stat);
  return `${stat}${NO_PLACE[domain]},0,${cause}`;
}

export interface Camped {
  readonly radio: RadioState;
  readonly cell: Cell;
  readonly powerSaving: PowerSaving | undefined;
}

/** The unsolicited lines that lead from one state to the other, each domain by its own `<n>`. */
export function registrationNews(
  ns: Readonly<Record<Domain, number>>,
  before: Camped,
  after: Camped,
): readonly string[] {
  return DOMAINS.flatMap((domain) => {
    if (ns[domain] === 0) return [];
    const [was, is] = [before, after].map((camped) =>
      registrationFields(domain, ns[domain], camped.radio.registration[domain], camped),
    );
    return was === is ? [] : [`${REGISTRATION_COMMANDS[domain]}: ${is}`];
  });
}
