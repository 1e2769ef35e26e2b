import * as v from "valibot";
import type { Gate } from "../ports/gate.ts";

export interface CountedCgroup {
  readonly path: string;
  readonly level: number;
}

export interface CgroupBytes {
  readonly up: number;
  readonly down: number;
}

const Counter = v.object({
  counter: v.object({ name: v.picklist(["up", "down"]), bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
});

/**
 * What passes for one cgroup over every interface but lo, as IP packets: two counters in a table of their own, which the kernel takes
 * away with the nft that holds it (`flags owner`, Linux 5.12), however we end.
 */
export class CgroupCount {
  readonly #gate: Gate;
  readonly #table: string;

  private constructor(gate: Gate, table: string) {
    this.#gate = gate;
    this.#table = table;
  }

  /** `name`: of the table. A text: why it cannot be counted. */
  static async begin(gate: Gate, name: string, { path, level }: CountedCgroup): Promise<CgroupCount | string> {
    const table = `inet ${name}`;
    const whose = `socket cgroupv2 level ${level} "${path}"`;
    const lines = [
      `add table ${table} { flags owner; }`,
      ...(["up", "down"] as const).map((way) => `add counter ${table} ${way}`),
      // Behind the filters of others: what they drop was not sent, and not taken.
      `add chain ${table} output { type filter hook output priority 300; }`,
      `add chain ${table} input { type filter hook input priority 300; }`,
      `add rule ${table} output oifname != "lo" ${whose} counter name up`,
      `add rule ${table} input iifname != "lo" ${whose} counter name down`,
    ];
    for (const line of lines) {
      const answer = await gate.run(line);
      if (answer.kind !== "done") return answer.why;
    }
    return new CgroupCount(gate, table);
  }

  /** A text: why it is not known. */
  async read(): Promise<CgroupBytes | string> {
    const answer = await this.#gate.run(`list counters table ${this.#table}`);
    if (answer.kind !== "done") return answer.why;
    const counters = answer.objects.flatMap((one) => (v.is(Counter, one) ? [one.counter] : []));
    const of = (way: "up" | "down"): number | undefined => counters.find(({ name }) => name === way)?.bytes;
    const [up, down] = [of("up"), of("down")];
    return up === undefined || down === undefined ? "the counters are gone" : { up, down };
  }
}
