import type { Duration } from "../../src/base/duration.ts";
import type { PathProbe, ProbeFrom, ProbeOutcome, ProbeRequest } from "../../src/ports/path-probe.ts";

/** A far side in a test's hands: remembers what was asked, answers what it is told to. */
export class FakePathProbe implements PathProbe {
  readonly asked: ProbeRequest[] = [];
  /** Of every interface. */
  own: readonly string[] = ["10.64.0.2"];
  answer: (request: ProbeRequest) => ProbeOutcome["kind"] | "held" = () => "silent";
  /** What an answer costs on the way back. */
  answered = 44;
  #end: ((outcome: ProbeOutcome) => void) | undefined;

  addresses(): readonly string[] {
    return this.own;
  }

  probe(request: ProbeRequest, from: ProbeFrom, _within: Duration): Promise<ProbeOutcome> {
    if (!this.own.includes(from.address))
      return Promise.resolve({ kind: "unreachable", sent: 0, received: 0, text: "EADDRNOTAVAIL" });
    this.asked.push(request);
    const kind = this.answer(request);
    if (kind !== "held") return Promise.resolve(this.#outcome(kind));
    return new Promise((resolve) => (this.#end = resolve));
  }

  /** What was held is answered now. */
  end(kind: ProbeOutcome["kind"]): void {
    this.#end?.(this.#outcome(kind));
    this.#end = undefined;
  }

  abandon(): void {
    this.end("unreachable");
  }

  #outcome(kind: ProbeOutcome["kind"]): ProbeOutcome {
    const received = kind === "silent" || kind === "unreachable" ? 0 : this.answered;
    return { kind, sent: kind === "unreachable" ? 0 : 88, received };
  }

  get kinds(): readonly ProbeRequest["kind"][] {
    return this.asked.map(({ kind }) => kind);
  }
}
