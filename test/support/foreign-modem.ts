import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { News } from "./news.ts";

/** The card and the modem, whole: none of these may ever leave the device. */
export const FOREIGN = { iccid: "89860117851022334455", imsi: "460012345678901", imei: "861234050123452" } as const;

const OK = "OK";

/** As a module of some years ago answers: no reject causes, the card's number by a command of its own, two contexts. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  AT: [OK],
  ATE0: [OK],
  ATV1: [OK],
  "AT+CMEE=1": [OK],
  "AT+CMEE?": ["+CMEE: 1", OK],
  "AT+CEREG=3": ["+CME ERROR: 50"],
  "AT+CEREG=2": [OK],
  "AT+CGREG=3": ["+CME ERROR: 50"],
  "AT+CGREG=2": [OK],
  "AT+CREG=2": [OK],
  "AT+CGEREP=2,1": [OK],
  "AT+CGMI": ["Quectel", OK],
  "AT+CGMM": ["EC20F", OK],
  "AT+CGMR": ["EC20CEFHLGR06A05M1G", OK],
  "AT+CGSN": [FOREIGN.imei, OK],
  "AT+CPIN?": ["+CPIN: READY", OK],
  "AT+QCCID": [`+QCCID: ${FOREIGN.iccid}`, OK],
  "AT+CIMI": [FOREIGN.imsi, OK],
  "AT+CGATT?": ["+CGATT: 1", OK],
  "AT+CGACT?": ["+CGACT: 1,1", "+CGACT: 2,0", OK],
  "AT+CEREG?": ['+CEREG: 2,1,"1A2B","0123ABCD",7', OK],
  "AT+CGREG?": ['+CGREG: 2,1,"1A2B","0123ABCD",7', OK],
  "AT+CREG?": ['+CREG: 2,1,"1A2B","0123ABCD",7', OK],
  "AT+CSQ": ["+CSQ: 24,99", OK],
  "AT+COPS?": ['+COPS: 0,0,"CHN-UNICOM",7', OK],
  "AT+CCLK?": ['+CCLK: "80/01/06,00:01:20+00"', OK],
};

/** A modem simulator that is not this project's own: a perl program on a pseudo-terminal with a table of answers. */
export class ForeignModem {
  readonly #child: ChildProcess;
  readonly #news = new News();
  readonly #journal: string;
  #said = "";
  #complaints = "";
  #ended = false;
  #orders = 0;

  private constructor(link: string, journal: string) {
    this.#journal = journal;
    const script = join(import.meta.dirname, "foreign-modem.pl");
    this.#child = spawn("setpriv", ["--pdeathsig", "SIGKILL", "perl", script, link, journal]);
    this.#child.stdout?.setEncoding("latin1").on("data", (text: string) => {
      this.#said += text;
      this.#news.tell();
    });
    this.#child.stderr?.setEncoding("latin1").on("data", (text: string) => (this.#complaints += text));
    this.#child.on("close", () => {
      this.#ended = true;
      this.#news.tell();
    });
  }

  /** `link` becomes the port's path; `journal` a file beside it. */
  static async start(link: string): Promise<ForeignModem> {
    const journal = `${link}.journal`;
    writeFileSync(journal, "", { flag: "a" });
    const modem = new ForeignModem(link, journal);
    await modem.#printed(1);
    for (const [command, lines] of Object.entries(ANSWERS)) await modem.answers(command, ...lines);
    return modem;
  }

  /** The terminal behind the link. */
  get device(): string {
    return /^ready (\S+)$/m.exec(this.#said)?.[1] ?? "";
  }

  /** Every command line that it was ever sent, over all runs on this link. */
  get heard(): string[] {
    const bytes = readFileSync(this.#journal, "latin1");
    return bytes.split("\r").filter((line) => line !== "");
  }

  answers(command: string, ...lines: readonly string[]): Promise<void> {
    return this.#order("answer", command, ...lines);
  }

  /** `\r`, `\n` and `\xNN` written out stand for bytes. */
  say(text: string): Promise<void> {
    return this.#order("say", text);
  }

  /** A line as modems frame it. */
  unsolicited(line: string): Promise<void> {
    return this.say(`\\r\\n${line}\\r\\n`);
  }

  echo(when: "on" | "off" | "always"): Promise<void> {
    return this.#order("echo", when);
  }

  mute(on: boolean): Promise<void> {
    return this.#order("mute", on ? "on" : "off");
  }

  /** So many bytes of all kinds, line ends excepted. */
  flood(bytes: number): Promise<void> {
    return this.#order("flood", String(bytes));
  }

  /** Resolves when it was sent a line that fits, from the `from`th line on. */
  async wasSent(fits: (line: string) => boolean, what: string, from = 0): Promise<void> {
    const deadline = performance.now() + 15_000;
    while (!this.heard.slice(from).some(fits)) {
      if (performance.now() > deadline) throw new Error(`never sent: ${what}; sent: ${this.heard.join(" ")}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#news.until(() => (this.#ended ? true : undefined), "the foreign modem to end");
  }

  async #order(...words: readonly string[]): Promise<void> {
    this.#orders += 1;
    const printed = this.#orders + 1;
    this.#child.stdin?.write(`${words.join("\t")}\n`, "latin1");
    await this.#printed(printed);
  }

  async #printed(lines: number): Promise<void> {
    await this.#news.until(
      () => {
        if (this.#ended) throw new Error(`the foreign modem has ended: ${this.#complaints}`);
        return this.#said.split("\n").length > lines ? true : undefined;
      },
      `the foreign modem's line ${lines}`,
      60,
    );
  }
}
