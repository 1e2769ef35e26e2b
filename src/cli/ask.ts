import * as v from "valibot";
import { Fault } from "../base/fault.ts";
import { askAgent } from "../host/control-client.ts";
import {
  type AgentStatus,
  LocalRefusal,
  type LocalOrder,
  type LocalQuestion,
  OrderAnswer,
  StatusAnswer,
} from "../report/local-contract.ts";

const CODES = {
  starting: "agent-starting",
  busy: "agent-busy",
  "not-understood": "agent-refused",
  failed: "agent-refused",
} as const satisfies Record<v.InferOutput<typeof LocalRefusal>["error"], string>;

/** What the running agent knows. Throws the Fault that says why there is no answer. */
export async function askStatus(path: string): Promise<AgentStatus> {
  const question: LocalQuestion = { ask: "status" };
  const answer = await askAgent(path, question);
  // Not the parsed copy: fields that a newer agent added are shown with --json, too.
  if (v.is(StatusAnswer, answer)) return answer.status;
  throw faultIn(answer, path);
}

/** Tells the agent something that only root and its own user may. Throws as `askStatus` does. */
export async function tellAgent(path: string, order: LocalOrder): Promise<v.InferOutput<typeof OrderAnswer>["result"]> {
  const answer = await askAgent(path, order);
  if (v.is(OrderAnswer, answer)) return answer.result;
  throw faultIn(answer, path);
}

function faultIn(answer: unknown, path: string): Fault {
  if (v.is(LocalRefusal, answer)) return new Fault(CODES[answer.error], `${path} answers: ${answer.text}`);
  return new Fault(
    "no-agent",
    `what answers on ${path} is no cellward agent of this version; after an update, start the agent anew`,
  );
}
