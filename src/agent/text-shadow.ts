import { type Duration, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";

/** At 9600 baud ten parts of a text take this long; lines of the modem's own are seldom so near. */
const SHADOW: Duration = Seconds(2);
const DELIVERED = /^\+(?:CMT|CBM):/;

/**
 * In text mode a message's further lines look like lines of the modem: whoever knows the number could write
 * `+CGEV: NW DETACH` into a second line. What comes in the shadow of a delivered text is therefore asked for, never believed.
 */
export class TextShadow {
  #since: MonoMs | undefined;

  /** A line that came unasked; a PDU's body is hexadecimal digits, and hides nothing. */
  heard(line: string, now: MonoMs): void {
    const body = line.indexOf("\r\n");
    if (DELIVERED.test(line) && body !== -1 && !isHexadecimal(line.slice(body + 2))) this.#since = now;
  }

  covers(now: MonoMs): boolean {
    return this.#since !== undefined && elapsed(this.#since, now) < SHADOW;
  }
}

/** A PDU, also one that echoes its Ctrl-Z. */
const isHexadecimal = (body: string): boolean =>
  /^[0-9A-Fa-f]+$/.test(body.endsWith("\u001a") ? body.slice(0, -1) : body);
