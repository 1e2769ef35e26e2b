import type { ModemSettings } from "./modem-settings.ts";

/** What a module keeps of unreported events; older ones are lost (3GPP TS 27.007 10.1.19 leaves the number open). */
const KEPT = 16;

/** +CGEREP: packet events are kept with mode 0, told with 1 and 2. */
export class PacketEventReports {
  readonly #tell: (line: string) => void;
  #kept: string[] = [];

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  report(text: string, settings: ModemSettings["packetEvents"]): void {
    const line = `+CGEV: ${text}`;
    if (settings.mode !== 0) this.#tell(line);
    else this.#kept = [...this.#kept, line].slice(-KEPT);
  }

  /** 27.007 10.1.19 `<bfr>`: on entering mode 1 or 2 the kept ones are told, or dropped. */
  entered(settings: ModemSettings["packetEvents"]): void {
    if (settings.mode === 0) return;
    const kept = this.#kept;
    this.#kept = [];
    if (settings.flush) kept.forEach((line) => this.#tell(line));
  }

  forget(): void {
    this.#kept = [];
  }
}
