import { type ChildProcess, spawn } from "node:child_process";
import { News } from "./news.ts";

// Opens the terminal as other serial programs do: for itself alone, by flock.
const HOLD = `$| = 1; use Fcntl; sysopen(my $f, $ARGV[0], O_RDWR | O_NOCTTY) or die $!; flock($f, 6) or die $!;
  print "held\\n"; <STDIN>`;

/** Another program that has the port. */
export class PortHolder {
  readonly #child: ChildProcess;
  readonly #news = new News();
  #said = "";
  #ended = false;

  private constructor(path: string) {
    this.#child = spawn("perl", ["-e", HOLD, path]);
    this.#child.stdout?.on("data", (chunk: Buffer) => {
      this.#said += chunk.toString("latin1");
      this.#news.tell();
    });
    this.#child.on("close", () => {
      this.#ended = true;
      this.#news.tell();
    });
  }

  static async of(path: string): Promise<PortHolder> {
    const holder = new PortHolder(path);
    await holder.#news.until(() => (holder.#said.includes("held") ? true : undefined), "the port to be held");
    return holder;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async letGo(): Promise<void> {
    this.#child.stdin?.end();
    await this.#news.until(() => (this.#ended ? true : undefined), "the port to be let go");
  }
}
