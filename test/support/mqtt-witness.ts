import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export interface Seen {
  readonly topic: string;
  readonly payload: string;
  readonly retained: boolean;
  readonly qos: number;
}

/** mosquitto_sub (line-buffered by stdbuf) on every topic: an observer that shares no code with what is observed. */
export class MqttWitness {
  readonly seen: Seen[] = [];
  readonly #child: ChildProcess;
  #rest = "";
  #changed: () => void = () => {};

  private constructor(port: number, args: readonly string[]) {
    const login = ["-h", "127.0.0.1", "-p", String(port), "-V", "mqttv311", "-q", "1", "-t", "#"];
    const command = ["--pdeathsig", "SIGKILL", "stdbuf", "-oL", "mosquitto_sub", ...login, "-d", "-F", "~~%r %q %t %p"];
    this.#child = spawn("setpriv", [...command, ...args], { stdio: ["ignore", "pipe", "ignore"] });
    this.#child.stdout?.on("data", (chunk: Buffer) => this.#read(chunk.toString()));
  }

  /** Resolves when its subscription stands. `args` are mosquitto_sub's (`-u`, `-P`). */
  static async on(port: number, args: readonly string[] = []): Promise<MqttWitness> {
    const witness = new MqttWitness(port, args);
    await witness.until(() => witness.#subscribed);
    return witness;
  }

  #subscribed = false;

  /** The first message that fits, also one seen before. */
  async saw(fits: (message: Seen) => boolean): Promise<Seen> {
    await this.until(() => this.seen.some(fits));
    const found = this.seen.find(fits);
    if (found === undefined) throw new Error("a message that was seen is gone");
    return found;
  }

  payloads(topic: string): string[] {
    return this.seen.filter((message) => message.topic === topic).map(({ payload }) => payload);
  }

  async until(holds: () => boolean): Promise<void> {
    const deadline = performance.now() + 15_000;
    while (!holds()) {
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`never seen; seen: ${JSON.stringify(this.seen)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#changed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await gone;
  }

  #read(chunk: string): void {
    const lines = (this.#rest + chunk).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const match = /^~~([01]) ([012]) (\S+) (.*)$/.exec(line);
      if (match) {
        const [, retained, qos, topic = "", payload = ""] = match;
        this.seen.push({ topic, payload, retained: retained === "1", qos: Number(qos) });
      } else if (line.startsWith("Subscribed")) this.#subscribed = true;
    }
    this.#changed();
  }
}
