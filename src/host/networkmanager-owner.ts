import * as v from "valibot";
import { Seconds } from "../base/duration.ts";
import type { OwnerAnswer, RequestOwner } from "../ports/owner-request.ts";
import { type BusAnswer, type BusObject, type MessageBus, objectPath, readAs, readObject } from "./message-bus.ts";
import { isSought, MODEM_MANAGER, type PortName, readModem, type Sought, soughtBy } from "./modemmanager-modem.ts";
import { failed, missing, standing } from "./owner-answers.ts";

const SERVICE = "org.freedesktop.NetworkManager";
const ROOT = "/org/freedesktop/NetworkManager";
const IS_MM_MODEM = /^\/org\/freedesktop\/ModemManager1\/Modem\/\d+$/;

/** It answers when it has begun, not when it is done. */
const WITHIN = Seconds(20);

/** NMDeviceType. */
const MODEM_DEVICE = 8;
/** NMDeviceState: 10 unmanaged, 20 unavailable, 30 disconnected, 40 to 90 on the way, 100 activated, 110, 120 failed. */
const UNMANAGED = 10;
const UNAVAILABLE = 20;
const PREPARE = 40;
const ACTIVATED = 100;
/** NMDeviceStateReason. */
const USER_REQUESTED = 39;

const text = v.pipe(v.string(), v.maxLength(255));

/** org.freedesktop.NetworkManager.Device, as far as it is asked; NetworkManager's D-Bus reference. */
const SHAPE = {
  DeviceType: v.number(),
  Interface: text,
  IpInterface: text,
  /** Of a modem: its path in ModemManager. */
  Udi: v.pipe(v.string(), v.maxLength(4_096)),
  State: v.number(),
  StateReason: v.tuple([v.number(), v.number()]),
  AvailableConnections: v.pipe(v.array(objectPath), v.maxLength(1_000)),
} as const;

type Device = v.InferOutput<v.ObjectSchema<typeof SHAPE, undefined>> & { readonly path: string };

const ofPath = (path: string, part: string): BusObject => ({ service: SERVICE, path, interface: `${SERVICE}${part}` });

/**
 * Asks NetworkManager to activate on the modem's device the profile that it would itself take of those that it has. The agent
 * makes no profile and changes none.
 */
export function networkManagerOwner(bus: MessageBus, portName: PortName): RequestOwner {
  return {
    way: "network-manager",
    ask: async ({ request }, modem) => {
      if (request !== "connect") return failed("by-hand", "NetworkManager is asked to connect and for nothing else");
      const running = await bus.has(SERVICE);
      if (running.kind === "failed") return running;
      if (!running.value) return missing("NetworkManager");
      const devices = await modemDevices(bus);
      if (devices.kind === "failed") return devices;
      const sought = soughtBy(modem, portName);
      const found: Device[] = [];
      for (const device of devices.value) if (await isOurs(bus, device, sought)) found.push(device);
      const [device, another] = found;
      if (device === undefined || another !== undefined)
        return failed(
          "not-found",
          `of NetworkManager's ${devices.value.length} modem devices ${device === undefined ? "none is" : "more than one may be"} certainly this one`,
        );
      return activate(bus, device);
    },
  };
}

async function modemDevices(bus: MessageBus): Promise<BusAnswer<readonly Device[]>> {
  const answer = await bus.call({ object: ofPath(ROOT, ""), method: "GetDevices", within: WITHIN });
  const paths = readAs(answer, v.tuple([v.pipe(v.array(objectPath), v.maxLength(1_000))]));
  if (paths.kind === "failed") return paths;
  const devices: Device[] = [];
  for (const path of paths.value[0]) {
    const read = await readObject(bus, ofPath(path, ".Device"), SHAPE);
    // One that went meanwhile, or whose type is odd, is not the modem.
    if (read.kind === "answer" && read.value.DeviceType === MODEM_DEVICE) devices.push({ ...read.value, path });
  }
  return { kind: "answer", value: devices };
}

/** The interface alone does not do: while nothing is up, a modem's device has the control port's name and no IpInterface (measured). */
async function isOurs(bus: MessageBus, device: Device, sought: Sought): Promise<boolean> {
  if (IS_MM_MODEM.test(device.Udi) && (await bus.has(MODEM_MANAGER)).kind === "answer") {
    const modem = await readModem(bus, device.Udi);
    if (modem.kind === "answer") return isSought(modem.value, sought);
  }
  const names = [device.Interface, device.IpInterface];
  return names.includes(sought.interfaceName) || (sought.portName !== undefined && names.includes(sought.portName));
}

async function activate(bus: MessageBus, device: Device): Promise<OwnerAnswer> {
  const { State, StateReason, AvailableConnections, path } = device;
  if (State >= PREPARE && State <= ACTIVATED)
    return standing(`NetworkManager holds that the call is ${State === ACTIVATED ? "up" : "on its way"}`);
  if (State <= UNMANAGED) return failed("by-hand", "NetworkManager was told to leave this device alone (unmanaged)");
  if (State === UNAVAILABLE)
    return failed(
      "by-hand",
      "to NetworkManager the device is unavailable: its radio is off (`nmcli radio wwan`), or the card is locked",
    );
  // A person who disconnects at the device means it; NetworkManager itself does not connect again then.
  if (StateReason[1] === USER_REQUESTED) return failed("by-hand", "somebody disconnected it by hand (nmcli, a menu)");
  if (AvailableConnections.length === 0)
    return failed("nothing-to-connect", "NetworkManager has no profile that fits the modem now");
  // "/" for the profile: NetworkManager takes of those that fit the one that it would take itself (priority, then last used).
  const answer = await bus.call({
    object: ofPath(ROOT, ""),
    method: "ActivateConnection",
    words: ["ooo", "/", path, "/"],
    within: WITHIN,
  });
  const active = readAs(answer, v.tuple([objectPath]));
  if (active.kind === "failed") return active;
  const named = await readObject(bus, ofPath(active.value[0], ".Connection.Active"), { Id: text });
  const profile = named.kind === "answer" ? ` of the profile "${named.value.Id}"` : "";
  return { kind: "accepted", text: `NetworkManager has begun the activation${profile}` };
}
