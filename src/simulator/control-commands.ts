import { type Duration, Millis } from "../base/duration.ts";
import { WallMs } from "../base/instant.ts";
import { matching, flag, oneOf, optional, orNull, shown, whole } from "./control-field.ts";
import { ICCID } from "./iccid-field.ts";
import { FAULT_ROWS } from "./control-faults.ts";
import { STOP_KINDS } from "./network/stop-kinds.ts";
import type { SimulatedModem } from "./simulated-modem.ts";
import { type ControlAnswer, type ControlRow, controlRow, type ControlTarget } from "./control-row.ts";

const cause = whole(1, 255);
const cid = whole(1, 16);
const bytes = whole(0, Number.MAX_SAFE_INTEGER);
const instant = matching(
  /^(19[7-9]\d|20\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?Z$/,
  "an instant such as 2026-11-22T09:00:00Z, from 1970 to 2099",
);

const durationOf = (ms: number | undefined): Duration | undefined => (ms === undefined ? undefined : Millis(ms));

/** Arming a fault is a command whose fields depend on the fault's name. */
const faultRow: ControlRow = {
  does: "arms a fault of the line; several may be armed at once",
  fields: {
    name: Object.keys(FAULT_ROWS).join(", "),
    "more fields": "the fault's own, which help with of (the fault's name) tells",
  },
  apply: ({ modem }, { name, ...fields }) => {
    const row = Object.entries(FAULT_ROWS).find(([known]) => known === name)?.[1];
    if (row !== undefined) return row.arm(modem, fields);
    return { ok: false, error: `name: found ${shown(name)}, allowed: ${Object.keys(FAULT_ROWS).join(", ")}` };
  },
};

const STOP_WAYS = Object.entries(STOP_KINDS)
  .map(([kind, ways]) => `${kind} ${ways.map(({ name }) => name).join("|")}`)
  .join(", ");

/** Every control command, by what stands in `do`. */
export const CONTROL_ROWS: Readonly<Record<string, ControlRow>> = {
  detach: controlRow(
    "NW DETACH; without reattach the card is refused from now on (with cause, 7 when left out) whenever it comes back",
    { reattach: optional(flag), cause: optional(cause) },
    ({ modem }, given) => modem.detach(given),
  ),
  deny: controlRow(
    "registration is refused with an EMM cause (on the 5G core a 5GMM cause), now and from now on; everywhere when no domain is named; backOffMs is T3346, which comes with cause 22",
    { cause, domain: optional(oneOf("cs", "gprs", "eps", "5gs")), backOffMs: optional(whole(1, 86_400_000)) },
    ({ modem }, given) => modem.deny(given.cause, given.domain, durationOf(given.backOffMs)),
  ),
  "deny-contexts": controlRow(
    "contexts go down and are refused with an ESM cause from now on; backOffMs is T3396, during which the modem does not ask again, null until it is switched off",
    { cause, backOffMs: optional(orNull(whole(1, 86_400_000))) },
    ({ modem }, { cause: why, backOffMs }) =>
      modem.denyContexts(why, backOffMs === null ? "deactivated" : durationOf(backOffMs)),
  ),
  restore: controlRow(
    "the carrier lets the card in again with its whole quota, coverage is back; with radioCycle false the modem is left to its own rules",
    { radioCycle: optional(flag) },
    ({ modem }, given) => modem.restore(given),
  ),
  search: controlRow("coverage is lost until restore", {}, ({ modem }) => modem.search()),
  signal: controlRow(
    "how strong the signal is: rssi as +CSQ has it, or dbm",
    { rssi: optional(whole(0, 31)), dbm: optional(whole(-130, -30)) },
    ({ modem }, { rssi, dbm }) => modem.setSignal(dbm === undefined ? { rssi: rssi ?? 20 } : { dbm }),
  ),
  cell: controlRow(
    "the modem camps on another cell",
    { tac: optional(whole(0, 0xffffff)), ci: optional(whole(0, 0xfffffffff)), act: optional(whole(0, 19)) },
    ({ modem }, { tac, ci, act }) => {
      const { cell } = modem.carrier;
      modem.moveTo({ tac: tac ?? cell.tac, ci: ci ?? cell.ci, act: act ?? cell.act });
    },
  ),
  access: controlRow(
    "the modem finds a cell of LTE, of LTE with NR added (nsa), or of NR on the 5G core (sa)",
    { mode: oneOf("lte", "nsa", "sa") },
    ({ modem }, { mode }) => modem.setAccess(mode),
  ),
  consume: controlRow(
    "the device sends and receives; counted tells what its interface carried: nothing without service, nothing down behind a closed gate",
    { up: optional(bytes), down: optional(bytes) },
    ({ modem }, given) => {
      const counted = modem.consume(given);
      return { counted: { up: Number(counted.up), down: Number(counted.down) }, serving: modem.state().radio.serving };
    },
  ),
  message: controlRow(
    "somebody, a number or a name, writes to the card; tells in how many parts",
    {
      from: matching(/^(\+?\d{1,20}|[ -~]{1,11})$/, "a number or a name of up to 11 characters"),
      text: matching(/^[^]{1,2000}$/, "1 to 2000 characters"),
    },
    ({ modem }, given) => ({ parts: modem.receiveMessage(given) }),
  ),
  "service-text": controlRow(
    "the network writes by USSD, unasked; with waits it wants an answer",
    { text: matching(/^[^]{1,182}$/, "1 to 182 characters"), waits: optional(flag) },
    ({ modem }, { text, waits }) => modem.receiveServiceText(text, { waits }),
  ),
  "one-way": controlRow(
    "outgoing messages are refused although the card is registered; until restore",
    {},
    ({ modem }) => modem.stopOutgoing(),
  ),
  suspend: controlRow(
    "the carrier stops the card as it does for that reason, in one of its ways; until restore",
    {
      kind: oneOf(...Object.keys(STOP_KINDS)),
      variant: optional(matching(/^[a-z-]{1,20}$/, `one of the kind's ways, the first when left out: ${STOP_WAYS}`)),
      from: optional(matching(/^\d{3,20}$/, "the number that a notice comes from; 10086 when left out")),
    },
    ({ modem }, { kind, ...options }) =>
      modem.suspend(kind, options)
        ? undefined
        : `variant: found ${options.variant ?? ""}, allowed: ${(STOP_KINDS[kind] ?? []).map(({ name }) => name).join(", ")}`,
  ),
  quota: controlRow(
    "what the card may use from now on; null for no limit",
    { bytes: orNull(bytes) },
    ({ modem }, given) => modem.setQuota(given.bytes === null ? undefined : BigInt(given.bytes)),
  ),
  urc: controlRow(
    "any unsolicited line; framed false sends the text as it is, without line ends",
    { text: matching(/^[^\u0100-\uffff]{1,1024}$/, "1 to 1024 characters up to U+00FF"), framed: optional(flag) },
    ({ modem }, { text, framed }) => modem.urc(text, { framed }),
  ),
  "pdn-deact": controlRow("the network takes a context away", { cid }, ({ modem }, given) =>
    setContext(modem, given.cid, false),
  ),
  "pdn-act": controlRow("the owner of the data call puts a context up", { cid }, ({ modem }, given) =>
    setContext(modem, given.cid, true),
  ),
  sim: controlRow(
    "takes the card out, puts it or another in, or locks it; another iccid is another card",
    {
      state: optional(oneOf("absent", "pin", "ready")),
      iccid: optional(ICCID),
      imsi: optional(matching(/^\d{14,15}$/, "14 to 15 digits")),
      pin: optional(matching(/^\d{4,8}$/, "4 to 8 digits")),
    },
    ({ modem }, given) => modem.setSim(given),
  ),
  reboot: controlRow("power is lost and comes back", {}, ({ modem }) => modem.reboot()),
  clock: controlRow(
    "what the network's clock says from now on, in UTC, and its zone in quarters of an hour",
    { iso: instant, quarterHours: optional(whole(-48, 56)) },
    ({ modem }, { iso, quarterHours }) => modem.setClock(WallMs(Date.parse(iso)), quarterHours),
  ),
  "interface-recreate": controlRow("the data interface is made anew, with a new index", {}, (target) =>
    target.recreateInterface === undefined
      ? "found no interface, allowed: a rig that keeps counters"
      : { ifindex: target.recreateInterface() },
  ),
  fault: faultRow,
  "faults-clear": controlRow("no fault is armed any more, a hang ends", {}, ({ modem }) => modem.clearFaults()),
  state: controlRow("everything that is known of the modem", {}, ({ modem, places }) => ({
    ...places?.(),
    ...modem.state(),
  })),
  help: controlRow(
    "the names of all commands and faults; with of, what one does and its fields; of all, everything",
    { of: optional(matching(/^[a-z-]{1,32}$/, "the name of a command or of a fault, or all")) },
    (_target, { of }) => helpOf(of),
  ),
};

function setContext(modem: SimulatedModem, wanted: number, active: boolean): string | undefined {
  const { attached, contexts } = modem.state().radio;
  const cids = contexts.map((context) => context.cid);
  if (!cids.includes(wanted)) return `cid: found ${wanted}, allowed: ${cids.join(", ")}`;
  if (active && !attached) return "found a modem that is not attached, allowed: after restore";
  modem.setContext(wanted, active, active ? "ME" : "NW");
  return undefined;
}

/** Short enough to be read on a terminal where nothing is asked for. */
function helpOf(name: string | undefined): Readonly<Record<string, unknown>> | string {
  if (name === undefined)
    return { commands: Object.keys(CONTROL_ROWS), faults: Object.keys(FAULT_ROWS), one: { do: "help", of: "detach" } };
  if (name === "all") return { commands: described(CONTROL_ROWS), faults: described(FAULT_ROWS) };
  const all = { ...described(FAULT_ROWS), ...described(CONTROL_ROWS) };
  // A name such as "constructor" is found in every object's prototype.
  return (
    (Object.hasOwn(all, name) ? all[name] : undefined) ??
    `of: found ${shown(name)}, allowed: ${[...Object.keys(CONTROL_ROWS), ...Object.keys(FAULT_ROWS)].join(", ")}, all`
  );
}

interface Described {
  readonly does: string;
  readonly fields: unknown;
}

const described = (rows: Readonly<Record<string, Described>>): Readonly<Record<string, Record<string, unknown>>> =>
  Object.fromEntries(Object.entries(rows).map(([name, { does, fields }]) => [name, { does, fields }]));

/** Carries out one parsed command; says what was found and what is allowed instead of throwing. */
export function applyControl(target: ControlTarget, command: unknown): ControlAnswer {
  if (typeof command !== "object" || command === null || Array.isArray(command)) {
    return { ok: false, error: `found ${shown(command)}, allowed: an object such as {"do":"help"}` };
  }
  const { do: name, ...fields }: { do?: unknown } = command;
  const row = typeof name === "string" && Object.hasOwn(CONTROL_ROWS, name) ? CONTROL_ROWS[name] : undefined;
  if (row !== undefined) return row.apply(target, fields);
  return { ok: false, error: `do: found ${shown(name)}, allowed: ${Object.keys(CONTROL_ROWS).join(", ")}` };
}
