import type { SimulatedModemOptions } from "../../src/simulator/index.ts";
import { pause } from "./child-program.ts";
import { ClientBench } from "./client-bench.ts";

const SERVICE = "org.freedesktop.ModemManager1";

export interface ModemManagerBench {
  readonly bench: ClientBench;
  readonly modem: ClientBench["modem"];
  /** The address of the bus on which it is. */
  readonly bus: string;
  mmcli(...args: readonly string[]): Promise<string>;
  /** Asks until the answer is as wanted. */
  until(wanted: RegExp, ...args: readonly string[]): Promise<string>;
}

/** ModemManager on a bus of its own, told by its test interface where the modem is: no udev, no systemd, no polkit. */
export async function modemManagerBench(
  directory: string,
  options: Partial<SimulatedModemOptions> = {},
  policy = "",
): Promise<ModemManagerBench> {
  const bench = new ClientBench(directory, options);
  try {
    return await started(bench, policy);
  } catch (thrown) {
    await bench.close();
    throw thrown;
  }
}

async function started(bench: ClientBench, policy: string): Promise<ModemManagerBench> {
  const bus = await bench.bus("session", policy);
  const env = { DBUS_SESSION_BUS_ADDRESS: bus };
  const socket = await bench.socket(bench.file("modem.sock"));
  const daemon = bench.start(
    "ModemManager",
    "--test-session --test-enable --test-no-udev --test-no-qrtr --test-no-suspend-resume --no-auto-scan --debug".split(
      " ",
    ),
    env,
  );
  await daemon.says(/ModemManager.*starting in session bus/);
  const mmcli = async (...args: readonly string[]): Promise<string> =>
    (await bench.run("mmcli", ["--test-session", ...args], { env })).text;
  const until = async (wanted: RegExp, ...args: readonly string[]): Promise<string> => {
    for (let tries = 0; tries < 100; tries += 1) {
      const text = await mmcli(...args);
      if (wanted.test(text)) return text;
      await pause(100);
    }
    throw new Error(`mmcli ${args.join(" ")} never said ${wanted.source}: ${await mmcli(...args)}`);
  };
  const profile = [
    "org.freedesktop.ModemManager1.Test.SetProfile",
    "string:TEST",
    "string:generic",
    `array:string:${socket}`,
  ];
  const announce = ["--session", "--print-reply", `--dest=${SERVICE}`, "/org/freedesktop/ModemManager1", ...profile];
  for (let tries = 0; tries < 50; tries += 1) {
    const { code } = await bench.run("dbus-send", announce, { env });
    if (code === 0) break;
    await pause(100);
  }
  await until(/Modem\/0/, "-L");
  return { bench, modem: bench.modem, bus, mmcli, until };
}
