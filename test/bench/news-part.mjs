// How soon somebody else knows that the registration has changed: our event by MQTT, on the disk before it is told, beside ModemManager's
// signal by D-Bus, on one simulated modem. Changes are seconds apart, as on a device, so neither program is warm.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { needing } from "./peers.mjs";

export function newsPart({ bundled, row, root, broker }) {
  async function registrationNews() {
    const words = [await bundled("registration-news"), join(root, "dist/bin.cjs"), broker];
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
    const { stdout } = await promisify(execFile)(process.execPath, words, { env });
    const text = ({ p50, most, told }) =>
      told === 0 ? "never told" : `p50 ${p50.toFixed(0)} ms, most ${most.toFixed(0)} ms, ${told} told`;
    for (const { kind, of, ours, theirs } of JSON.parse(stdout))
      row(
        `registration to ${kind}: URC to MQTT event, ${of} times`,
        `${text(ours)}${theirs.told === 0 ? "" : `: ${(ours.p50 / theirs.p50).toFixed(1)}x`}`,
        `ModemManager's signal by D-Bus ${text(theirs)}`,
        "<= 1x, all told",
        ours.told === of && ours.p50 <= theirs.p50,
      );
  }
  return needing(["ModemManager", "mmcli", "dbus-daemon", "dbus-monitor"], registrationNews, row);
}
