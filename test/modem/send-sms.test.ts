import { describe, expect, it } from "vitest";
import type { AtCommand, AtOutcome } from "../../src/at/command.ts";
import { decodePdu } from "../../src/at/sms/decode-pdu.ts";
import { phoneNumber } from "../../src/at/outgoing/phone-number.ts";
import { smsText } from "../../src/at/outgoing/sms-text.ts";
import { WallMs } from "../../src/base/instant.ts";
import { sendSms } from "../../src/modem/send-sms.ts";
import { nothingUnderway, type ReportEffect, type ReportInput, stepReports } from "../../src/modem/sms-reports.ts";

function valid<T>(checked: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string }): T {
  if (!checked.ok) throw new Error(checked.why);
  return checked.value;
}

const LONG = "流量".repeat(100);
const request = (text: string) => ({ da: valid(phoneNumber("10086")), text: valid(smsText(text)), reference: 9 });

/** Answers the parts one after the other. */
function modem(answers: readonly AtOutcome[]) {
  const sent: AtCommand[] = [];
  const send = (command: AtCommand): Promise<AtOutcome> => {
    if (command.body === undefined) return Promise.resolve({ kind: "ok", lines: [] });
    sent.push(command);
    return Promise.resolve(answers[sent.length - 1] ?? { kind: "timeout" });
  };
  return { sent, send };
}

const taken = (mr: number): AtOutcome => ({ kind: "ok", lines: [`+CMGS: ${mr}`] });

describe("sending", () => {
  it("a text of several parts goes out in order, each with the octets that its line says", async () => {
    const asking = modem([taken(250), taken(251), taken(252)]);
    expect(await sendSms(asking, request(LONG))).toEqual({ kind: "sent", references: [250, 251, 252] });
    const parts = asking.sent.map(({ line, body = "" }) => {
      expect(line).toBe(`AT+CMGS=${body.length / 2 - 1}`);
      return decodePdu(body);
    });
    expect(parts.map(({ text }) => text).join("")).toBe(LONG);
    expect(parts.map(({ concatenation }) => concatenation)).toEqual(
      [1, 2, 3].map((seq) => ({ ref: 9, max: 3, seq, width: 8 })),
    );
  });

  it("stops at the part that the network does not take, and names why by the standard's name", async () => {
    const asking = modem([taken(1), { kind: "error", scheme: "cms", code: 8, text: "8" }, taken(2)]);
    expect(await sendSms(asking, request(LONG))).toEqual({
      kind: "refused",
      code: 8,
      text: "Operator determined barring",
      references: [1],
    });
    expect(asking.sent).toHaveLength(2);
  });

  it("what the modem did not confirm is not known, and never sent again", async () => {
    const asking = modem([{ kind: "timeout" }]);
    expect(await sendSms(asking, request("CXLL"))).toEqual({ kind: "unknown", references: [] });
    expect(asking.sent).toHaveLength(1);
  });
});

describe("status reports", () => {
  const sent = (id: string, to: string, waiting: readonly number[]): ReportInput => ({
    kind: "sent",
    message: { id, to, waiting, at: WallMs(0) },
  });
  const report = (mr: number, to: string, delivery: "delivered" | "trying" | "failed"): ReportInput => ({
    kind: "report",
    report: { mr, to, delivery },
  });

  function after(...inputs: readonly ReportInput[]): ReportEffect[] {
    let state = nothingUnderway;
    return inputs.flatMap((input) => {
      const stepped = stepReports(state, input);
      state = stepped.state;
      return [...stepped.effects];
    });
  }

  it("of every part make the message delivered, whatever form the number has", () => {
    const effects = after(
      sent("a", "+8613800138000", [4, 5]),
      report(5, "13800138000", "delivered"),
      report(4, "8613800138000", "trying"),
      report(4, "8613800138000", "delivered"),
    );
    expect(effects).toEqual([{ kind: "delivered", id: "a" }]);
  });

  it("of one part that failed make it failed, once", () => {
    const failed = [report(4, "10086", "failed"), report(5, "10086", "failed")];
    expect(after(sent("a", "10086", [4, 5]), ...failed)).toEqual([{ kind: "failed", id: "a" }]);
  });

  it("of another's number or reference are about nothing that we sent", () => {
    expect(after(sent("a", "10086", [4]), report(4, "10010", "delivered"), report(9, "10086", "delivered"))).toEqual(
      [],
    );
  });

  it("of a reference that came round again are about the newer message; none within three days is told", () => {
    const effects = after(sent("old", "10086", [4]), sent("new", "10086", [4]), report(4, "10086", "delivered"), {
      kind: "tick",
      now: WallMs(4 * 86_400_000),
    });
    expect(effects).toEqual([
      { kind: "delivered", id: "new" },
      { kind: "unreported", id: "old" },
    ]);
  });
});
