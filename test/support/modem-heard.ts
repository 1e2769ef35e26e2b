import type { SimulatedModem } from "../../src/simulator/index.ts";

/** Every command line that a simulated modem hears on its first port from now on. */
export function modemHeard(modem: SimulatedModem): string[] {
  const heard: string[] = [];
  const receive = modem.receive.bind(modem);
  let rest = "";
  modem.receive = (bytes) => {
    const lines = (rest + Buffer.from(bytes).toString("latin1")).split("\r");
    rest = lines.pop() ?? "";
    heard.push(...lines.map((line) => line.trim()).filter((line) => line !== ""));
    receive(bytes);
  };
  return heard;
}
