import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import { parseBytes } from "../base/bytes.ts";
import { type Duration, Millis, Seconds, typedDuration } from "../base/duration.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { MonoMs } from "../base/instant.ts";
import { plainJson, plainText } from "../base/plain-text.ts";
import { WIRE_LIMITS } from "../bridge/wire-codes.ts";
import { AgentWatch } from "../host/agent-watch.ts";
import { ASKED_ABOUT } from "../plan/reading/carrier-query.ts";
import type { Language } from "../report/diagnosis-words.ts";
import { ASKED_CLASSES, type GrantTold, type ProgramOrder } from "../report/program-contract.ts";
import { agentSocket } from "./agent-socket.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { askGrant } from "./ask.ts";
import { type AskingSocket, askingSocket } from "./asking-socket.ts";
import { commandWithGrant } from "./command-with-grant.ts";
import { grantWords } from "./grant-words.ts";
import { languagesOf } from "./language-option.ts";
import { waitForGrant } from "./wait-for-grant.ts";
import { whoSays } from "./who-says.ts";
import { Withdrawals } from "./withdrawals.ts";

const FLAGS = {
  ...SETTINGS_FLAGS,
  wait: { type: "string" },
  "stop-when-withdrawn": { type: "boolean" },
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
  // Where the agent starts anew, what this user may open is there only then.
  const socket = (): AskingSocket => askingSocket(path);
  const order = { do: "ask", by, ref: randomInt(1, MOST), ...asked } as const;
  const stops = values["stop-when-withdrawn"] === true;
  if (stops && command.length === 0) throw new Fault("usage", "--stop-when-withdrawn: expected a command behind --");
  const json = values.json === true;
  const asking = { socket, order, wait, json, languages };
  if (command.length === 0) {
    const granted = await grantOrWhy({ ...asking, written: process.stdout });
    return granted === undefined ? EXIT.later.code : EXIT.ok.code;
  }
  const withdrawals = await Withdrawals.open(socket().news);
  try {
    const told = await grantOrWhy({ ...asking, written: process.stderr, commandFollows: true });
    if (told === undefined) return EXIT.later.code;
    return await commandWithGrant({ command, told, by, path: socket().orders, withdrawals, stops, json, languages });
  } finally {
    withdrawals.close();
  }
}

interface Ask {
  readonly socket: () => AskingSocket;
  readonly order: ProgramOrder & { readonly do: "ask" };
  readonly wait: Duration;
  readonly json: boolean;
  readonly languages: readonly Language[];
  /** Where a grant is told; a command's standard output is its own. */
  readonly written: NodeJS.WriteStream;
  readonly commandFollows?: boolean;
}

/** Undefined where there is none by now: it was said why. As JSON a grant is told with what its command used. */
async function grantOrWhy(asking: Ask): Promise<(GrantTold & { readonly granted: true }) | undefined> {
  const { socket, order, wait, json, languages, written, commandFollows = false } = asking;
  const say = (told: GrantTold, out: NodeJS.WriteStream): void => {
    const lines = languages.map((language) => grantWords(order.class, told, new Date(), language));
    out.write(plainText(`${lines.join("\n")}\n`));
  };
  const told = await grantWithin(socket().news, wait, {
    ask: () => {
      const now = socket();
      return askGrant(now.orders, order).catch((thrown: unknown) => {
        throw withWayOut(thrown, now);
      });
    },
    refused: (refusal) => say(refusal, process.stderr),
    absent: ({ detail }) => void process.stderr.write(languages.map((of) => `${detail} ${WAITS[of]}\n`).join("")),
  });
  if (json && !(told.granted && commandFollows)) written.write(`${plainJson(told)}\n`);
  if (told.granted) {
    if (!json) say(told, written);
    return told;
  }
  if (json) return undefined;
  if (wait === 0) say(told, process.stderr);
  else process.stderr.write(languages.map((language) => `${WAITED[language]}\n`).join(""));
  return undefined;
}

const WAITED = {
  en: "Waited as long as was asked for, and it is not granted yet.",
  zh: "已等到指定时间，仍未批准。",
} as const;

const WAITS = {
  en: "Waits for it as long as was asked for.",
  zh: "在指定时间内等待。",
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

/** A user who may not is told of the socket that a group may open. */
function withWayOut(thrown: unknown, { orders, news }: AskingSocket): unknown {
  if (!(thrown instanceof Fault) || thrown.code !== "permission-denied" || orders === news) return thrown;
  const how = "or set bridge.socket for the agent, and join the group that bridge.group names";
  return new Fault(thrown.code, `${thrown.detail}, ${how}`, { cause: thrown });
}

interface Asking {
  readonly ask: () => Promise<GrantTold>;
  readonly refused: (told: GrantTold & { readonly granted: false }) => void;
  /** No agent answers, at first. */
  readonly absent: (fault: Fault) => void;
}

async function grantWithin(path: string, wait: Duration, { ask, refused, absent }: Asking): Promise<GrantTold> {
  if (wait === 0) return await ask();
  let gone: Fault | undefined;
  const watch = await AgentWatch.open(path);
  try {
    const told = await waitForGrant(
      {
        now: () => MonoMs(performance.now()),
        pause: (time) => pause(time),
        ask: () => {
          gone = undefined;
          return ask().catch((thrown: unknown) => {
            if (!(thrown instanceof Fault) || thrown.code !== "no-agent") return startingIs(thrown);
            gone = thrown;
            return SOON;
          });
        },
        forget: () => watch.forget(),
        change: (most) => watch.change(most),
        refused: (refusal) => (gone === undefined ? refused(refusal) : absent(gone)),
      },
      wait,
    );
    if (gone !== undefined) throw gone;
    return told;
  } finally {
    watch.close();
  }
}

/** An agent that is started anew is there again before long. */
const SOON: GrantTold = { ok: true, granted: false, reason: "starting", retryS: Seconds(1) / 1_000 };

/** An agent that starts, or has its hands full, is one that says when to ask again. */
function startingIs(thrown: unknown): GrantTold {
  if (!(thrown instanceof Fault) || (thrown.code !== "agent-starting" && thrown.code !== "agent-busy")) throw thrown;
  const reason = thrown.code === "agent-starting" ? "starting" : "busy";
  return { ...SOON, reason };
}
