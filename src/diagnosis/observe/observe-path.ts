import { type Duration, Minutes } from "../../base/duration.ts";
import { WallMs, wallAfter } from "../../base/instant.ts";
import type { Finding } from "../finding-item.ts";
import type { FindingKind } from "../findings/finding.ts";

/** One look at whether data passes; from traffic that passes anyway, or from a probe. */
export interface PathLook {
  /** `echo`: UDP to an own server; `page`: one plain HTTP GET; `traffic`: the business's own packets, free of charge. */
  readonly by: "traffic" | "echo" | "tcp" | "dns" | "page";
  /** `listed`: on the directed card's list; `other`: an address that belongs to nobody here. */
  readonly to: "server" | "broker" | "listed" | "other" | "resolver";
  /** `false`: a name was answered with an address that is not its own; `portal`: a page of the carrier's came instead. */
  readonly outcome: "answered" | "silent" | "refused" | "portal" | "false";
  readonly at: WallMs;
  /** It holds so long, where nobody looks again before: of probes, which are paid for. */
  readonly until?: WallMs;
}

/** Looks that lie further apart than this say nothing about each other. */
const TOGETHER: Duration = Minutes(15);

/**
 * What the looks of the last quarter of an hour say together. Silence is told only by two kinds of looks to two places, and by none of
 * those that answered: one server that is down, or an ICMP that is dropped, is no dead path. Pure.
 */
export function observePath(looks: readonly PathLook[], now: WallMs): readonly Finding[] {
  const fresh = looks.filter(({ at, until }) => at <= now && (until ?? wallAfter(at, TOGETHER)) > now);
  const latest = [
    ...new Map(fresh.toSorted((a, b) => a.at - b.at).map((look) => [`${look.by} ${look.to}`, look])).values(),
  ];
  const is = (outcome: PathLook["outcome"], ...to: readonly PathLook["to"][]): readonly PathLook[] =>
    latest.filter((look) => look.outcome === outcome && (to.length === 0 || to.includes(look.to)));
  // A refusal is an answer: somebody there said no.
  const answered = [...is("answered"), ...is("refused")].filter(({ by }) => by !== "dns");
  const silent = is("silent");
  const found = (kind: FindingKind, from: readonly PathLook[]): readonly Finding[] =>
    from.length === 0
      ? []
      : [
          {
            kind,
            at: WallMs(Math.max(...from.map(({ at }) => at))),
            text: from.map(({ by, to }) => `${by} to ${to}`).join(", "),
          },
        ];
  const strangers = answered.filter(({ to }) => to !== "listed");
  const dead = new Set(silent.map(({ by }) => by)).size >= 2 && new Set(silent.map(({ to }) => to)).size >= 2;
  const named = is("answered", "resolver");
  return [
    ...found("portal-answers", is("portal")),
    ...found("names-false", is("false")),
    ...(answered.length === 0 && dead && is("portal").length === 0 ? found("path-silent", silent) : []),
    ...(strangers.length === 0 && silent.some(({ to, by }) => to === "other" && by !== "dns")
      ? found(
          "listed-only",
          answered.filter(({ to }) => to === "listed"),
        )
      : []),
    ...(answered.length > 0 && named.length === 0 ? found("names-dead", is("silent", "resolver")) : []),
    ...(is("false").length > 0 ? found("addresses-answer", answered) : []),
    ...(strangers.length > 0
      ? ofServer(silent, is("false").length > 0).flatMap((kind) =>
          found(kind, kind === "server-silent" ? is("silent", "server") : silent),
        )
      : []),
    ...(strangers.length > 0 ? found("broker-silent", is("silent", "broker")) : []),
    ...found("broker-refuses", is("refused", "broker")),
    ...(isOpen(strangers) ? found("path-open", strangers) : []),
  ];
}

/**
 * Of the business's server alone it is only said that it is down where nobody else is silent, and its name is not answered with somebody
 * else's address: else it is the way there, or the name.
 */
function ofServer(silent: readonly PathLook[], lies: boolean): readonly FindingKind[] {
  if (lies || !silent.some(({ to }) => to === "server")) return [];
  return silent.some(({ to, by }) => to === "other" && by !== "dns") ? ["some-blocked"] : ["server-silent"];
}

/** The business's own packets came back, or two that have nothing to do with each other answered. */
const isOpen = (strangers: readonly PathLook[]): boolean =>
  strangers.some(({ by, to }) => by === "traffic" && to !== "broker") ||
  new Set(strangers.map(({ to }) => to)).size >= 2;
