import type { ChildProcess } from "node:child_process";
import { News } from "./news.ts";
import type { Program } from "./program.ts";

type Answer = Readonly<Record<string, unknown>> & { readonly ok: boolean };

/** `cellward rig modem` as a process of its own, told what to do over its standard input. */
export class RigProcess {
  readonly #child: ChildProcess;
  readonly #news = new News();
  readonly #lines: string[] = [];
  #complaints = "";
  #rest = "";
  #answered = 0;
  #ended = false;

  private constructor(program: Program, argv: readonly string[]) {
    this.#child = program.start(["rig", "modem", "--json", "--exit-with-stdin", ...argv]);
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const lines = (this.#rest + text).split("\n");
      this.#rest = lines.pop() ?? "";
      this.#lines.push(...lines);
      this.#news.tell();
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.#complaints += text));
    this.#child.on("close", () => {
      this.#ended = true;
      this.#news.tell();
    });
  }

  /** Resolves when the port is there. It ends with this process: its standard input does. */
  static async start(program: Program, argv: readonly string[]): Promise<RigProcess> {
    const rig = new RigProcess(program, argv);
    await rig.#line(0);
    return rig;
  }

  /** The terminal behind the link. */
  async device(): Promise<string> {
    return String((await this.tell({ do: "state" }))["device"]);
  }

  /** One control command; throws when it is refused. */
  async tell(command: { readonly do: string } & Readonly<Record<string, unknown>>): Promise<Answer> {
    this.#answered += 1;
    const at = this.#answered;
    this.#child.stdin?.write(`${JSON.stringify(command)}\n`);
    const answer = JSON.parse(await this.#line(at)) as Answer;
    if (!answer.ok) throw new Error(`the rig refused ${JSON.stringify(command)}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Unplugged for good. */
  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#news.until(() => (this.#ended ? true : undefined), "the rig to end");
  }

  #line(at: number): Promise<string> {
    return this.#news.until(() => {
      const line = this.#lines[at];
      if (line === undefined && this.#ended) throw new Error(`the rig has ended: ${this.#complaints}`);
      return line;
    }, `line ${at} of the rig's output`);
  }
}
