import { expect, test } from "vitest";
import type { AtOutcome } from "../../src/at/command.ts";
import { apn } from "../../src/at/outgoing/apn.ts";
import { cid } from "../../src/at/outgoing/cid.ts";
import { Seconds } from "../../src/base/duration.ts";
import { BEARER_CALL, type BearerCall, bearerCall, type CallInput } from "../../src/modem/bearer-call.ts";
import { loweringOf } from "../../src/modem/call-down.ts";
import { type CallOrder, usableWays } from "../../src/modem/call-order.ts";
import { isFamily } from "../../src/simulator/personalities/families.ts";
import { ModemTalk } from "../support/modem-talk.ts";
import { PLAYED, shippedFamilies } from "../support/shipped-families.ts";

function order(): CallOrder {
  const [one, name] = [cid(1), apn("cmiot")];
  if (!one.ok || !name.ok) throw new TypeError("not allowed");
  return { cid: one.value, apn: name.value, type: "IP" };
}

/** A modem of the family whose first context is down, and what a command line leads to there. */
function played(family: string) {
  const personality = PLAYED[family];
  if (!isFamily(personality)) throw new TypeError(`no make for ${family}`);
  const talk = new ModemTalk({ personality });
  talk.at("ATE0;+CGACT=0,1");
  const outcome = async (line: string): Promise<AtOutcome> => {
    const lines = [...talk.at(line)];
    await talk.clock.advance(Seconds(1));
    lines.push(...talk.lines());
    const end = lines.findIndex((one) => one === "OK" || one.includes("ERROR"));
    if (lines[end] === "OK") return { kind: "ok", lines: lines.slice(0, end) };
    return { kind: "error", scheme: "plain", text: lines[end] ?? "nothing" };
  };
  const active = (): boolean | undefined => talk.modem.state().radio.contexts[0]?.active;
  return { outcome, active };
}

test.each(shippedFamilies.map((profile) => [profile.family, profile] as const))(
  "%s has its data call up and down by its first way",
  async (family, profile) => {
    const { outcome, active } = played(family);
    const context = { order: order(), ways: usableWays(profile) };
    const sent: string[] = [];
    const told: string[] = [];
    let call: BearerCall = BEARER_CALL;
    const inputs: CallInput[] = [{ kind: "view", view: { network: "usable", active: false } }];
    for (let input = inputs.shift(); input !== undefined; input = inputs.shift()) {
      const stepped = bearerCall(call, input, context);
      call = stepped.call;
      for (const effect of stepped.effects) {
        if (effect.kind === "configure") inputs.push({ kind: "configured" });
        if (effect.kind !== "send") {
          told.push(effect.kind);
          continue;
        }
        sent.push(effect.command.line);
        inputs.push({ kind: "answered", outcome: await outcome(effect.command.line) });
      }
    }
    expect({ told, sent }).toMatchObject({ told: ["configure", "up"] });
    expect(call.phase).toMatchObject({ kind: "up", way: { name: context.ways[0]?.name } });
    expect(active()).toBe(true);
    const down = loweringOf(call, context);
    expect(down).not.toEqual([]);
    for (const { line } of down) expect(await outcome(line)).toMatchObject({ kind: "ok" });
    expect(active()).toBe(false);
  },
);
