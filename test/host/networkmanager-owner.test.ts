import { expect, test } from "vitest";
import { networkManagerOwner } from "../../src/host/networkmanager-owner.ts";
import type { OwnerAnswer, OwnerRequest, SoughtModem } from "../../src/ports/owner-request.ts";
import { FakeBus } from "../support/fake-bus.ts";

const NM = "org.freedesktop.NetworkManager";
const MM = "org.freedesktop.ModemManager1";
const ROOT = "/org/freedesktop/NetworkManager";
const MODEM = "/org/freedesktop/ModemManager1/Modem/0";
const REQUEST: OwnerRequest = { v: 1, request: "connect", why: "x", device: "d", interface: "wwan0", attempt: 1 };
const OURS: SoughtModem = { interfaceName: "wwan0", imei: "867698041234561" };

/** A modem's device as NetworkManager 1.42 shows it while nothing is up: the control port's name and no IpInterface. */
const device = (over: Readonly<Record<string, unknown>> = {}) => ({
  DeviceType: 8,
  Interface: "cdc-wdm0",
  IpInterface: "",
  Udi: MODEM,
  State: 30,
  StateReason: [30, 0],
  AvailableConnections: [`${ROOT}/Settings/1`],
  ...over,
});

const ETHERNET = device({ DeviceType: 1, Interface: "eth0", IpInterface: "eth0", Udi: "/sys/devices/eth0" });

function bus(devices: readonly unknown[], modemManager = true): FakeBus {
  const made = new FakeBus();
  made.running.add(NM);
  devices.forEach((one, n) => made.objects.set(`${ROOT}/Devices/${n} ${NM}.Device`, one as Record<string, unknown>));
  made.returns.set("GetDevices", { kind: "answer", value: [devices.map((_, n) => `${ROOT}/Devices/${n}`)] });
  made.returns.set("ActivateConnection", { kind: "answer", value: [`${ROOT}/ActiveConnection/3`] });
  made.objects.set(`${ROOT}/ActiveConnection/3 ${NM}.Connection.Active`, { Id: "Cell 专网" });
  if (!modemManager) return made;
  made.running.add(MM);
  const ports = [
    ["cdc-wdm0", 5],
    ["wwan0", 2],
  ];
  made.objects.set(`${MODEM} ${MM}.Modem`, {
    State: 8,
    EquipmentIdentifier: "867698041234561",
    Ports: ports,
    Bearers: [],
  });
  return made;
}

const ask = (of: FakeBus, sought = OURS, port?: string): Promise<OwnerAnswer> =>
  networkManagerOwner(of, () => port).ask(REQUEST, sought);

test("NetworkManager is asked to activate on the modem's device the profile that it chooses itself", async () => {
  const of = bus([ETHERNET, device()]);
  expect(await ask(of)).toEqual({
    kind: "accepted",
    text: 'NetworkManager has begun the activation of the profile "Cell 专网"',
  });
  expect(of.calls).toEqual([`GetDevices ${ROOT}`, `ActivateConnection ${ROOT} / ${ROOT}/Devices/1 /`]);
});

test("without ModemManager's word the device's own interface has to be the one", async () => {
  const named = device({ Interface: "wwan0", Udi: "/sys/devices/wwan0" });
  expect(await ask(bus([named], false))).toMatchObject({ kind: "accepted" });
  expect(await ask(bus([device()], false))).toMatchObject({ cause: "not-found" });
});

test.each<[string, FakeBus, SoughtModem, string]>([
  ["no NetworkManager", new FakeBus(), OURS, "not-running"],
  ["no modem among its devices", bus([ETHERNET]), { interfaceName: "eth0" }, "not-found"],
  ["another modem", bus([device()]), { ...OURS, imei: "867698041234579" }, "not-found"],
  ["unmanaged", bus([device({ State: 10 })]), OURS, "by-hand"],
  ["its radio is off", bus([device({ State: 20 })]), OURS, "by-hand"],
  ["disconnected by somebody", bus([device({ StateReason: [30, 39] })]), OURS, "by-hand"],
  ["no profile", bus([device({ AvailableConnections: [] })]), OURS, "nothing-to-connect"],
  ["properties of another kind", bus([device({ State: "30", AvailableConnections: null })]), OURS, "not-found"],
])("%s: nothing is activated", async (_what, of, sought, cause) => {
  expect(await ask(of, sought)).toMatchObject({ kind: "failed", cause });
  expect(of.calls.filter((call) => call.startsWith("Activate"))).toEqual([]);
});

test.each([40, 70, 90, 100])("a call that is up or on its way is not cut (state %d)", async (State) => {
  const of = bus([device({ State })]);
  expect(await ask(of)).toMatchObject({ kind: "standing" });
  expect(of.calls.filter((call) => call.startsWith("Activate"))).toEqual([]);
});

test.each<[string, unknown]>([
  ["a list of what are no paths", [["/a b", "$(reboot)"]]],
  ["nothing", undefined],
  ["a text", "x"],
])("devices told as %s are no devices", async (_what, value) => {
  const of = bus([device()]);
  of.returns.set("GetDevices", { kind: "answer", value });
  expect(await ask(of)).toMatchObject({ kind: "failed", cause: "failed" });
});

test("an activation that is answered with nonsense, or refused, is told as it is", async () => {
  const of = bus([device()]);
  of.returns.set("ActivateConnection", { kind: "answer", value: [7] });
  expect(await ask(of)).toMatchObject({ kind: "failed", cause: "failed" });
  of.returns.set("ActivateConnection", { kind: "failed", cause: "forbidden", text: "Not authorized" });
  expect(await ask(of)).toEqual({ kind: "failed", cause: "forbidden", text: "Not authorized" });
});
