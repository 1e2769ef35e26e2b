import { expect, test } from "vitest";
import { FAMILIES, FakeClock, SimulatedModem } from "../../src/simulator/index.ts";

/** As a program without types would call it. */
const made = (options: unknown): (() => SimulatedModem) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return () => new SimulatedModem(options as ConstructorParameters<typeof SimulatedModem>[0]);
};
const clock = new FakeClock();
const zero = (): number => 0;

test.each([
  ["no options at all", undefined, "found nothing, allowed: an object such as { clock }"],
  ["no clock", {}, "clock: found nothing, allowed: a Clock such as new SystemClock() or new FakeClock()"],
  ["a clock without timers", { clock: { wallMs: zero, monoMs: zero } }, "clock: found"],
  ["a name that is not an option", { clock, pinn: "1234" }, '"pinn": not a field here, allowed: clock, seed,'],
  ["a family as an option", { clock, family: "huawei" }, '"family": not a field here'],
  ["a make that is not known", { clock, personality: "huawei" }, 'personality: found "huawei", allowed: an object'],
  ["a family that is not there", { clock, personality: FAMILIES["huawei"] }, "personality: found nothing, allowed:"],
  ["a field of no personality", { clock, personality: { banners: [] } }, 'personality: "banners": not a field here'],
  ["a banner that is no list", { clock, personality: { banner: "RDY" } }, 'banner: found "RDY", allowed: a list'],
  ["a PIN that is none", { clock, card: { pin: "x" } }, 'card: pin: found "x", allowed: 4 to 8 digits'],
  ["a misspelt PIN", { clock, card: { pinn: "1234" } }, 'card: "pinn": not a field here, allowed: iccid, imsi, pin'],
  ["an ICCID that is too short", { clock, card: { iccid: "123" } }, 'card: iccid: found "123", allowed: 18 to 20'],
  ["no card in another word", { clock, card: "none" }, 'card: found "none", allowed: an object with iccid'],
  ["a delay in words", { clock, registrationDelay: "2s" }, 'registrationDelay: found "2s", allowed: a whole number'],
  ["a quota as a number", { clock, carrier: { quota: 5 } }, "carrier: quota: found 5, allowed: bytes as a bigint"],
  ["a misspelt carrier", { clock, carrier: { operator: "x" } }, 'carrier: "operator": not a field here'],
  ["a context outside", { clock, contexts: [{ cid: 17, apn: "a" }] }, "contexts[0]: cid: found 17, allowed: a whole"],
  [
    "a plan's unknown part",
    { clock, carrier: { plan: { foo: 1 } } },
    'carrier.plan: "foo": not a field here, allowed:',
  ],
  [
    "replies that are none",
    { clock, carrier: { plan: { replies: 1 } } },
    "carrier.plan.replies: found 1, allowed: a list",
  ],
  ["replies in an object", { clock, carrier: { plan: { replies: { a: 1 } } } }, 'carrier.plan.replies: found {"a":1}'],
  [
    "a reply to nobody",
    { clock, carrier: { plan: { replies: [{ reply: "x" }] } } },
    "carrier.plan.replies[0]: to: found",
  ],
  ["codes in a text", { clock, carrier: { plan: { ussd: "x" } } }, 'carrier.plan.ussd: found "x", allowed: an object'],
  [
    "a code's odd field",
    { clock, carrier: { plan: { ussd: { "*1#": { says: "a", x: 1 } } } } },
    '"x": not a field here',
  ],
  ["a menu of nothing", { clock, carrier: { plan: { ussd: { "*1#": { says: "a", menu: 1 } } } } }, ".menu: found 1"],
  ["a cell's odd field", { clock, carrier: { cell: { lac: 1 } } }, 'carrier.cell: "lac": not a field here'],
  [
    "a maker in an object",
    { clock, personality: { vendors: [{}] } },
    "vendors: found [{}], allowed: a list of generic, ",
  ],
  [
    "a domain that is none",
    { clock, personality: { registration: { foo: 1 } } },
    'personality.registration: "foo": not a',
  ],
  [
    "a mode too many",
    { clock, personality: { registration: { cs: 9, gprs: 2, eps: 2 } } },
    "cs: found 9, allowed: 0 to 3",
  ],
  [
    "a domain left out",
    { clock, personality: { registration: { eps: 2 } } },
    "personality.registration: cs: found nothing",
  ],
  ["an access unheard of", { clock, personality: { access: "6g" } }, 'access: found "6g", allowed: lte, nsa, sa'],
  [
    "a banner of numbers",
    { clock, personality: { banner: [1] } },
    "banner: found [1], allowed: a list of lines of text",
  ],
  ["a context that is none", { clock, contexts: [1] }, "contexts[0]: found 1, allowed: an object with cid and apn"],
])("%s is refused by its name, with what was found and what is allowed", (_what, options, said) => {
  expect(made(options)).toThrow(said);
  expect(made(options)).toThrow("[simulator-option]");
});

test("a make is played by its name, and delays are plain milliseconds", async () => {
  const own = new FakeClock();
  const modem = new SimulatedModem({ clock: own, personality: "telit-le910", registrationDelay: 0, answerDelay: 5 });
  let heard = "";
  modem.onSend((bytes) => (heard += Buffer.from(bytes).toString("latin1")));
  modem.receive(Buffer.from("AT+CGMM;+CEREG?\r"));
  expect(heard).not.toContain("LE910");
  await own.advance(5);
  expect(heard).toContain("LE910-EU1");
  expect(heard).toContain("+CEREG: 0,1");
});
