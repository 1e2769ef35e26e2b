import type { MonoMs } from "../base/instant.ts";
import { Millis, Seconds } from "../base/duration.ts";
import { type Answer, awaited, cme, ok, type Outcome } from "../dce/answer.ts";
import type { LineCommand, Operation } from "../dce/command-line.ts";
import { type Parameter, parseParameters, textAt } from "../dce/parameters.ts";
import type { Clock } from "../ports/clock.ts";
import type { DecisionSource } from "./decision-source.ts";
import type { GrantBook } from "./grant-book.ts";
import type { MessageCharset } from "./message-charset.ts";
import { inCharset } from "./text-charset.ts";
import { slipLines } from "./text-slip.ts";
import type { UnguardedBook } from "./unguarded-book.ts";
import { askLine, budgetLine, stateLine, timeLine, versionLine } from "./ward-answers.ts";
import {
  BRIDGE_ERRORS,
  CHARSET_CODES,
  type CharsetWord,
  CHECK_CODES,
  CLASS_CODES,
  type ClassWord,
  LANGUAGE_CODES,
  WIRE_LIMITS,
  wordOf,
} from "./wire-codes.ts";
import { numberOf, wireSeconds } from "./wire-number.ts";

/** What the commands work on. */
export interface WardParts {
  readonly clock: Clock;
  readonly source: DecisionSource;
  readonly grants: GrantBook;
  readonly unguarded: UnguardedBook;
  readonly sequence: () => number;
  /** The modem's own commands are passed on. */
  readonly modem: boolean;
  /** There is somebody to whom messages may go. */
  readonly messages: boolean;
}

/** Who asks. */
export interface Asker {
  readonly id: number;
  readonly name: string;
  /** The event kinds that it wants, as bits. */
  mask: number;
  /** When the line began that is being carried out. */
  lineSince: MonoMs;
  /** Of the messages that it sends. */
  charset: MessageCharset;
}

type Operate = (parts: WardParts, asker: Asker, values: readonly Parameter[]) => Answer;
type WardRow = Partial<Readonly<Record<Exclude<Operation["kind"], "set">, Operate>>> & { readonly set?: Operate };

const wrong = cme(BRIDGE_ERRORS["wrong-values"].code);
const failedHere = cme(BRIDGE_ERRORS.fault.code);

/** Undefined: no command of the bridge's own. What stands behind the values that are known is ignored. */
export function wardCommand(parts: WardParts, asker: Asker, command: LineCommand): Answer | undefined {
  if (command.kind !== "extended") return undefined;
  const row = COMMANDS[command.name];
  if (row === undefined) return undefined;
  const { operation } = command;
  if (operation.kind !== "set") return row[operation.kind]?.(parts, asker, []) ?? failedSyntax(operation);
  const values = parseParameters(operation.text);
  return values === undefined || row.set === undefined ? wrong : row.set(parts, asker, values);
}

/** `=?` asks whether the command is there; a read or an execution that does not exist is bad syntax. */
const failedSyntax = (operation: Operation): Answer => (operation.kind === "test" ? ok() : wrong);

const COMMANDS: Readonly<Record<string, WardRow>> = {
  "+WARDVER": { read: (parts) => ok(versionLine(parts)) },
  "+WARDSTAT": {
    read: ({ source, sequence, clock }) => ok(stateLine(sequence(), source.state(), clock.monoMs())),
  },
  "+WARDBUD": {
    set: ({ source }, _asker, [rank]) => {
      const of = classOf(textOf(rank));
      return of === undefined ? wrong : ok(budgetLine(of, source.budget(of)));
    },
  },
  "+WARDASK": { set: ask },
  "+WARDUSE": { set: use },
  "+WARDTXN": { set: transact },
  "+WARDTIME": { read: ({ source }) => ok(timeLine(source.time())) },
  "+WARDTEXT": { set: text },
  "+WARDCHK": {
    set: ({ source }, { name }, [why]) => {
      const word = wordOf(CHECK_CODES, textOf(why));
      if (word === undefined) return wrong;
      const { taken, again } = source.recheck(word, name);
      return ok(`+WARDCHK: ${taken ? 1 : 0},${wireSeconds(again)}`);
    },
  },
  "+WARDSUB": {
    read: (_parts, { mask }) => ok(`+WARDSUB: ${mask}`),
    set: (_parts, asker, [value]) => {
      const mask = numberOf(value);
      if (mask === undefined) return wrong;
      asker.mask = mask;
      return ok();
    },
  },
};

