import { cardState, type SimCard } from "./sim-card.ts";

/** What a modem tells of its card by itself; SIM PUK for one that is blocked for good, as modems have no other word. */
export function cardLine(card: SimCard | undefined): string {
  if (card === undefined) return "+CPIN: NOT INSERTED";
  return { ready: "+CPIN: READY", pin: "+CPIN: SIM PIN", puk: "+CPIN: SIM PUK", blocked: "+CPIN: SIM PUK" }[
    cardState(card)
  ];
}
