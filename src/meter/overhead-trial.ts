import type { CounterSample, DirectionCount } from "../ports/counters.ts";
import { isSameInterface } from "./epoch.ts";

/** Link-layer bytes of a packet, per direction. */
export interface MeasuredOverhead {
  readonly rx: number;
  readonly tx: number;
}

/** The counters around a question and its answer, whose IP bytes are known. */
export interface OverheadTrial {
  readonly before: CounterSample;
  readonly after: CounterSample;
  readonly sent: number;
  readonly received: number;
}

/** The longest header known is that of RNDIS with 58 bytes; more is another packet. */
const MOST = 128;

/** Undefined where anything else may have passed in between: only one packet each way says something. */
export function overheadIn({ before, after, sent, received }: OverheadTrial): MeasuredOverhead | undefined {
  if (!isSameInterface(before.epoch, after.epoch)) return undefined;
  const [rx, tx] = [beyond(before.rx, after.rx, received), beyond(before.tx, after.tx, sent)];
  return rx === undefined || tx === undefined ? undefined : { rx, tx };
}

function beyond(before: DirectionCount, after: DirectionCount, ipBytes: number): number | undefined {
  if (after.packets - before.packets !== 1n) return undefined;
  const more = Number(after.bytes - before.bytes) - ipBytes;
  return more >= 0 && more <= MOST ? more : undefined;
}

/**
 * What trials of different sizes agree on: a strange packet in the place of ours would have to grow with them. Undefined
 * until two agree, and where others agree on something else.
 */
export function agreedOverhead(found: readonly MeasuredOverhead[]): MeasuredOverhead | undefined {
  const times = new Map<string, number>();
  for (const { rx, tx } of found) times.set(`${rx}/${tx}`, (times.get(`${rx}/${tx}`) ?? 0) + 1);
  const agreed = found.filter(({ rx, tx }) => (times.get(`${rx}/${tx}`) ?? 0) >= 2);
  const [first] = agreed;
  return first !== undefined && agreed.every(({ rx, tx }) => rx === first.rx && tx === first.tx) ? first : undefined;
}
