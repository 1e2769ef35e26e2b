import { connect, type Socket } from "node:net";

/** How long the first line may take; an agent that says nothing is asked by time alone. */
const FIRST_MS = 2_000;

/** Whether the running agent had something new to say. Never throws: where it cannot be watched, time alone passes. */
export class AgentWatch {
  readonly #path: string;
  #socket: Socket | undefined;
  #news = false;
  #wake: () => void = () => {};

  private constructor(path: string) {
    this.#path = path;
  }

  /** What it says from now on is news. */
  static async open(path: string): Promise<AgentWatch> {
    const watch = new AgentWatch(path);
    await watch.change(FIRST_MS);
    return watch;
  }

  /** What was said so far is known. */
  forget(): void {
    this.#news = false;
  }

  /** Until there is news, also that it hung up, or for so long at the most. */
  async change(mostMs: number): Promise<void> {
    if (this.#socket === undefined) this.#connect();
    if (!this.#news) await this.#woken(mostMs);
    this.#news = false;
  }

  close(): void {
    this.#socket?.destroy();
  }

  #woken(mostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, mostMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #connect(): void {
    const socket = connect(this.#path);
    this.#socket = socket;
    const tell = (): void => {
      this.#news = true;
      this.#wake();
    };
    socket.on("connect", () => socket.write('{"ask":"watch"}\n'));
    socket.on("data", tell);
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#socket = undefined;
      tell();
    });
  }
}
