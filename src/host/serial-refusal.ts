import { stat } from "node:fs/promises";
import type { OpenRefusal } from "../ports/serial.ts";
import { groupName } from "./group-names.ts";
import { describeHolders, holdersOf, type PortHolder } from "./port-holders.ts";

/** Turns the driver's message into what a technician can act on: who holds the port, which group may open it. */
export async function describeRefusal(path: string, message: string): Promise<OpenRefusal> {
  if (/No such file|ENOENT|cannot find|No such device|ENXIO|ENODEV/i.test(message))
    return {
      kind: "absent",
      found: `${path} does not exist.`,
      remedy: "Plug the modem in, or set modem.port to its path (see /dev/serial/by-id).",
    };
  if (/Is a directory|EISDIR/i.test(message)) return directoryAsPort(path);
  if (/Permission denied|EACCES|EPERM/i.test(message)) return forbidden(path);
  if (/lock|busy|EBUSY|Resource temporarily unavailable/i.test(message)) {
    return held(path, (await holdersOf(path)).seen);
  }
  if (/Inappropriate ioctl|ENOTTY|Invalid argument|EINVAL/i.test(message)) return notSerial(path);
  return {
    kind: "failed",
    found: `${path} could not be opened: ${message}.`,
    remedy: "Run `cellward doctor`; it looks closer.",
  };
}

export const HELD_REMEDY =
  "Stop that program, or give it another of the modem's ports; ModemManager leaves a port alone by the udev property ID_MM_PORT_IGNORE.";

/** Another program has the port: which one, and how it is got back. `file`: the lock file that says so. */
export const held = (path: string, holders: readonly PortHolder[], file?: string): OpenRefusal => ({
  kind: "busy",
  found: `${path} is held by ${holders.length === 0 ? "another process" : describeHolders(holders)}${file === undefined ? "" : `, as ${file} says`}.`,
  remedy: holders.some(({ name }) => name === "ModemManager") ? MODEM_MANAGER_REMEDY : HELD_REMEDY,
});

const MODEM_MANAGER_REMEDY =
  'Keep ModemManager off this one port with the line of config/udev/70-cellward.rules (ENV{ID_MM_PORT_IGNORE}="1"), then `sudo udevadm control --reload && sudo udevadm trigger` and restart ModemManager; or give the agent another of the modem\'s ports.';

export const notSerial = (path: string): OpenRefusal => ({
  kind: "failed",
  found: `${path} is not a serial port.`,
  remedy: "Set modem.port to the modem's AT port, such as /dev/ttyUSB2 (see /dev/serial/by-id).",
});

export const directoryAsPort = (path: string): OpenRefusal => ({
  kind: "failed",
  found: `${path} is a directory, no port.`,
  remedy:
    "Set modem.port to the device file of the modem's AT port, such as /dev/ttyUSB2 or a name under /dev/serial/by-id; `ls -l /dev/serial/by-id` lists them.",
});

/** What is wrong with a port's permissions, and whose they should be. Nobody is to join the group root for a modem's sake. */
export async function forbidden(path: string): Promise<OpenRefusal> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined)
    return {
      kind: "forbidden",
      found: `${path} may not be opened by this user, nor looked at.`,
      remedy: "Ask the administrator for access to it, or run as root.",
    };
  const { gid, mode } = found;
  const name = groupName(gid);
  const octal = (mode & 0o777).toString(8);
  return {
    kind: "forbidden",
    found: `${path} may not be opened by this user; it belongs to group ${name} (mode ${octal}).`,
    remedy: gid === 0 || (mode & 0o060) !== 0o060 ? udevRemedy(gid === 0 ? "dialout" : name) : groupRemedy(gid, name),
  };
}

const udevRemedy = (group: string): string =>
  `Have udev give the port to a group: a rule with GROUP="${group}", MODE="0660" (config/udev/70-cellward.rules holds one to adapt); then let the user join it: sudo usermod -aG ${group} USER.`;

function groupRemedy(gid: number, name: string): string {
  return process.getgroups?.().includes(gid) === true
    ? "This user is in that group already; something else forbids it (a container, a service's DeviceAllow=)."
    : `Let the user join that group (sudo usermod -aG ${name} USER) and log in again, or start the service again.`;
}
