import { type Duration, Millis } from "../base/duration.ts";
import { LineSplitter } from "../line/line-splitter.ts";
import { parseFinalResult, parseNumericResult } from "./final-result.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Serial } from "../ports/serial.ts";

/** `foreign`: something is there and it does not speak AT (a diagnostic or GNSS port), or speaks at another speed. */
export type Probe = "at" | "silent" | "foreign";

const TRIES = 3;
const WAIT: Duration = Millis(700);
/** NMEA sentences and a diagnostic port's frames come unasked; a modem that has just started says far less. */
const FOREIGN_BYTES = 64;
const NMEA = /^\$G[A-Z]{4},/;

/**
 * Is a modem's AT port at the other end? The cheapest question, three times, and an early end when what comes back
 * cannot be AT. Nothing is changed at the other side, but that one which answers nothing is told to say its results
 * (V.250 6.2.5: whoever spoke last may have switched them off); the line is left open.
 */
export function probe({ serial, clock }: { readonly serial: Serial; readonly clock: Clock }): Promise<Probe> {
  return new Promise((resolve) => {
    let over = false;
    let tries = 0;
    let rubbish = 0;
    let cancel: Cancel = () => {};
    const end = (result: Probe): void => {
      if (over) return;
      over = true;
      cancel();
      resolve(result);
    };
    const strange = (bytes: number): void => {
      rubbish += bytes;
      if (rubbish >= FOREIGN_BYTES) end("foreign");
    };
    const splitter = new LineSplitter({
      onLine: (line) => {
        // A device that merely echoes would otherwise be taken for a modem.
        if (parseFinalResult(line) !== undefined || parseNumericResult(line) !== undefined) end("at");
        else if (NMEA.test(line)) end("foreign");
        else if (!/^[\x20-\x7e]+$/.test(line)) strange(line.length);
      },
      onPrompt: () => {},
      onDiscarded: strange,
    });
    splitter.expectDigit(true);
    serial.onBytes((bytes) => {
      if (!over) splitter.feed(bytes);
    });
    serial.onGone(() => end(rubbish > 0 ? "foreign" : "silent"));
    const ask = (): void => {
      if (tries === TRIES) return end(rubbish > 0 ? "foreign" : "silent");
      tries += 1;
      void serial.write(Buffer.from(`${tries === 1 ? "AT" : "ATQ0V1"}\r`, "latin1"));
      cancel = clock.after(WAIT, ask);
    };
    ask();
  });
}
