import { defined } from "../base/defined.ts";
import { WallMs } from "../base/instant.ts";
import type { HeardNotice } from "../diagnosis/observe/observe-notice.ts";
import type { DiagnoseHooks } from "./diagnose-hooks.ts";

/** Each message at the time of its centre's stamp. */
export const heardNotices = (
  messages: ReturnType<DiagnoseHooks["messages"]>,
  cardSince: WallMs | undefined,
): readonly HeardNotice[] =>
  messages.map(({ from, text, at, centreTime }) => {
    const stamped = Date.parse(centreTime ?? "");
    return { from, text, at: WallMs(Number.isNaN(stamped) ? at : stamped), ...defined({ cardSince }) };
  });
