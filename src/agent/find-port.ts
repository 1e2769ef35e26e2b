import { probe } from "../at/probe.ts";
import type { Clock } from "../ports/clock.ts";
import type { OpenRefusal, Serial, SerialPorts } from "../ports/serial.ts";

export type Found = { readonly kind: "open"; readonly serial: Serial; readonly path: string } | OpenRefusal;

const SAYS = {
  silent: "nothing answers AT",
  foreign: "something answers that is not AT",
} as const;

/** The first port of the list that answers AT, opened; otherwise what was found at each of them. */
export async function findPort(
  { serialPorts, clock }: { readonly serialPorts: SerialPorts; readonly clock: Clock },
  baudRate: number,
): Promise<Found> {
  const paths = await serialPorts.list();
  const seen: string[] = [];
  for (const path of paths) {
    const opened = await serialPorts.open(path, baudRate);
    if (opened.kind !== "open") {
      seen.push(opened.found);
      continue;
    }
    const answer = await probe({ serial: opened.serial, clock });
    await opened.serial.close();
    if (answer === "at") {
      // Opened again, so that whoever speaks on it next hears nothing of the probe's.
      const again = await serialPorts.open(path, baudRate);
      return again.kind === "open" ? { ...again, path } : again;
    }
    seen.push(`${path}: ${SAYS[answer]}.`);
  }
  return {
    kind: "absent",
    found: seen.length === 0 ? "No serial port of a modem is there." : `No port answers AT. ${seen.join(" ")}`,
    remedy:
      "Plug the modem in, or set modem.port to the path of its AT port (see /dev/serial/by-id); where there is none, to none.",
  };
}
