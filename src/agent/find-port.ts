import { probe } from "../at/probe.ts";
import type { Words } from "../plan/words.ts";
import type { Clock } from "../ports/clock.ts";
import type { OpenRefusal, Serial, SerialPorts } from "../ports/serial.ts";

export type Found = { readonly kind: "open"; readonly serial: Serial; readonly path: string } | OpenRefusal;

const SAYS = {
  silent: { en: "nothing answers AT", zh: "对 AT 无应答" },
  foreign: { en: "something answers that is not AT", zh: "有应答，但不是 AT" },
} as const;

/** The first port of the list that answers AT, opened; otherwise what was found at each of them. */
export async function findPort(
  { serialPorts, clock }: { readonly serialPorts: SerialPorts; readonly clock: Clock },
  baudRate: number,
): Promise<Found> {
  const paths = await serialPorts.list();
  const seen: Words[] = [];
  for (const path of paths) {
    const opened = await serialPorts.open(path, baudRate);
    if (opened.kind !== "open") {
      seen.push({ en: opened.found, zh: opened.zh.found });
      continue;
    }
    const answer = await probe({ serial: opened.serial, clock });
    await opened.serial.close();
    if (answer === "at") {
      // Opened again, so that whoever speaks on it next hears nothing of the probe's.
      const again = await serialPorts.open(path, baudRate);
      return again.kind === "open" ? { ...again, path } : again;
    }
    seen.push({ en: `${path}: ${SAYS[answer].en}.`, zh: `${path}：${SAYS[answer].zh}。` });
  }
  return {
    kind: "absent",
    found:
      seen.length === 0
        ? "No serial port of a modem is there."
        : `No port answers AT. ${seen.map(({ en }) => en).join(" ")}`,
    remedy:
      "Plug the modem in, or set modem.port to the path of its AT port (see /dev/serial/by-id); where there is none, to none.",
    zh: {
      found: seen.length === 0 ? "没有模组的串口。" : `没有串口应答 AT。${seen.map(({ zh }) => zh).join("")}`,
      remedy: "请接好模组，或把 modem.port 设为其 AT 串口的路径（见 /dev/serial/by-id）；没有 AT 串口时设为 none。",
    },
  };
}
