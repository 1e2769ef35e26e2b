import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, test } from "vitest";
import { type AgentOptions, AgentProcess, type AgentSettings } from "./agent-process.ts";
import { Mosquitto, type MosquittoOptions } from "./mosquitto.ts";
import { MqttWitness } from "./mqtt-witness.ts";
import { bareEnvironment } from "./bare-environment.ts";
import { buildProgram, endOf, type Program, type ProgramEnd } from "./program.ts";
import { RigProcess } from "./rig-process.ts";

let built: Promise<Program> | undefined;

/** Built at the first use in a test file, gone after its last test. */
async function program(): Promise<Program> {
  built ??= buildProgram();
  const made = await built;
  // Some agents run as another user.
  chmodSync(dirname(made.command.split(" ").at(-1) ?? ""), 0o755);
  return made;
}

afterAll(async () => (await built)?.remove());

/** One device on the bench: agent, modem, broker and observer, each a process of its own. */
export class DeviceBench {
  readonly program: Program;
  readonly #directory = mkdtempSync(join(tmpdir(), "cellward-agent-"));
  readonly #ends: (() => unknown)[] = [];

  constructor(made: Program) {
    this.program = made;
  }

  async close(): Promise<void> {
    for (const end of this.#ends.splice(0).toReversed()) await end();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** A path in this test's own directory. */
  path(...names: readonly string[]): string {
    return join(this.#directory, ...names);
  }

  /** Called at the test's end, the last one first. */
  atEnd(end: () => unknown): void {
    this.#ends.push(end);
  }

  /** A device's settings with short intervals and a trusted clock. */
  settings(over: AgentSettings = {}): AgentSettings {
    return {
      "device.id": "dev",
      "modem.port": this.path("tty"),
      "modem.poll_interval": "5s",
      "modem.reopen_interval": "200ms",
      "meter.sysfs_root": this.path("sys"),
      "meter.sample_interval": "100ms",
      "clock.trust_system": true,
      "store.directory": this.path("state"),
      "agent.socket": this.path("agent.sock"),
      "mqtt.backoff_first": "100ms",
      "mqtt.backoff_cap": "1s",
      "mqtt.connect_timeout": "2s",
      "log.level": "debug",
      ...over,
    };
  }

  agent(over: AgentSettings = {}, options: AgentOptions = {}): AgentProcess {
    const agent = new AgentProcess(this.program, this.settings(over), options);
    this.atEnd(() => (agent.running ? agent.kill() : undefined));
    return agent;
  }

  /** `cellward ...words` with this device's settings. */
  cellward(words: readonly string[], over: AgentSettings = {}): Promise<ProgramEnd> {
    const set = Object.entries(this.settings(over)).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
    return this.program.run([...words, ...set]);
  }

  /** Any command, with nothing of this device's settings. */
  shell([command = "", ...args]: readonly string[]): Promise<ProgramEnd> {
    return endOf(spawn(command, args, { env: bareEnvironment() }));
  }

  async rig(...argv: readonly string[]): Promise<RigProcess> {
    const quick = ["--registration-delay", "0.1", "--boot-delay", "0.3"];
    const places = ["--link", this.path("tty"), "--counters", this.path("sys")];
    const rig = await RigProcess.start(this.program, [...quick, ...places, ...argv]);
    this.atEnd(() => rig.stop());
    return rig;
  }

  async broker(options: MosquittoOptions = {}): Promise<Mosquitto> {
    const broker = await Mosquitto.start(options);
    this.atEnd(() => broker.stop());
    return broker;
  }

  async witness(broker: Mosquitto, args: readonly string[] = []): Promise<MqttWitness> {
    const witness = await MqttWitness.on(broker.port, args);
    this.atEnd(() => witness.stop());
    return witness;
  }
}

/** A test with a bench of its own, which is cleared after it, however it ends. */
export const deviceTest = test.extend<{ readonly bench: DeviceBench }>({
  bench: async ({ task: _task }, use) => {
    const bench = new DeviceBench(await program());
    try {
      await use(bench);
    } finally {
      await bench.close();
    }
  },
});
