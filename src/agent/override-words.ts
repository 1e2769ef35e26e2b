import { Days, typedDuration } from "../base/duration.ts";
import { isoInstant, WallMs } from "../base/instant.ts";
import { looksPersonal } from "../base/looks-personal.ts";
import { INSTANT_FORM, readInstant } from "../plan/file/written-instant.ts";
import { minuteText } from "../plan/local-text.ts";
import type { ByHand } from "../policy/override.ts";
import type { OrderResult } from "../report/local-contract.ts";
import type { Said } from "../report/picture.ts";
import { saidText } from "./replace-words.ts";

/** What a person is told of what he wants set by hand. */
export interface Obeyed {
  readonly result: OrderResult;
  readonly text: string;
}

const LONGEST = Days(366);
const CLOCK_UNKNOWN =
  "the time is not known yet, so nobody could say when it ends; `cellward doctor` tells from where it comes. 时间尚未确认，无法确定何时结束。";

export const refused = (text: string): Obeyed => ({ result: "override-refused", text });

/** Who and why are kept and published: undefined where neither holds a person's number. */
export const personalIn = (...words: readonly string[]): Obeyed | undefined =>
  looksPersonal(words.join(" | ")) ? refused(saidText("personal")) : undefined;

/** When it ends, or why nobody can say. */
export function readEnd(
  until: string,
  { wall, trusted }: Said,
  zone: string,
): { readonly end: WallMs } | { readonly refusal: Obeyed } {
  const no = (text: string) => ({ refusal: refused(text) });
  if (!trusted) return no(CLOCK_UNKNOWN);
  const lasts = typedDuration(until);
  const end = lasts === undefined ? readInstant(until, zone) : WallMs(wall + lasts);
  if (end === undefined)
    return no(`--until: found "${until}"; expected a duration such as 10m (or 10min), 2h or 3d, or ${INSTANT_FORM}`);
  if (end <= wall) return no(`--until: ${minuteText(end, zone)} ${zone} is over already by this device's clock`);
  if (end - wall > LONGEST) return no(`--until: found "${until}"; expected at most 366 days from now`);
  return { end };
}

export type Kept = "durable" | "kept";

export const onDisk = (kept: Kept): readonly string[] =>
  kept === "durable"
    ? []
    : [
        "The disk refuses writes: a restart before it takes them again undoes this. 磁盘无法写入，恢复前重启会丢失此设定。",
      ];

/** What an event tells of it. */
export const handFields = ({ aim, until, by, reason, opensReserve }: ByHand) => ({
  aim,
  until: isoInstant(until),
  by,
  reason,
  opensReserve,
});
