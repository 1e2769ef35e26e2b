import { defined } from "../base/defined.ts";
import type { PublishedEvent } from "../base/events.ts";
import { unreachable } from "../base/unreachable.ts";
import { statName } from "../codes/registration-stat.ts";
import type { Link } from "../modem/link.ts";
import type { Modem } from "../modem/modem.ts";
import { rejectCauseName } from "../modem/reject-cause.ts";
import { decidingRegistration } from "../modem/service.ts";
import type { ModemEffect } from "../modem/step.ts";

interface Happening {
  readonly type: PublishedEvent;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What of the way to the modem is worth an event. Pure. */
export function linkEvent(link: Link): Happening | undefined {
  switch (link.kind) {
    case "none":
    case "opening":
    case "in-call":
      return undefined;
    case "initialising":
      return { type: "port-open", fields: {} };
    case "ready":
      return { type: "modem-ready", fields: {} };
    case "refused":
      return { type: "port-refused", fields: { detail: link.text } };
    case "gone":
      return { type: "port-gone", fields: { detail: link.text } };
    case "off":
      return { type: "modem-off", fields: { detail: link.text } };
    case "silent":
      return { type: "modem-silent", fields: { detail: link.text } };
    default:
      return unreachable(link);
  }
}

/**
 * What of the modem's effects is worth an event, with identifiers masked. One loss is told by several domains and in
 * several steps; only the registration that decides about data, and service that comes or goes, are events. Pure.
 */
export function modemEvents(before: Modem, after: Modem, effects: readonly ModemEffect[]): readonly Happening[] {
  return effects.flatMap((effect) => happening(before, after, effect) ?? []);
}

function happening(before: Modem, after: Modem, effect: ModemEffect): Happening | undefined {
  switch (effect.kind) {
    case "network-detached":
      return { type: "network-detached", fields: { said: effect.text } };
    case "context-lost":
      return {
        type: "context-lost",
        fields: { said: effect.text, ...(effect.cid === undefined ? {} : { cid: effect.cid }) },
      };
    case "registration-changed": {
      const was = decidingRegistration(before);
      const is = decidingRegistration(after);
      if (is === undefined || was?.stat === is.stat) return undefined;
      const { domain, stat, rejectCause } = is;
      const cause = defined({ rejectCause, causeText: rejectCauseName(domain, is) });
      return { type: "registration-changed", fields: { domain, stat, state: statName(stat), ...cause } };
    }
    case "service-changed":
      if (effect.to.data === effect.from.data) return undefined;
      if (effect.to.data === "up") return { type: "service-up", fields: {} };
      // Before anything was known there was nothing to lose.
      return effect.to.data === "down" && effect.from.data === "up"
        ? { type: "service-down", fields: { why: effect.to.why, detail: effect.to.text } }
        : undefined;
    case "sim-state-changed":
      if (effect.from.state === "unknown" && effect.to.state === "ready") return undefined;
      return { type: "sim-state-changed", fields: { from: effect.from.state, to: effect.to.state } };
    case "restarted":
      return { type: "modem-restarted", fields: { said: effect.text } };
    case "power": {
      const { because, text } = effect;
      // Going off is told by the link.
      return effect.event === "warning"
        ? { type: "modem-warned", fields: { said: text, ...defined({ because }) } }
        : undefined;
    }
    case "back-off":
    case "sim-identified":
    case "ask":
      return undefined;
    default:
      return unreachable(effect);
  }
}
