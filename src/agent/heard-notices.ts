import { defined } from "../base/defined.ts";
import { WallMs } from "../base/instant.ts";
import type { HeardNotice } from "../diagnosis/observe/observe-notice.ts";
import type { Watch } from "../diagnosis/observe/watch.ts";
import type { DiagnoseHooks } from "./diagnose-hooks.ts";

/** Each message of the card that is in, at the time of its centre's stamp. What was written to another card says nothing of this one. */
export const heardNotices = (
  messages: ReturnType<DiagnoseHooks["messages"]>,
  card: Watch["card"],
): readonly HeardNotice[] =>
  messages
    .filter(({ iccid }) => iccid === undefined || card === undefined || iccid === card.iccid)
    .map(({ from, text, at, centreTime }) => {
      const stamped = Date.parse(centreTime ?? "");
      const cardSince = card?.changedAt;
      return { from, text, at: WallMs(Number.isNaN(stamped) ? at : stamped), ...defined({ cardSince }) };
    });
