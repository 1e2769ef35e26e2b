import * as v from "valibot";
import { CME_ERROR } from "../../codes/cme-error.ts";
import { CMS_ERROR } from "../../codes/cms-error.ts";
import { type FinalResult, parseFinalResult, parseNumericResult } from "../final-result.ts";
import type { Grammar } from "./grammar.ts";

/** What ends a command well, or tells of a call (V.250 6.3.1 and table 1). */
export const resultSchema = v.strictObject({
  kind: v.literal("result"),
  result: v.picklist(["ok", "connect", "ring", "send-ok"]),
  text: v.string(),
  rate: v.exactOptional(v.pipe(v.number(), v.description("bit/s, where CONNECT tells it"))),
});

/** What ends a command badly. `code` also for a text that is the standard's own (`AT+CMEE=2`), compared whole. */
export const errorSchema = v.strictObject({
  kind: v.literal("error"),
  command: v.exactOptional(v.picklist(["+CME ERROR", "+CMS ERROR", "+EXT ERROR"])),
  unsolicited: v.exactOptional(v.literal(false)),
  scheme: v.picklist(["plain", "cme", "cms", "ext", "dialect", "call"]),
  code: v.exactOptional(v.number()),
  text: v.pipe(v.string(), v.description("as the modem wrote it, after the prefix")),
  name: v.exactOptional(v.pipe(v.string(), v.description("of the code: 27.007 9.2, 27.005 3.2.5"))),
});

export type ResultMessage = Readonly<v.InferOutput<typeof resultSchema>>;
export type ErrorMessage = Readonly<v.InferOutput<typeof errorSchema>>;

const COMMANDS = { cme: "+CME ERROR", cms: "+CMS ERROR", ext: "+EXT ERROR" } as const;

function parseResult(line: string, asked?: string): ResultMessage | ErrorMessage | undefined {
  const text = line.trim();
  const digits = asksForDigits(asked);
  const final = parseFinalResult(text) ?? (digits ? parseNumericResult(text) : undefined);
  if (final?.kind === "ok") return { kind: "result", result: "ok", text };
  if (final !== undefined) return messageOf(final);
  if (digits && text === "1") return { kind: "result", result: "connect", text };
  if (text === "RING" || (digits && text === "2")) return { kind: "result", result: "ring", text };
  if (text === "SEND OK") return { kind: "result", result: "send-ok", text };
  if (text === "SEND FAIL") return { kind: "error", scheme: "dialect", text };
  if (text !== "CONNECT" && !text.startsWith("CONNECT ")) return undefined;
  const rate = /^CONNECT (\d{3,12})(?![\d.])/.exec(text)?.[1];
  return { kind: "result", result: "connect", text, ...(rate === undefined ? {} : { rate: Number(rate) }) };
}

export const resultGrammar: Grammar<ResultMessage | ErrorMessage> = {
  names: ["+CME", "+CMS", "+EXT"],
  unnamed: true,
  parse: parseResult,
};

function messageOf(error: FinalResult & { readonly kind: "error" }): ErrorMessage {
  const { scheme, code } = error;
  const table = scheme === "cme" ? CME_ERROR : scheme === "cms" ? CMS_ERROR : undefined;
  const name = code === undefined ? undefined : table?.[code]?.name;
  const coded = scheme === "cme" || scheme === "cms" || scheme === "ext";
  return {
    ...error,
    ...(coded ? { command: COMMANDS[scheme], unsolicited: false } : {}),
    ...(name === undefined ? {} : { name }),
  };
}

/** Under ATV0 a digit is a result code (V.250 6.2.6); otherwise it is somebody's answer. */
const asksForDigits = (asked: string | undefined): boolean => /^AT[^;+"]*V0/i.test(asked ?? "");
