import type { Serial } from "../../src/ports/serial.ts";

/** The modem's end of a line, played by the test. */
export class FakeSerial implements Serial {
  readonly written: string[] = [];
  #bytes: ((bytes: Uint8Array) => void)[] = [];
  #gone: ((why: string) => void)[] = [];
  #wasGone = false;
  closed = false;
  /** Called with each write; what it returns is sent back at once. */
  answer: (line: string) => string | undefined = () => undefined;
  /** When set, writes never drain. */
  stuck = false;

  write(bytes: Uint8Array): Promise<void> {
    const text = Buffer.from(bytes).toString("latin1");
    this.written.push(text);
    if (this.stuck) return new Promise(() => {});
    const reply = this.answer(text.replace(/\r$/, ""));
    if (reply !== undefined) queueMicrotask(() => this.say(reply));
    return Promise.resolve();
  }

  onBytes(listener: (bytes: Uint8Array) => void): void {
    this.#bytes.push(listener);
  }

  onGone(listener: (why: string) => void): void {
    this.#gone.push(listener);
  }

  close(): Promise<void> {
    this.closed = true;
    this.vanish("closed");
    return Promise.resolve();
  }

  say(text: string | Uint8Array): void {
    const bytes = typeof text === "string" ? Buffer.from(text, "latin1") : text;
    for (const listener of this.#bytes) listener(bytes);
  }

  vanish(why = "the device vanished"): void {
    if (this.#wasGone) return;
    this.#wasGone = true;
    for (const listener of this.#gone) listener(why);
  }
}
