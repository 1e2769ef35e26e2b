import { defined } from "../../base/defined.ts";
import { type Parameter, whole, written } from "./parameters.ts";

type Location = Partial<
  Record<
    "lac" | "tac" | "ci" | "rac" | "allowedNssai" | "activeTime" | "periodicRau" | "periodicTau" | "gprsReadyTimer",
    string
  > &
    Record<"act" | "allowedNssaiLength" | "causeType" | "rejectCause" | "cagStat", number> & { caginfo: string }
>;

/** What follows `<stat>`: where, by which access, why not, and for how long the device may sleep. */
export function locationOf(
  command: "+CREG" | "+CGREG" | "+CEREG" | "+C5GREG",
  parameters: readonly Parameter[],
): Location {
  if (parameters.length === 0) return {};
  const { fields, rac } = withoutRac(command, parameters);
  const [area, ci] = inOrder(code(fields[0]), code(fields[1]));
  const act = whole(fields[2], 255);
  const place =
    command === "+CREG" || command === "+CGREG" ? defined({ lac: area, ci, act }) : defined({ tac: area, ci, act });
  const rest = fields.slice(3);
  // The most frequent: modes 1 and 2 tell no more than where.
  if (rest.length === 0 && rac === undefined) return place;
  if (command === "+C5GREG") return Object.assign(place, fifthGeneration(rest));
  if (command === "+CGREG") return Object.assign(place, packetDomain(rest));
  // Some NB-IoT modules keep the routing area code of +CGREG after the access technology, as text.
  const kept = rac === undefined && rest[0]?.quoted === true && /^[0-9A-Fa-f]{0,2}$/.test(rest[0].text);
  const after = kept ? rest.slice(1) : rest;
  return Object.assign(
    place,
    defined({ rac: code(kept ? rest[0] : rac) }),
    cause(after),
    timers(after.slice(2), "periodicTau"),
  );
}

/**
 * A hexadecimal field as written: bare, in quotes, with `0x`; Qualcomm's Gobi 1000 writes an area code as `0 5`.
 * Undefined for anything else.
 */
function code(parameter: Parameter | undefined): string | undefined {
  const text = written(parameter);
  return text !== undefined && /^(?:0[xX])?[0-9A-Fa-f](?:[0-9A-Fa-f ]{0,15})$/.test(text) ? text : undefined;
}

/** An area code has at most three octets (24.501 9.11.3.8): a longer one stands in the other's place. */
function inOrder(
  area: string | undefined,
  ci: string | undefined,
): readonly [area: string | undefined, ci: string | undefined] {
  const value = (text: string): number => Number.parseInt(text, 16);
  const swapped = area !== undefined && ci !== undefined && value(area) > 0xffffff && value(ci) <= 0xffff;
  return swapped ? [ci, area] : [area, ci];
}

/** Drafts of +CEREG had the routing area code between area and cell; Novatel's E362 still has it. */
function withoutRac(
  command: string,
  fields: readonly Parameter[],
): { readonly fields: readonly Parameter[]; readonly rac?: Parameter } {
  const [area, rac, ci, act] = fields;
  const old =
    command === "+CEREG" &&
    area !== undefined &&
    rac !== undefined &&
    /^[0-9A-Fa-f]{1,2}$/.test(rac.text.trim()) &&
    /^[0-9A-Fa-f]{4,}$/.test(written(ci) ?? "") &&
    whole(act, 255) !== undefined;
  return old ? { fields: [area, ...fields.slice(2)], rac } : { fields };
}

/** A cause type alone says nothing, and a text in its place is a field of the maker's own. */
function cause([type, reject]: readonly Parameter[]): Location {
  const causeType = whole(type, type?.quoted === true ? 1 : 255);
  const rejectCause = whole(reject, 4_294_967_295);
  if (rejectCause === undefined || (causeType === undefined && written(type) !== undefined)) return {};
  return defined({ causeType, rejectCause });
}

const bits = (parameter: Parameter | undefined): string | undefined =>
  parameter !== undefined && /^[01]{8}$/.test(parameter.text.trim()) ? parameter.text.trim() : undefined;

const timers = (
  [active, periodic, ready]: readonly Parameter[],
  periodicName: "periodicRau" | "periodicTau",
): Location =>
  defined({
    activeTime: bits(active),
    [periodicName]: bits(periodic),
    ...(periodicName === "periodicRau" ? { gprsReadyTimer: bits(ready) } : {}),
  });

/**
 * 27.007 10.1.20: `[<rac>][,[<cause_type>],[<reject_cause>][,[<Active-Time>],[<Periodic-RAU>],[<GPRS-READY-timer>]]]`.
 * Modems from before version 10 have no `<rac>`, so it is known by its look (a string of two hexadecimal digits), and
 * where it would be empty, by what follows.
 */
function packetDomain(rest: readonly Parameter[]): Location {
  const [first, second, third] = rest;
  if (first === undefined) return {};
  const text = first.text.trim();
  const withRac =
    text === ""
      ? rest.length === 1 ||
        rest.length === 3 ||
        rest.length >= 6 ||
        (rest.length >= 4 && bits(third) === undefined) ||
        (rest.length === 2 && written(second) === undefined)
      : first.quoted || text.length > 1 || rest.length === 1;
  const after = withRac ? rest.slice(1) : rest;
  const rac = withRac && text.length <= 2 ? code(first) : undefined;
  return Object.assign(defined({ rac }), cause(after), timers(after.slice(2), "periodicRau"));
}

/**
 * 27.007 10.1.47: `[<Allowed_NSSAI_length>],[<Allowed_NSSAI>][,<cause_type>,<reject_cause>]][,<cag_stat>][,<caginfo>]`.
 * The cause is left out together with its commas, so the number of what follows tells what it is.
 */
function fifthGeneration([length, nssai, ...rest]: readonly Parameter[]): Location {
  const [first, second] = rest;
  const group = rest.length === 1 || (rest.length === 2 && second !== undefined && isText(second));
  const [cagStat, caginfo] = group ? [first, second] : rest.slice(2);
  return {
    ...defined({ allowedNssaiLength: whole(length, 65_535), allowedNssai: written(nssai) }),
    ...(group ? {} : cause(rest)),
    ...defined({ cagStat: whole(cagStat, 255), caginfo: written(caginfo) }),
  };
}

const isText = (parameter: Parameter): boolean => parameter.quoted || !/^\d*$/.test(parameter.text);
