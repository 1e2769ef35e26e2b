import * as v from "valibot";

const READ = v.strictObject({ ask: v.literal("status") });
const WRITE = v.variant("do", [
  v.strictObject({
    do: v.literal("acknowledge-damage"),
    by: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
  }),
]);

export interface ControlSource {
  /** A request that was not understood or not permitted here. */
  refused(why: string): void;
  /** Undefined while the agent is still starting. */
  status(): object | undefined;
  acknowledgeDamage(by: string): Promise<"acknowledged" | "nothing-damaged">;
}

const answer = (fields: object): string => JSON.stringify({ ok: true, ...fields });
const STARTING = JSON.stringify({ ok: false, error: "starting" });
const HINT = 'this socket answers {"ask":"status"}; to change something, use the .rw socket beside it';

function read(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What anybody in the group may ask. */
export const answerReader =
  (source: ControlSource) =>
  async (line: string): Promise<string> => {
    const request = v.safeParse(READ, read(line));
    if (!request.success) {
      source.refused(`${line.length} characters that are no question`);
      return JSON.stringify({ ok: false, error: HINT });
    }
    const status = source.status();
    return status === undefined ? STARTING : answer({ status });
  };

/** What only root and the agent's own user may ask for. */
export const answerWriter =
  (source: ControlSource) =>
  async (line: string): Promise<string> => {
    const request = v.safeParse(WRITE, read(line));
    if (!request.success) return answerReader(source)(line);
    return answer({ result: await source.acknowledgeDamage(request.output.by) });
  };
