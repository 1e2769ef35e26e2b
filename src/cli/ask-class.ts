import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import { parseBytes } from "../base/bytes.ts";
import { type Duration, Millis, Seconds, typedDuration } from "../base/duration.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault, textOf } from "../base/fault.ts";
import { MonoMs } from "../base/instant.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import { WIRE_LIMITS } from "../bridge/wire-codes.ts";
import { AgentWatch } from "../host/agent-watch.ts";
import { ASKED_ABOUT } from "../plan/reading/carrier-query.ts";
import { ASKED_CLASSES, type GrantTold } from "../report/program-contract.ts";
import { agentSocket } from "./agent-socket.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { askGrant, tellUsed } from "./ask.ts";
import { grantWords } from "./grant-words.ts";
import { type Measured, runGranted } from "./granted-command.ts";
import { languagesOf } from "./language-option.ts";
import { measuredWords } from "./measured-words.ts";
import { waitForGrant } from "./wait-for-grant.ts";
import { whoSays } from "./who-says.ts";

const FLAGS = {
  ...SETTINGS_FLAGS,
  wait: { type: "string" },
  json: { type: "boolean" },
  lang: { type: "string" },
  socket: { type: "string" },
  by: { type: "string" },
} as const;

const MOST = WIRE_LIMITS["bytes-most"].code;

/** Asks the running agent whether so many bytes of a class may be sent; with a command, runs it when they may and reports what it used. */
export async function run(argv: readonly string[]): Promise<number> {
  const end = argv.indexOf("--");
  const { values, positionals } = readArguments(end === -1 ? argv : argv.slice(0, end), FLAGS, 2);
  const command = end === -1 ? [] : argv.slice(end + 1);
  if (end !== -1 && command.length === 0) throw new Fault("usage", "expected a command behind --");
  const languages = languagesOf(values.lang);
  const asked = { class: classOf(positionals[0]), bytes: bytesOf(positionals[1]) };
  const wait = waitOf(values.wait);
  // The questions of one script are one client's, and another script's are not.
  const by = values.by === undefined ? `${whoSays()} ${process.ppid}`.slice(-80) : whoSays(values.by);
  const path = agentSocket(values);
  const order = { do: "ask", by, ref: randomInt(1, MOST), ...asked } as const;
  const written = command.length > 0 ? process.stderr : process.stdout;
  const say = (told: GrantTold, out: NodeJS.WriteStream): void => {
    const lines = languages.map((language) => grantWords(asked.class, told, new Date(), language));
    out.write(plainText(`${lines.join("\n")}\n`));
  };
  const told = await grantWithin(path, wait, {
    ask: () => askGrant(`${path}.rw`, order),
    refused: (refusal) => say(refusal, process.stderr),
  });
  const json = values.json === true;
  if (!told.granted) {
    if (json) written.write(`${plainJson(told)}\n`);
    else if (wait === 0) say(told, process.stderr);
    else process.stderr.write(languages.map((language) => `${WAITED[language]}\n`).join(""));
    return EXIT.later.code;
  }
  if (!json) say(told, written);
  if (command.length === 0) {
    if (json) written.write(`${plainJson(told)}\n`);
    return EXIT.ok.code;
  }
  const env = { ...process.env, CELLWARD_GRANT: String(told.grant), CELLWARD_GRANT_BYTES: String(told.bytes) };
  const { exit, measured } = await runGranted({ command, env });
  const reported = await report(`${path}.rw`, by, told, measured);
  if (json) written.write(`${plainJson({ ...told, command: { exit, measured, ...reported } })}\n`);
  else written.write(plainText(languages.map((language) => `${measuredWords(measured, language)}\n`).join("")));
  if (reported.trouble !== undefined) process.stderr.write(plainText(`cellward: ${reported.trouble}\n`));
  return exit;
}

const WAITED = {
  en: "Waited as long as was asked for, and it is not granted yet.",
  zh: "已等到指定时间，仍未批准。",
} as const;

const isClass = v.picklist(ASKED_CLASSES);

function classOf(found = ""): (typeof ASKED_CLASSES)[number] {
  if (v.is(isClass, found)) return found;
  const questions = [...ASKED_ABOUT, "ussd"].join(", ");
  throw new Fault(
    "usage",
    `CLASS: found "${plainText(found)}"; expected ${ASKED_CLASSES.join(", ")}, or a question to the carrier: ${questions}`,
  );
}

function bytesOf(found = ""): number {
  const bytes = /^\d{1,10}$/.test(found) ? BigInt(found) : parseBytes(found);
  if (bytes !== undefined && bytes > 0n && bytes <= MOST) return Number(bytes);
  throw new Fault("usage", `BYTES: found "${plainText(found)}"; expected 1 to ${MOST}, or an amount such as "50 KB"`);
}

function waitOf(found: string | undefined): Duration {
  if (found === undefined) return Millis(0);
  const wait = typedDuration(found);
  if (wait !== undefined) return wait;
  throw new Fault("usage", `--wait: found "${plainText(found)}"; expected a time such as 30s, 10m (or 10min) or 2h`);
}

interface Asking {
  readonly ask: () => Promise<GrantTold>;
  readonly refused: (told: GrantTold & { readonly granted: false }) => void;
}

async function grantWithin(path: string, wait: Duration, { ask, refused }: Asking): Promise<GrantTold> {
  if (wait === 0) return await ask();
  const watch = await AgentWatch.open(path);
  try {
    return await waitForGrant(
      {
        now: () => MonoMs(performance.now()),
        pause: (time) => pause(time),
        ask: () => ask().catch(startingIs),
        forget: () => watch.forget(),
        change: (most) => watch.change(most),
        refused,
      },
      wait,
    );
  } finally {
    watch.close();
  }
}

/** An agent that starts, or has its hands full, is one that says when to ask again. */
function startingIs(thrown: unknown): GrantTold {
  if (!(thrown instanceof Fault) || (thrown.code !== "agent-starting" && thrown.code !== "agent-busy")) throw thrown;
  const reason = thrown.code === "agent-starting" ? "starting" : "busy";
  return { ok: true, granted: false, reason, retryS: Seconds(1) / 1_000 };
}

/** Totals of the grant. Of the whole device at most what was granted: others' bytes are no use beyond it. Nothing where nothing is known. */
async function report(
  path: string,
  by: string,
  { grant }: GrantTold & { readonly granted: true },
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
