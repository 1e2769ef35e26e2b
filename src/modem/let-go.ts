import { type AtCommand, action } from "../at/command.ts";
import { type AtLine, atLine } from "../at/at-line.ts";
import { Seconds } from "../base/duration.ts";
import type { ModemProfile } from "./profile.ts";

/** The packet domain left (3GPP TS 27.007 10.1.9), or the radio off (8.2). */
export type LetGo = "detach" | "radio-off";

const STANDARD_RADIO = { off: atLine("AT+CFUN=4"), on: atLine("AT+CFUN=1") };
/** As of an attach and a radio cycle (`action.ts`): Quectel's manuals give +CGATT 75 s and +CFUN 15 s at the most. */
const ATTACH_WITHIN = Seconds(75);
const RADIO_WITHIN = Seconds(15);

/** How this family's modem gives the network up, and comes back; undefined: one of both is never sent to it. Without a family, the standard's way. */
export function letGoLines(
  by: LetGo,
  family: Pick<ModemProfile, "quirks" | "radio"> | undefined,
): { readonly go: AtCommand; readonly back: AtCommand } | undefined {
  const radio = family?.radio ?? STANDARD_RADIO;
  const pair =
    by === "detach"
      ? {
          go: action<AtLine>(atLine("AT+CGATT=0"), ATTACH_WITHIN),
          back: action<AtLine>(atLine("AT+CGATT=1"), ATTACH_WITHIN),
        }
      : { go: action<AtLine>(radio.off, RADIO_WITHIN), back: action<AtLine>(radio.on, RADIO_WITHIN) };
  const never = (line: string): boolean => family?.quirks.never.some((start) => line.startsWith(start)) === true;
  return never(pair.go.line) || never(pair.back.line) ? undefined : pair;
}
