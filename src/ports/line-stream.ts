import type { Cancel } from "./clock.ts";

/** Lines that come by themselves, as fast as whoever asked for them reads: what was not taken in time is replaced by what holds now. */
export interface LineStream {
  /** What is to be said now, a line; undefined: nothing. */
  next(): string | undefined;
  /** There may be something to say. */
  onNews(listener: () => void): Cancel;
}
