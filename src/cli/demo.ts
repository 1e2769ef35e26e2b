import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAgent } from "../agent/index.ts";
import type { AgentStatus, RunningAgent } from "../agent/index.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { QUIET_LOG } from "../host/quiet-log.ts";
import { type Level, LEVELS } from "../policy/level.ts";
import { readArguments } from "./arguments.ts";
import { type HeardMessage, openDemoBroker } from "./demo-broker.ts";
import { DemoDevice } from "./demo-device.ts";
import { essence, shorten, tell, tellObedience } from "./demo-story.ts";
import { statusScreen } from "./status-screen.ts";

const FLAGS = { forever: { type: "boolean" }, pace: { type: "string" } } as const;
const DEVICE = "demo-pos";
const TOPICS = `cellward/${DEVICE}/`;

/** Seconds from the start at which the carrier acts, at pace 1. */
const DETACH_AT = 34;
const RESTORE_AT = 46;
const END_AT = 56;
const BEAT_MS = 500;

/** The embedded default: everything in this process, no root, no broker, no modem. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values } = readArguments(argv, FLAGS);
  const pace = Number(values.pace ?? "1");
  if (!(pace > 0 && pace <= 20)) throw new Fault("usage", `--pace ${values.pace} is not a number above 0 and up to 20`);
  const directory = await mkdtemp(join(tmpdir(), "cellward-demo-"));
  const demo = new Demo(pace, values.forever === true);
  try {
    await demo.play(directory);
  } finally {
    await demo.close();
    await rm(directory, { recursive: true, force: true });
  }
  return EXIT.ok.code;
}

class Demo {
  readonly #pace: number;
  readonly #forever: boolean;
  readonly #startedAt = performance.now();
  readonly #counts = new Map<string, number>();
  #device: DemoDevice | undefined;
  #agent: RunningAgent | undefined;
  #broker: Awaited<ReturnType<typeof openDemoBroker>> | undefined;
  #interrupted = false;

  constructor(pace: number, forever: boolean) {
    this.#pace = pace;
    this.#forever = forever;
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => (this.#interrupted = true));
  }

  async play(directory: string): Promise<void> {
    const device = await DemoDevice.open(directory, "wwan0", this.#pace);
    this.#device = device;
    this.#broker = await openDemoBroker((message) => this.#heard(message));
    this.#introduce(device, this.#broker.port);
    this.#agent = await startAgent({ set: this.#settings(directory, device, this.#broker.port), log: QUIET_LOG });
    do await this.#scene(device);
    while (this.#forever && !this.#interrupted);
    this.#summary(this.#agent.status());
  }

  async close(): Promise<void> {
    await this.#agent?.stop();
    this.#device?.close();
    await this.#broker?.close();
  }

  #settings(directory: string, device: DemoDevice, port: number): string[] {
    return [
      `device.id=${DEVICE}`,
      `modem.port=${device.portPath}`,
      "modem.poll_interval=5s",
      "meter.interface=wwan0",
      `meter.sysfs_root=${directory}`,
      // At a quick pace the device must hear of its level as soon, or it has overspent before.
      `meter.sample_interval=${Math.max(100, Math.round(250 / this.#pace))}ms`,
      "meter.checkpoint_bytes=32 KiB",
      "plan.name=demo",
      "plan.quota=600 KB",
      `mqtt.url=mqtt://127.0.0.1:${port}`,
      `store.directory=${join(directory, "state")}`,
      `agent.socket=${join(directory, "agent.sock")}`,
      "clock.trust_system=true",
    ];
  }

  #introduce(device: DemoDevice, port: number): void {
    this.#print(
      "A payment terminal with a simulated modem, a small plan (600 KiB) and a carrier, in this process.",
      "一台带模拟模组的 POS 终端、一个小套餐和一家运营商，全部在本进程内。",
      `modem ${device.portPath}   broker mqtt://127.0.0.1:${port}   watch: mosquitto_sub -p ${port} -t 'cellward/#' -v`,
      `» is an MQTT message below ${TOPICS}`,
      this.#forever ? "Runs until Ctrl-C." : `Takes about ${Math.round(END_AT / this.#pace)} seconds.`,
      "",
    );
  }

  /** Business, a detach, silence, a top-up, business again. */
  async #scene(device: DemoDevice): Promise<void> {
    const beats = (END_AT * 1_000) / BEAT_MS;
    for (let beat = 0; beat < beats && !this.#interrupted; beat += 1) {
      const second = (beat * BEAT_MS) / 1_000;
      if (second === DETACH_AT) {
        this.#say(
          "carrier",
          "Other cards have used up the shared pool; the carrier cuts this one off.  流量池被其他卡用完，运营商停用本卡。",
        );
        device.modem.detach();
      }
      if (second === RESTORE_AT) {
        this.#say("carrier", "The pool is topped up; the card is resumed.  流量池已充值，本卡复机。");
        device.modem.restore();
      }
      if (second >= 3) device.spend();
      await new Promise((resolve) => setTimeout(resolve, BEAT_MS / this.#pace));
    }
  }

  #heard(message: HeardMessage): void {
    const name = message.topic.slice(TOPICS.length);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    const fields = fieldsOf(message.payload);
    const story = name.startsWith("event/") ? tell(name.slice("event/".length), fields) : undefined;
    if (story !== undefined) this.#say("agent", story);
    const columns = (process.stdout.columns ?? 110) - 11;
    this.#print(`         » ${shorten({ ...message, topic: name, payload: essence(message.payload) }, columns)}`);
    if (name === "decision") this.#obey(fields["level"]);
  }

  #obey(level: unknown): void {
    const device = this.#device;
    const known = LEVELS.find((candidate): candidate is Level => candidate === level);
    if (device === undefined || known === undefined || known === device.level) return;
    const before = device.level;
    device.level = known;
    this.#say("device", tellObedience(before, known, device.sending));
  }

  #summary(status: AgentStatus): void {
    const counted = [...this.#counts].map(([name, count]) => `${name} ${count}`).join(", ");
    this.#print("", "--- Summary 小结 ".padEnd(100, "-"), statusScreen(status).trimEnd(), `Messages      ${counted}`);
  }

  #say(who: string, text: string): void {
    const seconds = ((performance.now() - this.#startedAt) / 1_000).toFixed(1);
    this.#print(`${seconds.padStart(6)} s ${who.padEnd(8)} ${text}`);
  }

  #print(...lines: readonly string[]): void {
    process.stdout.write(`${lines.join("\n")}\n`);
  }
}

function fieldsOf(payload: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(payload);
  return typeof value === "object" && value !== null ? { ...value } : {};
}
