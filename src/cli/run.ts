import { EXIT } from "../base/exit-codes.ts";
import { startAgent } from "../agent/start.ts";
import { staySmall } from "../host/stay-small.ts";
import { hasTerminal } from "../host/terminal.ts";
import { readSettings } from "../host/settings-file.ts";
import { readArguments, SETTINGS_FLAGS } from "./arguments.ts";
import { VERSION } from "../agent/version.ts";

/** A stop that hangs is ended by force, within the two seconds that are promised: the ledger was flushed first. */
const STOP_DEADLINE_MS = 1_800;

export async function run(argv: readonly string[]): Promise<number> {
  staySmall();
  const { values } = readArguments(argv, SETTINGS_FLAGS);
  const inForce = readSettings({ config: values.config, set: values.set, env: process.env });
  let reload = (): void => {};
  const asked = stopSignal(() => reload());
  // Counted from the signal, also while the start still waits for a disk: what is not on it then is as after a power cut.
  void asked.then(() => setTimeout(() => process.exit(EXIT.fault.code), STOP_DEADLINE_MS).unref());
  const agent = await startAgent({ inForce, version: VERSION });
  reload = () => agent.reload();
  const signal = await asked;
  process.stderr.write(`cellward: ${signal} received, stopping\n`);
  await agent.stop();
  return EXIT.ok.code;
}

/**
 * The first one counts; a second (npm and the terminal both pass Ctrl-C on) must not cut the stop short. SIGHUP says that
 * the terminal of a foreground run was closed. Under nohup(1), or as a service, there is none to be closed: the agent
 * stays, and reads the plan files again, as services do; that the signal was ignored before cannot be asked: Node sets every signal back at its start (measured: SigIgn of
 * /proc/self/status under nohup does not hold it on 20.20), and would end by this one if it were not taken.
 */
function stopSignal(reload: () => void): Promise<NodeJS.Signals> {
  const attended = hasTerminal();
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => resolve(signal));
    process.on("SIGHUP", () => {
      if (attended) resolve("SIGHUP");
      else reload();
    });
  });
}
