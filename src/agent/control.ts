import * as v from "valibot";
import { plainJson, plainText } from "../base/plain-text.ts";
import type { LineStream } from "../ports/line-stream.ts";
import { unreachable } from "../base/unreachable.ts";
import type { CourseAnswer, HoursAnswer } from "../report/hours-answer.ts";
import {
  type AgentStatus,
  type LocalAnswer,
  LocalOrder,
  LocalQuestion,
  type OrderAnswer,
} from "../report/local-contract.ts";
import { ORDERS_UNDERSTOOD, refusalLine } from "../report/local-refusal.ts";
import { requestFaults } from "../report/request-faults.ts";
import type { ClassOverrideDesk } from "./class-override-desk.ts";
import type { DiagnoseLoop } from "./diagnose-loop.ts";
import { obeyRecheck, tellDiagnosis } from "./diagnosis-orders.ts";
import { askUsage, type ReadingAnswer, tellReading } from "./reading-orders.ts";
import type { EvidenceDesk } from "./evidence-desk.ts";
import type { ReadingSide } from "./reading-side.ts";
import type { OverrideDesk } from "./override-desk.ts";
import { parsed, programAnswer, type ProgramSource, watchAnswer } from "./program-answers.ts";
import type { ReplaceSide } from "./replace-side.ts";
import type { Statements } from "./statements.ts";
import type { UssdDesk } from "./ussd-desk.ts";
import { obeyUssd } from "./ussd-words.ts";

/** Who carries orders out: `Statements` of a running agent. */
export type OrderTaker = Pick<
  Statements,
  "acceptDevice" | "acknowledgeDamage" | "hastenPlan" | "datePlan" | "stateFact" | "takeFactBack" | "acceptClock"
>;

type Obeyed = Pick<v.InferOutput<typeof OrderAnswer>, "result" | "text">;

export interface ControlSource extends ProgramSource {
  /** Undefined while the agent is still starting. */
  status(): AgentStatus | undefined;
  /** The same, also while nothing was metered yet. */
  hours(): HoursAnswer | undefined;
  course(): CourseAnswer | undefined;
  /** Undefined while the agent is still starting. */
  orders(): OrderTaker | undefined;
  /** The same. */
  readings(): ReadingSide | undefined;
  ussd(): UssdDesk | undefined;
  /** The same. */
  evidence(): EvidenceDesk | undefined;
  /** The same. */
  diagnosis(): DiagnoseLoop | undefined;
  /** The same. */
  overrides(): OverrideDesk | undefined;
  /** The same. */
  replacement(): ReplaceSide | undefined;
  /** The same. */
  classOverrides(): ClassOverrideDesk | undefined;
}

const line = (answer: LocalAnswer): string => plainJson(answer);

/** What anybody in the group may ask; `understood`: said of the socket of those who may change something, where more is told. */
export const answerReader =
  (source: ControlSource, understood?: string) =>
  async (text: string): Promise<string | LineStream> => {
    const watched = await watchAnswer(source, parsed(text));
    if (watched !== undefined) return watched;
    const question = v.safeParse(LocalQuestion, parsed(text));
    const hidden = question.success && "whole" in question.output && question.output.whole === true;
    if (!question.success || (hidden && understood === undefined)) {
      source.refused(`${text.length} characters that are no question`);
      // Of an order that came by the wrong socket the way to the right one is told instead.
      const faults = understood === undefined ? undefined : requestFaults(parsed(text));
      return refusalLine("not-understood", faults === undefined ? understood : plainText(faults));
    }
    const answer = await answerTo(source, question.output);
    return answer === undefined ? refusalLine("starting") : plainJson(answer);
  };

