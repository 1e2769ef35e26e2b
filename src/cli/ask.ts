import * as v from "valibot";
import { Fault } from "../base/fault.ts";
import { askAgent } from "../host/control-client.ts";
import { JournalAnswer, JournalCheckAnswer } from "../report/evidence-answer.ts";
import { DiagnosisAnswer } from "../report/diagnosis-answer.ts";
import { CardAnswer } from "../report/card-answer.ts";
import { RecheckAnswer } from "../report/recheck-answer.ts";
import { GrantTold, type ProgramOrder, UsedTold } from "../report/program-contract.ts";
import { CourseAnswer, HoursAnswer } from "../report/hours-answer.ts";
import {
  type AgentStatus,
  type LocalOrder,
  type LocalQuestion,
  OrderAnswer,
  StatusAnswer,
} from "../report/local-contract.ts";
import { LocalRefusal } from "../report/local-refusal.ts";

const CODES = {
  starting: "agent-starting",
  busy: "agent-busy",
  "not-understood": "agent-refused",
  failed: "agent-refused",
} as const satisfies Record<v.InferOutput<typeof LocalRefusal>["error"], string>;

/** How long an agent that has no place for us is asked again: one program that opens connections in a loop must not shut a person out. */
const PATIENCE_MS = 2_000;
/** The largest journal on the slowest device. */
const CHECK_MS = 120_000;
const [SHORTEST_WAIT_MS, LONGEST_WAIT_MS] = [20, 120];

/** What the running agent knows. Throws the Fault that says why there is no answer. */
export async function askStatus(path: string, patienceMs = PATIENCE_MS): Promise<AgentStatus> {
  const question: LocalQuestion = { ask: "status" };
  const answer = await patiently(path, question, patienceMs);
  // Not the parsed copy: fields that a newer agent added are shown with --json, too.
  if (v.is(StatusAnswer, answer)) return answer.status;
  throw faultIn(answer, path);
}

/** Every hour of the book of the card that is in. Throws as `askStatus` does. */
export async function askHours(path: string): Promise<HoursAnswer> {
  const answer = await patiently(path, { ask: "hours" }, PATIENCE_MS);
  if (v.is(HoursAnswer, answer)) return answer;
  throw faultIn(answer, path);
}

/** What is the matter. Throws as `askStatus` does. */
export async function askDiagnosis(path: string, whole = false): Promise<DiagnosisAnswer> {
  const answer = await patiently(path, { ask: "diagnosis", ...(whole ? { whole } : {}) }, PATIENCE_MS);
  if (v.is(DiagnosisAnswer, answer)) return answer;
  throw faultIn(answer, path);
}

/** The card that is in, and its replacement. Throws as `askStatus` does. */
export async function askCard(path: string, whole = false): Promise<CardAnswer> {
  const answer = await patiently(path, { ask: "card", ...(whole ? { whole } : {}) }, PATIENCE_MS);
  if (v.is(CardAnswer, answer)) return answer;
  throw faultIn(answer, path);
}

/** The whole numbers are told to those alone who may change something; everybody else gets them masked. */
export async function askWholeCard(path: string): Promise<CardAnswer> {
  try {
    return await askCard(`${path}.rw`, true);
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code !== "permission-denied") throw thrown;
    return askCard(path);
  }
}

/** How the look that was asked for stands. Throws as `askStatus` does. */
export async function askRecheck(path: string): Promise<RecheckAnswer> {
  const answer = await patiently(path, { ask: "recheck" }, PATIENCE_MS);
  if (v.is(RecheckAnswer, answer)) return answer;
  throw faultIn(answer, path);
}

/** The plans of the card that is in. Throws as `askStatus` does. */
export async function askCourse(path: string): Promise<CourseAnswer> {
  const answer = await patiently(path, { ask: "course" }, PATIENCE_MS);
  if (v.is(CourseAnswer, answer)) return answer;
  throw faultIn(answer, path);
}

/** Entries of the evidence journal after one, some at a time. Throws as `askStatus` does. */
export async function askJournal(path: string, after: number, whole: boolean, chain?: string): Promise<JournalAnswer> {
  const question = {
    ask: "journal",
    after,
    ...(whole ? { whole } : {}),
    ...(chain === undefined ? {} : { chain }),
  } as const;
  const answer = await patiently(path, question, PATIENCE_MS);
  if (v.is(JournalAnswer, answer)) return answer;
  throw faultIn(answer, path);
}

/** Whether the evidence journal is what was written. Throws as `askStatus` does. */
export async function askJournalCheck(path: string): Promise<JournalCheckAnswer> {
  const answer = await patiently(path, { ask: "journal-check" }, PATIENCE_MS, CHECK_MS);
  if (v.is(JournalCheckAnswer, answer)) return answer;
  throw faultIn(answer, path);
}

/** Tells the agent something that only root and its own user may; `answerMs`: how long that may take. Throws as `askStatus` does. */
export async function tellAgent(
  path: string,
  order: LocalOrder,
  patienceMs = PATIENCE_MS,
  answerMs?: number,
): Promise<Pick<v.InferOutput<typeof OrderAnswer>, "result" | "text">> {
  const answer = await patiently(path, order, patienceMs, answerMs);
  if (v.is(OrderAnswer, answer)) return answer;
  throw faultIn(answer, path);
}

/** Asks for a grant on the socket of those who may change something. Throws as `askStatus` does. */
export async function askGrant(path: string, order: ProgramOrder & { readonly do: "ask" }): Promise<GrantTold> {
  const answer = await patiently(path, order, PATIENCE_MS);
  if (v.is(GrantTold, answer)) return answer;
  throw faultIn(answer, path);
}

/** Reports totals of a grant. Throws as `askStatus` does. */
export async function tellUsed(path: string, order: ProgramOrder & { readonly do: "used" }): Promise<UsedTold> {
  const answer = await patiently(path, order, PATIENCE_MS);
  if (v.is(UsedTold, answer)) return answer;
  throw faultIn(answer, path);
}

/** Asks again while there is no place; the waits are drawn, so that clients do not come in step. */
async function patiently(
  path: string,
  request: LocalQuestion | LocalOrder | ProgramOrder,
  patienceMs: number,
  answerMs?: number,
): Promise<unknown> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const wait = SHORTEST_WAIT_MS + Math.random() * (LONGEST_WAIT_MS - SHORTEST_WAIT_MS);
    const last = performance.now() + wait >= end;
    try {
      const answer = await askAgent(path, request, answerMs);
      if (last || !v.is(LocalRefusal, answer) || answer.error !== "busy") return answer;
    } catch (thrown) {
      // Of an order without an answer nobody knows whether it was carried out.
      const again =
        ("ask" in request || repeatable(request)) && thrown instanceof Fault && thrown.code === "agent-busy";
      if (!again || performance.now() + wait >= end) throw thrown;
    }
    await new Promise((next) => setTimeout(next, wait));
  }
}

/** The same grant, and the same totals, as often as they are told. */
const repeatable = (order: LocalOrder | ProgramOrder): boolean => order.do === "ask" || order.do === "used";

function faultIn(answer: unknown, path: string): Fault {
  if (v.is(LocalRefusal, answer)) return new Fault(CODES[answer.error], `${path} answers: ${answer.text}`);
  return new Fault(
    "no-agent",
    `what answers on ${path} is no cellward agent of this version; after an update, start the agent anew`,
  );
}
