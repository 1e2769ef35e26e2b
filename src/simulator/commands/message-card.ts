import { type Answer, cms } from "../../dce/answer.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { type CardState, cardState, type SimCard } from "../card/sim-card.ts";

/** 3GPP TS 27.005 3.2.5: why the card does not answer. */
const LOCKED: Readonly<Record<Exclude<CardState, "ready">, number>> = { pin: 311, puk: 316, blocked: 313 };

/** Message commands need a card that is unlocked, and that is not busy with its own start (314). */
export function withCard(mt: MobileTermination, answer: (card: SimCard) => Answer): Answer {
  if (mt.card === undefined) return cms(310);
  const state = cardState(mt.card);
  if (state !== "ready") return cms(LOCKED[state]);
  return mt.cardBusy ? cms(314) : answer(mt.card);
}
