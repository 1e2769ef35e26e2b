import { type DialogueProfile, STANDARD_DIALOGUE } from "../at/dialogue-profile.ts";
import type { ModemProfile } from "./profile.ts";

/**
 * How a modem is spoken to that may be of any of these families: what one of them says alone on a line, perhaps without an
 * end (MC55: `^SYSSTART`), is an answer to nothing, before it is known which of them it is.
 */
export function familyDialogue(families: readonly ModemProfile[]): DialogueProfile {
  const own = families.flatMap(({ urcs }) => [...urcs.restart, ...urcs.ready]).filter((line) => !/[:,]$/.test(line));
  return { ...STANDARD_DIALOGUE, bareUrcs: [...new Set([...STANDARD_DIALOGUE.bareUrcs, ...own])] };
}
