import { textOf } from "../base/fault.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import { type ReasonWord, WIRE_LIMITS } from "../bridge/wire-codes.ts";
import type { Language } from "../report/diagnosis-words.ts";
import type { GrantTold } from "../report/program-contract.ts";
import { tellUsed } from "./ask.ts";
import { withdrawnWords } from "./grant-words.ts";
import { type Measured, runGranted } from "./granted-command.ts";
import { measuredWords } from "./measured-words.ts";
import type { Withdrawals } from "./withdrawals.ts";

type Granted = GrantTold & { readonly granted: true };

export interface GrantedCommand {
  readonly command: readonly string[];
  readonly told: Granted;
  /** Whose grant it is, and where what was used is reported. */
  readonly by: string;
  readonly path: string;
  readonly withdrawals: Pick<Withdrawals, "onWithdrawn">;
  /** It is ended when its grant is withdrawn. */
  readonly stops: boolean;
  readonly json: boolean;
  readonly languages: readonly Language[];
}

const MOST = WIRE_LIMITS["bytes-most"].code;

/** Runs a command with its grant, says when that is withdrawn meanwhile, and reports what was used; gives the command's own exit code. */
export async function commandWithGrant(run: GrantedCommand): Promise<number> {
  const { command, told, withdrawals, stops, json, languages } = run;
  const err = (lines: readonly string[]): void => {
    process.stderr.write(plainText(lines.map((line) => `${line}\n`).join("")));
  };
  const env = { ...process.env, CELLWARD_GRANT: String(told.grant), CELLWARD_GRANT_BYTES: String(told.bytes) };
  const stop = new AbortController();
  let withdrawn: ReasonWord | undefined;
  const ends = runGranted({ command, env, stop: stop.signal });
  withdrawals.onWithdrawn(told.grant, (reason) => {
    withdrawn = reason;
    err(languages.map((language) => withdrawnWords(told.grant, reason, stops, language)));
    if (stops) stop.abort();
  });
  const { exit, measured } = await ends;
  const reported = await report(run, measured);
  const after = withdrawn === undefined ? {} : { withdrawn };
  if (json) err([plainJson({ ...told, command: { exit, measured, ...reported, ...after } })]);
  else err(languages.map((language) => measuredWords(measured, language)));
  if (reported.trouble !== undefined) err([`cellward: ${reported.trouble}`]);
  return exit;
}

/** Totals of the grant; nothing where nothing is known. */
async function report(
  { path, by, told: { grant } }: GrantedCommand,
  measured: Measured,
): Promise<{ readonly reported?: { readonly up: number; readonly down: number }; readonly trouble?: string }> {
  if (measured.of === "nothing") return {};
  const up = Math.min(measured.up, MOST);
  const down = Math.min(measured.down, MOST);
  try {
    await tellUsed(path, { do: "used", by, grant, up, down, last: true });
    return { reported: { up, down } };
  } catch (thrown) {
    return { trouble: `what the command used could not be reported: ${textOf(thrown)}` };
  }
}
