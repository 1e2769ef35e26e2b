import { expect, test } from "vitest";
import { busRefusal } from "../../src/host/bus-refusal.ts";

// As busctl 252 printed them, of NetworkManager 1.42.4, ModemManager 1.20.4 and dbus-daemon 1.14.10.
test.each([
  ["Call failed: Not authorized to control networking.", "forbidden"],
  [
    "Call failed: PolicyKit authorization failed: 'GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: The name org.freedesktop.PolicyKit1 was not provided by any .service files'",
    "forbidden",
  ],
  ["Call failed: Access denied", "forbidden"],
  ["Failed to connect to bus: No such file or directory", "not-running"],
  ['Call failed: Name "org.freedesktop.NetworkManager" does not exist', "not-running"],
  [
    "Failed to get property Id on interface org.freedesktop.NetworkManager.Connection.Active: Object does not exist at path “/org/freedesktop/NetworkManager/ActiveConnection/1”",
    "failed",
  ],
  ["Call failed: Connection timed out", "failed"],
  ["", "failed"],
])("%j is told as %s", (said, cause) => {
  expect(busRefusal(said)).toBe(cause);
});
