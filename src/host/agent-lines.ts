import { connect, type Socket } from "node:net";

/** How long the first line may take; an agent that says nothing is followed all the same. */
const FIRST_MS = 2_000;
const AGAIN_MS = 1_000;
const MOST = 64 * 1024;

/** Every line that the running agent says of what changes, also over its restarts. Never throws: where it cannot be followed, nothing is heard. */
export class AgentLines {
  readonly #path: string;
  readonly #heard: (line: string) => void;
  #socket: Socket | undefined;
  #again: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(path: string, heard: (line: string) => void) {
    this.#path = path;
    this.#heard = heard;
  }

  /** What it says from now on is heard. */
  static async open(path: string, heard: (line: string) => void): Promise<AgentLines> {
    const lines = new AgentLines(path, heard);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, FIRST_MS);
      lines.#connect(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    return lines;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#again);
    this.#socket?.destroy();
  }

  #connect(answered: () => void): void {
    const socket = connect(this.#path);
    let text = "";
    this.#socket = socket;
    socket.setEncoding("utf8");
    socket.on("connect", () => socket.write('{"ask":"watch"}\n'));
    socket.on("data", (chunk: string) => {
      const lines = (text + chunk).split("\n");
      text = lines.pop() ?? "";
      if (text.length > MOST) socket.destroy();
      lines.forEach(this.#heard);
      if (lines.length > 0) answered();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      answered();
      if (!this.#closed) this.#again = setTimeout(() => this.#connect(() => {}), AGAIN_MS);
    });
  }
}
