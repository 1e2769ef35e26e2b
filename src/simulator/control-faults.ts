import { Millis } from "../base/duration.ts";
import { checkFields, type Fields, flag, type Given, matching, oneOf, optional, whole } from "./control-field.ts";
import type { ControlAnswer } from "./control-row.ts";
import type { DeviceFault, DeviceFaultName } from "./device-fault.ts";
import type { LineFault, LineFaultName } from "./line-fault.ts";
import type { SimulatedModem } from "./simulated-modem.ts";

interface FaultRow {
  readonly does: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly arm: (modem: SimulatedModem, given: Readonly<Record<string, unknown>>) => ControlAnswer;
}

function faultRow<F extends Fields>(
  does: string,
  fields: F,
  made: (given: Given<F>) => LineFault | DeviceFault,
): FaultRow {
  return {
    does,
    fields: Object.fromEntries(Object.entries(fields).map(([name, { allowed }]) => [name, allowed])),
    arm: (modem, given) => {
      const checked = checkFields(fields, given);
      if (!checked.ok) return checked;
      modem.fault(made(checked.given));
      return { ok: true };
    },
  };
}

const LONGEST = 3_600_000;
const YEAR = 366 * 24 * 3_600_000;
const lasting = whole(1, LONGEST);
const counted = {
  times: optional(whole(1, 1_000_000)),
  command: optional(matching(/^[ -~]{1,64}$/, "a part of the command line, 1 to 64 printable characters")),
};
const amount = optional(whole(1, 65_536));

const given = ({ times, command }: { readonly times: number | undefined; readonly command: string | undefined }) => ({
  times: times ?? 1,
  ...(command === undefined ? {} : { command }),
});

/** Every fault by name. `times` is how many answers are spoilt (1 when left out), `command` which ones. */
export const FAULT_ROWS: Readonly<Record<LineFaultName | DeviceFaultName, FaultRow>> = {
  "late-answer": faultRow(
    "an answer comes late; with busy (the default) nothing else is carried out until then, without it later commands are answered earlier",
    { delayMs: lasting, busy: optional(flag), ...counted },
    (f) => ({ name: "late-answer", delay: Millis(f.delayMs), busy: f.busy ?? true, ...given(f) }),
  ),
  garbage: faultRow(
    "random bytes: now, before an answer, or inside one",
    { bytes: amount, when: optional(oneOf("now", "before", "inside")), ...counted },
    (f) => ({ name: "garbage", bytes: f.bytes ?? 64, when: f.when ?? "now", ...given(f) }),
  ),
  nul: faultRow(
    "NUL bytes: now, or before an answer",
    { bytes: amount, when: optional(oneOf("now", "before")), ...counted },
    (f) => ({ name: "nul", bytes: f.bytes ?? 4, when: f.when ?? "now", ...given(f) }),
  ),
  hang: faultRow(
    "deaf and dumb for so long, for good when left out; what is sent meanwhile is lost",
    { ms: optional(lasting) },
    ({ ms }) => ({ name: "hang", ...(ms === undefined ? {} : { lasts: Millis(ms) }) }),
  ),
  "echo-despite-e0": faultRow(
    "so many command lines are echoed although echo is off",
    { times: counted.times },
    ({ times }) => ({ name: "echo-despite-e0", times: times ?? 1 }),
  ),
  "glued-final": faultRow(
    "a final result and an unsolicited line without their line ends: OK+CEREG: 2, +CEREG: 2OK, or one line end for both",
    {
      style: optional(oneOf("final-first", "line-first", "shared-end")),
      text: optional(matching(/^[ -~]{1,256}$/, "1 to 256 printable characters")),
      ...counted,
    },
    (f) => ({ name: "glued-final", style: f.style ?? "final-first", text: f.text ?? "+CEREG: 2", ...given(f) }),
  ),
  "half-line": faultRow(
    "only the first half of an answer; the rest after restMs, or never when left out",
    { restMs: optional(lasting), ...counted },
    (f) => ({ name: "half-line", ...(f.restMs === undefined ? {} : { rest: Millis(f.restMs) }), ...given(f) }),
  ),
  "lost-prompt": faultRow(
    "the prompt for a text is not shown; the modem waits for the text all the same",
    counted,
    (f) => ({ name: "lost-prompt", ...given(f) }),
  ),
  "echo-storm": faultRow(
    "so many command lines come back copies times (20 when left out), whatever E says",
    { times: counted.times, copies: optional(whole(1, 1_000)) },
    ({ times, copies }) => ({ name: "echo-storm", times: times ?? 1, copies: copies ?? 20 }),
  ),
  "wrong-baud": faultRow(
    "every byte arrives as another one, both ways, for so long, for good when left out",
    { ms: optional(lasting) },
    ({ ms }) => ({ name: "wrong-baud", ...(ms === undefined ? {} : { lasts: Millis(ms) }) }),
  ),
  "sim-busy": faultRow("the card answers busy (+CME 14, +CMS 314) for so long", { ms: lasting }, ({ ms }) => ({
    name: "sim-busy",
    lasts: Millis(ms),
  })),
  "sms-full": faultRow(
    "every place for messages is taken, on the card and in the modem, by messages that stay until AT+CMGD=1,4",
    {},
    () => ({
      name: "sms-full",
    }),
  ),
  "counters-wrap": faultRow(
    "the modem counts in 32 bits (or 64 again); with left it stands so many bytes before zero",
    { bits: optional(oneOf("32", "64")), left: optional(whole(0, 0xffffffff)) },
    ({ bits, left }) => ({
      name: "counters-wrap",
      bits: bits === "64" ? 64 : 32,
      ...(left === undefined ? {} : { left: BigInt(left) }),
    }),
  ),
  "nitz-back": faultRow("the network tells a time that lies so far back", { ms: whole(1, YEAR) }, ({ ms }) => ({
    name: "nitz-back",
    by: Millis(ms),
  })),
  reboot: faultRow("power is lost and comes back", {}, () => ({ name: "reboot" })),
  "port-vanish": faultRow(
    "the port goes away as if unplugged and comes back after so long under the same link or address",
    { ms: lasting },
    ({ ms }) => ({ name: "port-vanish", lasts: Millis(ms) }),
  ),
};
