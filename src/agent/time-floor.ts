import { WallMs } from "../base/instant.ts";

/**
 * No clock that shows an earlier time can be right: this program did not exist. It can only distrust. Kept by hand and not
 * stamped by the build, so that the same source gives the same program.
 */
export const TIME_FLOOR: WallMs = WallMs(Date.UTC(2026, 0, 1));
