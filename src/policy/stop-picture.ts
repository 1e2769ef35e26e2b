import type { Modem } from "../modem/modem.ts";
import { rejectIsPermanent } from "../modem/reject-cause.ts";
import { decidingRegistration } from "../modem/service.ts";
import type { StopPicture } from "./next-recovery.ts";

/** 27.007 10.1.22: not registered and not searching; denied. */
const [NOT_SEARCHING, DENIED] = [0, 3];

/** What the modem's own words allow to be tried. `deniedBefore`: the last refusal, which no registration has ended, was for good. */
export function stopPicture(modem: Modem, deniedBefore: boolean): StopPicture {
  if (modem.radioOff === true || modem.sim.state !== "ready") return "none";
  const seen = decidingRegistration(modem);
  if (seen === undefined) return "none";
  // A modem that tells no cause may hold the card for invalid: it is asked as rarely as one that does.
  if (seen.stat === DENIED) return seen.rejectCause === undefined || rejectIsPermanent(seen) ? "denied" : "none";
  const { service, attached } = modem;
  if (seen.stat === NOT_SEARCHING && deniedBefore) return "denied";
  // A modem that searches comes back by itself; one that was let go, and is told nothing more, may sit there for good.
  if (attached === false && (seen.stat === NOT_SEARCHING || (service.data === "down" && service.why === "detached")))
    return "detached";
  if (service.data === "up") return "up";
  return service.data === "down" && service.why === "no-context" ? "refused" : "none";
}
