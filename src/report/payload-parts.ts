import { isoInstant } from "../base/instant.ts";
import type { Directions, Said } from "./picture.ts";

/** With what every payload begins. */
export const saidAt = (now: Said) => ({ v: 1 as const, at: isoInstant(now.wall), clockTrusted: now.trusted });

/** As a subscriber reads an amount. */
export const directions = ({ up, down }: Directions) => ({
  up: Number(up),
  down: Number(down),
  total: Number(up + down),
});
