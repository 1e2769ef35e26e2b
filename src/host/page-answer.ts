import type { ProbeOutcome } from "../ports/path-probe.ts";

type Found = Pick<ProbeOutcome, "kind" | "text">;

export const pageRequest = (host: string, path: string): Buffer =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, "latin1");

const HEAD = /^HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n/;
const HEAD_END = "\r\n\r\n";

/**
 * Whether what came is the page that was asked for. A portal redirects, or answers with a page of its own under a code that says all
 * is well. `expected`: what the body begins with; without it, 204 and nothing.
 */
export function judgePage(heard: Buffer, ended: boolean, expected: string | undefined): Found | undefined {
  const text = heard.toString("utf8");
  const code = HEAD.exec(text)?.[1];
  if (code === undefined) {
    if (!ended && text.length < 64) return undefined;
    return text === "" ? { kind: "refused", text: "closed without a word" } : { kind: "foreign", text: "no HTTP" };
  }
  if (code.startsWith("3")) return { kind: "foreign", text: `redirected (${code})` };
  const head = text.indexOf(HEAD_END);
  if (head < 0) return ended ? { kind: "foreign", text: `${code} without an end` } : undefined;
  const body = text.slice(head + HEAD_END.length);
  if (expected === undefined) return code === "204" ? { kind: "answered" } : { kind: "foreign", text: `code ${code}` };
  if (code !== "200") return { kind: "foreign", text: `code ${code}` };
  if (body.startsWith(expected)) return { kind: "answered" };
  const mayCome = !ended && expected.startsWith(body);
  return mayCome ? undefined : { kind: "foreign", text: "another page" };
}
