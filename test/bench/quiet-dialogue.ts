import { Dialogue } from "../../src/at/dialogue.ts";
import { STANDARD_DIALOGUE } from "../../src/at/dialogue-profile.ts";
import { SystemClock } from "../../src/host/system-clock.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Serial } from "../../src/ports/serial.ts";

const quiet: Log = {
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  station: () => quiet,
};

export const dialogueOn = (serial: Serial): Dialogue =>
  new Dialogue({ serial, clock: new SystemClock(), log: quiet }, STANDARD_DIALOGUE);

/** A dialogue that has nothing to ask; what comes in is given to what is returned. */
export function quietDialogue(onUrc: (line: string) => void): (bytes: Uint8Array) => void {
  let say: (bytes: Uint8Array) => void = () => {};
  const serial: Serial = {
    write: () => Promise.resolve(),
    onBytes: (listener) => (say = listener),
    onGone: () => {},
    close: () => Promise.resolve(),
  };
  dialogueOn(serial).onUrc(onUrc);
  return (bytes) => say(bytes);
}
