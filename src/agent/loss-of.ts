import { WallMs } from "../base/instant.ts";
import type { Diagnosis } from "../diagnosis/diagnose.ts";
import type { Finding } from "../diagnosis/finding-item.ts";
import { GOOD_NEWS } from "../diagnosis/gather.ts";
import { isForGood } from "../diagnosis/observe/refusal.ts";
import type { Watch } from "../diagnosis/observe/watch.ts";
import type { ResumeFacts } from "../diagnosis/rules/resume-rule.ts";
import type { Loss } from "./recovery-loop.ts";

/** Good news, true or not: worth one look sooner. */
const FAVOURABLE: readonly Finding["kind"][] = [...GOOD_NEWS, "said-topped-up"];

/** By what it is judged what may be tried; `before`: nothing was looked at since the start. Pure. */
export function lossOf(
  { lostAt, denied }: Watch,
  last: Diagnosis | undefined,
  known: { readonly before: boolean; readonly troubledAt: WallMs | undefined; readonly resume: ResumeFacts },
): Loss {
  const [leading] = last?.causes ?? [];
  const heard = (last?.findings ?? []).filter(({ kind }) => FAVOURABLE.includes(kind)).map(({ at }) => at);
  return {
    at: known.before ? undefined : (lostAt ?? known.troubledAt),
    forGood: denied !== undefined && isForGood(denied.kind),
    cause: leading?.cause,
    standing: leading?.standing,
    favourableAt: heard.length === 0 ? undefined : WallMs(Math.max(...heard)),
    resume: known.resume,
  };
}