const textOf = (parameter: Parameter | undefined): string =>
  parameter === undefined ? "" : (textAt([parameter], 0) ?? "");

/** Whatever goes wrong behind it is answered: a command without an answer would be taken for a dead agent. */
const answered = (outcome: Promise<Outcome>): Answer =>
  awaited((settle) => void outcome.then(settle, () => settle(failedHere)));

/** The first class is called alarm on a gateway. */
const classOf = (word: string): ClassWord | undefined => wordOf(CLASS_CODES, word === "alarm" ? "payment" : word);

function ask(parts: WardParts, asker: Asker, values: readonly Parameter[]): Answer {
  const [ref, bytes, within] = [numberOf(values[0]), numberOf(values[2]), numberOf(values[3])];
  const of = classOf(textOf(values[1]));
  if (ref === undefined || ref === 0 || of === undefined || within === undefined) return wrong;
  if (bytes === undefined || bytes === 0) return wrong;
  const { id: session, name: from, lineSince: since } = asker;
  const asked = { session, from, ref, class: of, bytes, within: Seconds(within), since };
  return answered(parts.grants.ask(asked).then((answer) => ok(askLine(ref, bytes, answer))));
}

function use(parts: WardParts, asker: Asker, values: readonly Parameter[]): Answer {
  const [grant, up, down] = [numberOf(values[0]), numberOf(values[1]), numberOf(values[2])];
  const last = numberOf(values[3]);
  if (grant === undefined || up === undefined || down === undefined || last === undefined || last > 1) return wrong;
  if (grant > 0) return answered(parts.grants.use(grant, { up, down }, last === 1, holderOf(asker)).then(knownGrant));
  const number = numberOf(values[4]) ?? 0;
  const report = { from: asker.name, number, up, down, last: last === 1 };
  return answered(parts.unguarded.report(report).then(() => ok()));
}

function transact(parts: WardParts, asker: Asker, values: readonly Parameter[]): Answer {
  const [grant, good, took] = [numberOf(values[0]), numberOf(values[1]), numberOf(values[2])];
  if (grant === undefined || good === undefined || good > 1 || took === undefined) return wrong;
  if (grant > 0)
    return answered(parts.grants.transacted(grant, good === 1, Millis(took), holderOf(asker)).then(knownGrant));
  parts.source.transacted({ grant: 0, ok: good === 1, took: Millis(took), from: asker.name });
  return ok();
}

const holderOf = ({ id, name }: Asker) => ({ session: id, from: name });

const knownGrant = (found: "taken" | "unknown"): Outcome =>
  found === "taken" ? ok() : cme(BRIDGE_ERRORS["no-such-grant"].code);

const COLUMNS = { least: 16, most: 48 } as const;
/** Four digits a character: so many fit a line beside its numbers. */
const MOST_HEX = 26;
/** Of 20 lines of a slip and the paragraphs that a narrow paper makes of them. */
const MOST_LINES = 60;

/**
 * The slip, every line with its number and how many there are. With a fourth value only that line: a whole slip is more
 * than a side without flow control can take at once.
 */
function text({ source }: WardParts, _asker: Asker, values: readonly Parameter[]): Answer {
  const language = wordOf(LANGUAGE_CODES, textOf(values[0]));
  const columns = numberOf(values[1]);
  const charset = wordOf(CHARSET_CODES, textOf(values[2]));
  if (language === undefined || columns === undefined || charset === undefined) return wrong;
  if (columns < COLUMNS.least || columns > COLUMNS.most) return wrong;
  const lines = slipLines(source.text(language), charset === "ucs2" ? Math.min(columns, MOST_HEX) : columns);
  const shown = lines.slice(0, MOST_LINES);
  const numbered = shown.map((line, at) => textLine(at + 1, shown.length, line, charset));
  if (values[3] === undefined || values[3].kind === "omitted") return ok(...numbered);
  const one = numbered[(numberOf(values[3]) ?? 0) - 1];
  return one === undefined ? wrong : ok(one);
}

const textLine = (at: number, of: number, line: string, charset: CharsetWord): string =>
  `+WARDTEXT: ${at},${of},${inCharset(line, charset)}`.slice(0, WIRE_LIMITS["line-most"].code);
