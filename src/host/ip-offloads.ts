import * as v from "valibot";
import { Seconds } from "../base/duration.ts";
import type { LinkOffloads, OffloadReader } from "../ports/link-offloads.ts";
import { findProgram, runProgram } from "./system-program.ts";

const Listing = v.tuple([
  v.object({
    gso_max_segs: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    linkinfo: v.optional(v.object({ info_kind: v.optional(v.string()) })),
  }),
]);

/** By iproute2, which tells it to everybody; BusyBox's `ip` does not. */
export class IpOffloads implements OffloadReader {
  async read(interfaceName: string): Promise<LinkOffloads | undefined> {
    const path = await findProgram("ip");
    if (path === undefined) return undefined;
    const command = [path, "-d", "-j", "link", "show", "dev", interfaceName] as const;
    const end = await runProgram({ command, within: Seconds(2), mostOutput: 16_384 });
    return end.kind === "ended" && end.code === 0 ? readOffloads(end.out) : undefined;
  }
}

/** Undefined for anything that is not iproute2's JSON of one link. */
export function readOffloads(text: string): LinkOffloads | undefined {
  try {
    const [{ gso_max_segs: segments, linkinfo }] = v.parse(Listing, JSON.parse(text));
    const kind = linkinfo?.info_kind;
    return { segments, ...(kind === undefined ? {} : { kind }) };
  } catch {
    return undefined;
  }
}
