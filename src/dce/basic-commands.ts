import { unreachable } from "../base/unreachable.ts";
import { type Answer, cme, failed, ok } from "./answer.ts";
import type { LineCommand, Operation } from "./command-line.ts";
import { type DceSettings, HIGHEST_FLAG } from "./dce-settings.ts";
import { numberAt, parseParameters } from "./parameters.ts";

export interface Applied {
  readonly settings: DceSettings;
  readonly answer: Answer;
}

/** The commands that concern the DCE's own settings; undefined for all others. Z, &F and &W are the server's: they need the profiles. */
export function applyToSettings(settings: DceSettings, command: LineCommand): Applied | undefined {
  switch (command.kind) {
    case "basic":
      return basic(settings, command.name, command.value ?? 0);
    case "register":
      return register(settings, command.number, command.set);
    case "extended":
      return command.name === "+CMEE" ? errorMode(settings, command.operation) : undefined;
    case "dial":
    case "broken":
      return undefined;
    default:
      return unreachable(command);
  }
}

function basic(settings: DceSettings, name: string, value: number): Applied | undefined {
  const change = SWITCHES[name];
  if (change !== undefined) {
    const changed = value === 0 || value === 1 ? change(value === 1) : undefined;
    return changed === undefined
      ? { settings, answer: failed }
      : { settings: { ...settings, ...changed }, answer: ok() };
  }
  if (name === "&V") return { settings, answer: value === 0 ? ok(...shownProfile(settings)) : failed };
  if (!(name in settings.flags)) return undefined;
  if (value > (HIGHEST_FLAG[name] ?? 255)) return { settings, answer: failed };
  return { settings: { ...settings, flags: { ...settings.flags, [name]: value } }, answer: ok() };
}

/** What is in force; the words are each maker's own. */
function shownProfile({ echo, verbose, quiet, terminator, formatter, editor, registers, flags }: DceSettings) {
  const switches = [["E", echo] as const, ["Q", quiet] as const, ["V", verbose] as const];
  const shown = Object.entries({ ...registers, 3: terminator, 4: formatter, 5: editor });
  return [
    "ACTIVE PROFILE:",
    [
      ...switches.map(([name, on]) => `${name}${on ? 1 : 0}`),
      ...Object.entries(flags).map(([k, n]) => `${k}${n}`),
    ].join(" "),
    shown.map(([number, value]) => `S${number.padStart(2, "0")}:${String(value).padStart(3, "0")}`).join(" "),
  ];
}

const SWITCHES: Readonly<Record<string, (on: boolean) => Partial<DceSettings>>> = {
  E: (echo) => ({ echo }),
  V: (verbose) => ({ verbose }),
  Q: (quiet) => ({ quiet }),
};

/** S3, S4 and S5 are characters of the 7-bit alphabet (V.250 6.2.1 to 6.2.3). */
const CHARACTERS: Readonly<Record<number, "terminator" | "formatter" | "editor">> = {
  3: "terminator",
  4: "formatter",
  5: "editor",
};

function register(settings: DceSettings, number: number, set: number | undefined): Applied | undefined {
  const character = CHARACTERS[number];
  const value = character === undefined ? settings.registers[number] : settings[character];
  if (value === undefined) return { settings, answer: failed };
  if (set === undefined) return { settings, answer: ok(String(value).padStart(3, "0")) };
  if (set > (character === undefined ? 255 : 127)) return { settings, answer: failed };
  const changed =
    character === undefined ? { registers: { ...settings.registers, [number]: set } } : { [character]: set };
  return { settings: { ...settings, ...changed }, answer: ok() };
}

/** 3GPP TS 27.007 9.1. */
function errorMode(settings: DceSettings, operation: Operation): Applied {
  switch (operation.kind) {
    case "read":
      return { settings, answer: ok(`+CMEE: ${settings.errors}`) };
    case "test":
      return { settings, answer: ok("+CMEE: (0-2)") };
    case "execute":
      return { settings: { ...settings, errors: 0 }, answer: ok() };
    case "set": {
      const errors = numberAt(parseParameters(operation.text) ?? [], 0);
      if (errors !== 0 && errors !== 1 && errors !== 2) return { settings, answer: cme(50) };
      return { settings: { ...settings, errors }, answer: ok() };
    }
    default:
      return unreachable(operation);
  }
}
