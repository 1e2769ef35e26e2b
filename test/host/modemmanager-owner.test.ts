import { expect, test } from "vitest";
import { modemManagerOwner } from "../../src/host/modemmanager-owner.ts";
import type { OwnerAnswer, OwnerRequest, SoughtModem } from "../../src/ports/owner-request.ts";
import { FakeBus } from "../support/fake-bus.ts";

const MM = "org.freedesktop.ModemManager1";
const ROOT = "/org/freedesktop/ModemManager1";
const REQUEST: OwnerRequest = { v: 1, request: "connect", why: "x", device: "d", interface: "wwan0", attempt: 1 };
const OURS: SoughtModem = { interfaceName: "wwan0", imei: "867698041234561" };

const modem = (over: Readonly<Record<string, unknown>> = {}) => ({
  State: 8,
  EquipmentIdentifier: "867698041234561",
  Ports: [
    ["cdc-wdm0", 5],
    ["wwan0", 2],
    ["ttyUSB2", 8],
  ],
  Bearers: [`${ROOT}/Bearer/0`],
  ...over,
});

function bus(modems: readonly unknown[], bearers: readonly unknown[] = [{ Connected: false }]): FakeBus {
  const made = new FakeBus();
  made.running.add(MM);
  modems.forEach((one, n) => made.objects.set(`${ROOT}/Modem/${n} ${MM}.Modem`, one as Record<string, unknown>));
  bearers.forEach((one, n) => made.objects.set(`${ROOT}/Bearer/${n} ${MM}.Bearer`, one as Record<string, unknown>));
  return made;
}

const ask = (of: FakeBus, sought = OURS, port?: string): Promise<OwnerAnswer> =>
  modemManagerOwner(of, () => port).ask(REQUEST, sought);

test("the one bearer that the modem has is connected again, and nothing else is called", async () => {
  const of = bus([modem()]);
  expect(await ask(of)).toMatchObject({ kind: "accepted" });
  expect(of.calls).toEqual([`Connect ${ROOT}/Bearer/0`]);
});

const cycle = (of: FakeBus): Promise<OwnerAnswer> =>
  modemManagerOwner(of, () => undefined).ask({ ...REQUEST, request: "radio-cycle" }, OURS);

const onModem = (call: string): string => call.replace(" ", ` ${ROOT}/Modem/0 `);

test("a radio cycle is the modem disabled, without power, with power, and enabled again, whatever bearers it has", async () => {
  const of = bus([modem({ State: 7, Bearers: [] })]);
  expect(await cycle(of)).toMatchObject({ kind: "accepted" });
  expect(of.calls).toEqual(["Enable false", "SetPowerState 2", "SetPowerState 3", "Enable true"].map(onModem));
});

test("a modem whose power cannot be set is enabled again all the same", async () => {
  const of = bus([modem({ State: 7 })]);
  of.returns.set("SetPowerState", { kind: "failed", cause: "forbidden", text: "no" });
  expect(await cycle(of)).toMatchObject({ kind: "failed", cause: "forbidden" });
  expect(of.calls.at(-1)).toBe(onModem("Enable true"));
});

test("a modem that somebody has disabled is not enabled by a radio cycle", async () => {
  const of = bus([modem({ State: 3 })]);
  expect(await cycle(of)).toMatchObject({ kind: "failed", cause: "by-hand" });
  expect(of.calls).toEqual([]);
});

test.each<[string, FakeBus, SoughtModem, string | undefined, string]>([
  ["no ModemManager", new FakeBus(), OURS, undefined, "not-running"],
  ["no modem", bus([]), OURS, undefined, "not-found"],
  [
    "another IMEI, though the ports are alike",
    bus([modem({ EquipmentIdentifier: "867698041234579" })]),
    OURS,
    "ttyUSB2",
    "not-found",
  ],
  [
    "neither port nor interface known",
    bus([modem({ EquipmentIdentifier: "" })]),
    { interfaceName: "ppp0" },
    "ttyS1",
    "not-found",
  ],
  ["two that may be it", bus([modem(), modem()]), { interfaceName: "wwan0" }, undefined, "not-found"],
  ["no bearer", bus([modem({ Bearers: [] })]), OURS, undefined, "nothing-to-connect"],
  [
    "two bearers",
    bus([modem({ Bearers: [`${ROOT}/Bearer/0`, `${ROOT}/Bearer/1`] })], [{ Connected: false }, { Connected: false }]),
    OURS,
    undefined,
    "by-hand",
  ],
  ["switched off by somebody", bus([modem({ State: 3 })]), OURS, undefined, "by-hand"],
  ["locked", bus([modem({ State: 2 })]), OURS, undefined, "by-hand"],
  ["properties of another kind", bus([modem({ Bearers: "none", Ports: { a: 1 } })]), OURS, undefined, "not-found"],
  ["a path that is no path", bus([modem({ Bearers: ["/a b; reboot"] })]), OURS, undefined, "not-found"],
  ["a bearer that does not say how it is", bus([modem()], [{ Connected: "yes" }]), OURS, undefined, "failed"],
])("%s: nothing is connected", async (_what, of, sought, port, cause) => {
  expect(await ask(of, sought, port)).toMatchObject({ kind: "failed", cause });
  expect(of.calls).toEqual([]);
});

test.each<[SoughtModem, string | undefined]>([
  [{ interfaceName: "wwan0" }, undefined],
  [{ interfaceName: "ppp0" }, "ttyUSB2"],
])(
  "without an IMEI the interface or the AT port tells the modem, also one that ModemManager leaves alone: %j %s",
  async (sought, port) => {
    const other = modem({ EquipmentIdentifier: "1", Ports: [["ttyUSB7", 3]], Bearers: [] });
    expect(await ask(bus([other, modem({ EquipmentIdentifier: "" })]), sought, port)).toMatchObject({
      kind: "accepted",
    });
  },
);

test("a call that ModemManager holds for connected is not cut", async () => {
  const of = bus([modem({ State: 11 })], [{ Connected: true }]);
  expect(await ask(of)).toMatchObject({ kind: "standing" });
  expect(of.calls).toEqual([]);
});

test("a refusal of polkit is told as one", async () => {
  const of = bus([modem()]);
  of.returns.set("Connect", { kind: "failed", cause: "forbidden", text: "Access denied" });
  expect(await ask(of)).toEqual({ kind: "failed", cause: "forbidden", text: "Access denied" });
});
