import { afterEach, expect, it } from "vitest";
import { Millis, Seconds } from "../../src/base/duration.ts";
import type { PathProbe, ProbeFrom, ProbeOutcome, ProbeRequest } from "../../src/ports/path-probe.ts";

/** `hangs`: silent for longer than anybody waits here. */
export type Behaviour = "answers" | "refuses" | "silent" | "hangs" | "foreign";

export interface PathProbeBench {
  readonly probe: PathProbe;
  readonly from: ProbeFrom;
  /** Something at the far side that behaves so. */
  far(kind: ProbeRequest["kind"], behaves: Behaviour): Promise<ProbeRequest>;
  close(): Promise<void>;
}

const KINDS = ["echo", "tcp", "tls", "dns", "page"] as const;

/** Whoever echoes something else is no echo; a connection has nothing to lie with, and to be silent it takes a gate. */
const ENDS = (
  [
    ["refused", "refuses", KINDS],
    ["silent", "silent", ["echo", "tls", "dns", "page"]],
    ["foreign", "foreign", ["tls", "dns", "page"]],
  ] as const
).flatMap(([outcome, behaves, kinds]) => kinds.map((kind) => [kind, outcome, behaves] as const));

export function pathProbeContract(open: () => Promise<PathProbeBench>): void {
  let bench: PathProbeBench | undefined;
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });
  const ask = async (
    kind: ProbeRequest["kind"],
    behaves: Behaviour,
    from: Partial<ProbeFrom> = {},
  ): Promise<ProbeOutcome> => {
    bench = await open();
    const request = await bench.far(kind, behaves);
    return await bench.probe.probe(request, { ...bench.from, ...from }, Millis(400));
  };

  it.each(KINDS)("%s: an answer is an answer, and has cost bytes both ways", async (kind) => {
    const outcome = await ask(kind, "answers");
    expect(outcome.kind).toBe("answered");
    expect(outcome.sent).toBeGreaterThan(40);
    expect(outcome.received).toBeGreaterThan(40);
  });

  it.each(ENDS)("%s: a far side that is %s is told apart from an answer", async (kind, expected, behaves) => {
    expect((await ask(kind, behaves)).kind).toBe(expected);
  });

  it("silence has cost what was sent, and nothing came", async () => {
    expect(await ask("echo", "silent")).toMatchObject({ received: 0, sent: 88 });
  });

  it("from an address that is not the interface's own nothing is sent", async () => {
    expect(await ask("echo", "answers", { address: "192.0.2.77" })).toMatchObject({ kind: "unreachable", sent: 0 });
  });

  it("a probe that is given up ends at once, and says nothing of the path", async () => {
    bench = await open();
    const request = await bench.far("echo", "hangs");
    const under = bench.probe.probe(request, bench.from, Seconds(50));
    bench.probe.abandon();
    expect((await under).kind).toBe("unreachable");
  });

  it("an interface that is not there has no address", async () => {
    bench = await open();
    expect(bench.probe.addresses(bench.from.interfaceName)).toContain(bench.from.address);
  });
}