/** Undefined while the agent is still starting. */
async function answerTo(source: ControlSource, question: LocalQuestion): Promise<unknown> {
  const { ask } = question;
  switch (ask) {
    case "hours":
      return source.hours();
    case "course":
      return source.course();
    case "journal":
      return await source.evidence()?.page(question);
    case "journal-check":
      return await source.evidence()?.check();
    case "diagnosis":
      return source.diagnosis()?.answer(question.whole ?? false);
    case "recheck":
      return source.diagnosis()?.rechecks.answer;
    case "card":
      return source.replacement()?.answer(question.whole ?? false);
    case "status": {
      const status = source.status();
      return status && { ok: true, status };
    }
    default:
      return unreachable(ask);
  }
}

interface OtherTakers {
  readonly readings: ReadingSide | undefined;
  readonly ussd: UssdDesk | undefined;
  readonly evidence: EvidenceDesk | undefined;
  readonly diagnosis: DiagnoseLoop | undefined;
  readonly overrides: OverrideDesk | undefined;
  readonly replacement: ReplaceSide | undefined;
  readonly classOverrides: ClassOverrideDesk | undefined;
}

/** Undefined while the agent is still starting. */
async function obey(
  taker: OrderTaker,
  { readings, ussd, evidence, diagnosis, overrides, classOverrides, replacement }: OtherTakers,
  order: LocalOrder,
): Promise<Obeyed | undefined> {
  const { by } = order;
  switch (order.do) {
    case "accept-device":
      return { result: await taker.acceptDevice(by) };
    case "acknowledge-damage":
      return { result: await taker.acknowledgeDamage(by) };
    case "hasten-plan":
      if (order.at !== undefined) return taker.datePlan({ at: order.at, forced: true }, by);
      return { result: taker.hastenPlan("now", by) };
    case "date-plan":
      return taker.datePlan({ at: order.at, forced: false }, by);
    case "correct-plan":
      return { result: taker.hastenPlan("always", by) };
    case "defer-plan":
      return { result: taker.hastenPlan("later", by) };
    case "state-fact":
      return taker.stateFact(order, by);
    case "take-fact-back":
      return taker.takeFactBack(order.id, by);
    case "accept-clock":
      return { result: await taker.acceptClock(by) };
    case "confirm-cause":
    case "person-says":
    case "platform-says":
      return diagnosis && (await tellDiagnosis(diagnosis, order));
    case "recheck":
      return diagnosis && obeyRecheck(diagnosis, order);
    case "set-override":
      return await overrides?.set(order);
    case "end-override":
      return await overrides?.end(by);
    case "replace":
      return await replacement?.obey(order);
    case "set-class-override":
      return await classOverrides?.set(order);
    case "end-class-override":
      return await classOverrides?.end(order.class, by);
    case "ask-usage":
      return readings && spoken(await askUsage(readings, order.report, order.about));
    case "ask-ussd":
    case "end-ussd":
      return ussd && (await obeyUssd(ussd, order));
    case "tell-reading":
      return readings && spoken(await tellReading(readings, order));
    case "note":
      return await evidence?.note(order);
    default:
      return unreachable(order);
  }
}

/** In both languages, a line each. */
const spoken = ({ result, text }: ReadingAnswer): Obeyed => ({ result, text: `${text.en}\n${text.zh}` });

/** What only root and the agent's own user may ask for. */
export const answerWriter =
  (source: ControlSource) =>
  async (text: string): Promise<string | LineStream> => {
    const told = await programAnswer(source, parsed(text), "owner");
    if (told !== undefined) return told;
    const order = v.safeParse(LocalOrder, parsed(text));
    if (!order.success) return answerReader(source, ORDERS_UNDERSTOOD)(text);
    const taker = source.orders();
    const [readings, ussd, evidence] = [source.readings(), source.ussd(), source.evidence()];
    const [diagnosis, overrides] = [source.diagnosis(), source.overrides()];
    const [classOverrides, replacement] = [source.classOverrides(), source.replacement()];
    const others = { readings, ussd, evidence, diagnosis, overrides, classOverrides, replacement };
    const obeyed = taker && (await obey(taker, others, order.output));
    return obeyed === undefined ? refusalLine("starting") : line({ ok: true, ...obeyed });
  };
