import type { Words } from "../../plan/words.ts";
import { isTable } from "../../toml/document.ts";

const ASKED: readonly (readonly [table: string, about: Words])[] = [
  ["", { en: "what was used", zh: "已用流量" }],
  ["balance", { en: "the balance", zh: "话费余额" }],
  ["carried", { en: "what was carried over", zh: "结转流量" }],
  ["packs", { en: "the packs", zh: "流量包" }],
];
const CODE = /^[A-Za-z0-9 #*]{1,20}$/;
const NUMBER = /^\d{3,20}$/;

/** The messages of `[query]`, which is read and checked elsewhere, in words for a person; undefined without one. */
export function queryCodes(query: unknown): Words | undefined {
  if (!isTable(query)) return undefined;
  const told = ASKED.flatMap(([table, about]) => {
    const inner = table === "" ? query : query[table];
    const text = isTable(inner) ? inner["text"] : undefined;
    const to = (isTable(inner) ? inner["to"] : undefined) ?? query["to"];
    if (typeof text !== "string" || typeof to !== "string" || !CODE.test(text) || !NUMBER.test(to)) return [];
    return [{ en: `${text} to ${to} (${about.en})`, zh: `发送${text}到${to}（${about.zh}）` }];
  });
  if (told.length === 0) return undefined;
  return { en: told.map(({ en }) => en).join(", "), zh: told.map(({ zh }) => zh).join("，") };
}
