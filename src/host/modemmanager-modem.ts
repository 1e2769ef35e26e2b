import * as v from "valibot";
import type { SoughtModem } from "../ports/owner-request.ts";
import { type BusAnswer, type BusObject, type MessageBus, objectPath, readObject } from "./message-bus.ts";

export const MODEM_MANAGER = "org.freedesktop.ModemManager1";
const MODEM = `${MODEM_MANAGER}.Modem`;
const IS_MODEM = /^\/org\/freedesktop\/ModemManager1\/Modem\/\d+$/;

export const modemObject = (path: string): BusObject => ({ service: MODEM_MANAGER, path, interface: MODEM });

const name = v.pipe(v.string(), v.maxLength(255));

/** org.freedesktop.ModemManager1.Modem, as far as it is asked; ModemManager 1.20's D-Bus reference. */
const SHAPE = {
  /** MMModemState. */
  State: v.pipe(v.number(), v.integer()),
  EquipmentIdentifier: name,
  /** Names without /dev, also of ports that it was told to leave alone; each with its MMModemPortType. */
  Ports: v.pipe(v.array(v.tuple([name, v.number()])), v.maxLength(64)),
  Bearers: v.pipe(v.array(objectPath), v.maxLength(64)),
} as const;

export type KnownModem = v.InferOutput<v.ObjectSchema<typeof SHAPE, undefined>> & { readonly path: string };

/** A modem and the port over which we know it: `ttyUSB2`, where it is one. */
export interface Sought extends SoughtModem {
  readonly portName?: string;
}

/** The port's name as the kernel has it now: a modem that is plugged in again may have another. */
export type PortName = () => string | undefined;

export function soughtBy(modem: SoughtModem, portName: PortName): Sought {
  const now = portName();
  return now === undefined ? modem : { ...modem, portName: now };
}

/** The IMEI decides where both sides know it; else a port or the interface must be the very same. Alike is not the same. */
export function isSought(
  { EquipmentIdentifier, Ports }: KnownModem,
  { imei, portName, interfaceName }: Sought,
): boolean {
  if (imei !== undefined && /^\d{15}$/.test(EquipmentIdentifier)) return EquipmentIdentifier === imei;
  return Ports.some(([port]) => port === interfaceName || port === portName);
}

export async function readModem(bus: MessageBus, path: string): Promise<BusAnswer<KnownModem>> {
  const read = await readObject(bus, modemObject(path), SHAPE);
  return read.kind === "failed" ? read : { kind: "answer", value: { ...read.value, path } };
}

/** Every modem that ModemManager tells of and that can be read. */
export async function knownModems(bus: MessageBus): Promise<BusAnswer<readonly KnownModem[]>> {
  const paths = await bus.paths(MODEM_MANAGER);
  if (paths.kind === "failed") return paths;
  const reads = await Promise.all(
    paths.value.filter((path) => IS_MODEM.test(path)).map((path) => readModem(bus, path)),
  );
  return { kind: "answer", value: reads.flatMap((read) => (read.kind === "answer" ? [read.value] : [])) };
}
