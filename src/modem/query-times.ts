import { type Duration, Seconds } from "../base/duration.ts";

/** From the last byte of the question to its final result, and why so long. `MM`: ModemManager 1.24; numbers without a driver are this program's own. */
export interface QueryTime {
  readonly within: Duration;
  readonly because: string;
}

const time = (seconds: number, because: string): QueryTime => ({ within: Seconds(seconds), because });

const FREE_TEXT = "a text out of the modem's own memory; MM gives its generic loaders 3 s";
const NETWORK_READ = "MM reads +CREG, +CGREG, +CEREG with 10 s: a modem in the middle of a search answers late";

export const QUERY_TIMES = {
  alive: time(1, "nothing is done for it; a modem that does not answer this in 1 s is asked again behind the fence"),
  words: time(1, "as `alive`: three settings of the line itself (V.250 6.2)"),
  manufacturer: time(3, FREE_TEXT),
  model: time(3, FREE_TEXT),
  revision: time(3, FREE_TEXT),
  imei: time(3, FREE_TEXT),
  simState: time(10, "more than 3 s on a Telit LE922 (MM commit 60d5aefa, 10 s since)"),
  imsi: time(5, "read from the card; MM gives +CIMI 3 s, a card that was just unlocked is slower"),
  fiveGs: time(10, NETWORK_READ),
  eps: time(10, NETWORK_READ),
  ps: time(10, NETWORK_READ),
  cs: time(10, NETWORK_READ),
  attach: time(10, "27.007 10.1.9 names no time; the state is the network layer's, as with the registrations"),
  contexts: time(
    10,
    "27.007 10.1.10 names no time; MM's connection monitor gives +CGACT? 3 s, SIM7600E is slower (commit a9797f44)",
  ),
  signal: time(3, "the last measurement is told; MM 3 s"),
  extendedSignal: time(3, "as +CSQ: the last measurement"),
  operator: time(10, "names may come from the card (EF SPN, EF PNN), which is slower than the modem"),
  lastFailure: time(5, "27.007 6.10 names no time; the last reason is kept by the modem"),
  clock: time(3, "the modem's own clock; MM 3 s"),
} as const satisfies Readonly<Record<string, QueryTime>>;
