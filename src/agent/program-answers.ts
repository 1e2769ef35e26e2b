import * as v from "valibot";
import { plainJson, plainText } from "../base/plain-text.ts";
import type { LineStream } from "../ports/line-stream.ts";
import { PROGRAMS_UNDERSTOOD, refusalLine } from "../report/local-refusal.ts";
import { ProgramOrder, ProgramQuestion } from "../report/program-contract.ts";
import { programFaults } from "../report/program-faults.ts";
import type { ProgramDesk, ProgramDoor } from "./program-desk.ts";

export interface ProgramSource {
  /** A request that was not understood or not permitted here. */
  refused(why: string): void;
  /** Undefined while the agent is still starting. Rejects with what the store threw. */
  programs(): Promise<ProgramDesk> | undefined;
}

/** Of a question or a report of a program; undefined where it is neither. */
export async function programAnswer(
  source: ProgramSource,
  request: unknown,
  door: ProgramDoor,
): Promise<string | undefined> {
  const asked = v.safeParse(ProgramOrder, request);
  if (asked.success) {
    const desk = await source.programs();
    return desk === undefined ? refusalLine("starting") : plainJson(await desk.obey(asked.output, door));
  }
  const faults = programFaults(request);
  if (faults === undefined) return undefined;
  source.refused("a program asks or reports wrongly");
  return refusalLine("not-understood", plainText(faults));
}

/** Undefined where it is no wish to watch. */
export async function watchAnswer(source: ProgramSource, request: unknown): Promise<string | LineStream | undefined> {
  if (!v.is(ProgramQuestion, request)) return undefined;
  return (await source.programs())?.watch() ?? refusalLine("starting");
}

/** What whoever may open the bridge's socket may in JSON, too: ask, report and watch, and nothing else. */
export const answerProgram =
  (source: ProgramSource) =>
  async (text: string): Promise<string | LineStream> => {
    const request = parsed(text);
    const answer = (await watchAnswer(source, request)) ?? (await programAnswer(source, request, "group"));
    if (answer !== undefined) return answer;
    source.refused(`${text.length} characters that no program asks`);
    return refusalLine("not-understood", PROGRAMS_UNDERSTOOD);
  };

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
