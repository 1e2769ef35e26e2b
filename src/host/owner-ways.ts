import { realpathSync } from "node:fs";
import { basename } from "node:path";
import type { RequestOwner } from "../ports/owner-request.ts";
import type { Settings } from "../settings/declaration.ts";
import { Busctl } from "./busctl.ts";
import { modemManagerOwner } from "./modemmanager-owner.ts";
import { networkManagerOwner } from "./networkmanager-owner.ts";
import { requestCommand } from "./request-command.ts";

/**
 * Whom the settings name to be asked; undefined: nobody. `busAddress`: as D-Bus's own programs take it from
 * DBUS_SYSTEM_BUS_ADDRESS.
 */
export function ownerOf({ bearer, modem }: Settings, busAddress: string | undefined): RequestOwner | undefined {
  const { requestCommand: command, requestVia } = bearer;
  const way = requestVia ?? (command === undefined ? "none" : "command");
  const bus = new Busctl(busAddress);
  switch (way) {
    case "network-manager":
      return networkManagerOwner(bus, () => portName(modem.port));
    case "modem-manager":
      return modemManagerOwner(bus, () => portName(modem.port));
    case "command":
      return command === undefined ? undefined : requestCommand(command);
    case "none":
    default:
      return undefined;
  }
}

/** `/dev/serial/by-id/...` is `ttyUSB2` to others. */
function portName(port: string): string | undefined {
  if (port === "auto" || port === "none") return undefined;
  try {
    return basename(realpathSync(port));
  } catch {
    return basename(port);
  }
}
