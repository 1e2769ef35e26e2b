import { expect, test } from "vitest";
import { type Modem, UNKNOWN_MODEM } from "../../src/modem/modem.ts";
import { serviceOf } from "../../src/modem/service.ts";
import { stopPicture } from "../../src/policy/stop-picture.ts";

function modem(stat: number, more: Partial<Modem> & { readonly rejectCause?: number } = {}): Modem {
  const { rejectCause, ...rest } = more;
  const eps = { stat, ...(rejectCause === undefined ? {} : { causeType: 0, rejectCause }) };
  const seen: Modem = { ...UNKNOWN_MODEM, sim: { state: "ready" }, registration: { eps }, attached: true, ...rest };
  return { ...seen, service: serviceOf(seen) };
}

test.each([
  ["refused for good", modem(3, { rejectCause: 7 }), false, "denied"],
  ["refused, no cause told", modem(3), false, "denied"],
  ["refused here only", modem(3, { rejectCause: 15 }), false, "none"],
  ["not searching, after a refusal for good", modem(0), true, "denied"],
  ["not searching, nobody knows why", modem(0), false, "none"],
  ["searching", modem(2), true, "none"],
  ["registered, no context", modem(1, { contexts: { 1: false } }), false, "refused"],
  ["a context is up", modem(1, { contexts: { 1: true } }), false, "up"],
  ["let go, registered all the same", modem(1, { attached: false }), false, "detached"],
  ["let go, and not searching", modem(0, { attached: false }), false, "detached"],
  ["let go, and searching", modem(2, { attached: false }), false, "none"],
  ["refused for good, and let go", modem(0, { attached: false }), true, "denied"],
  ["the radio is off", modem(0, { radioOff: true }), true, "none"],
  ["no card", modem(3, { rejectCause: 7, sim: { state: "absent" } }), true, "none"],
  ["nothing known", { ...UNKNOWN_MODEM, sim: { state: "ready" } }, true, "none"],
] as const)("%s", (_, seen, deniedBefore, picture) => {
  expect(stopPicture(seen, deniedBefore)).toBe(picture);
});
