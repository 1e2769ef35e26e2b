import { describeBytes } from "../base/bytes.ts";
import { describeDuration, Millis } from "../base/duration.ts";
import { plainText } from "../base/plain-text.ts";
import type { ShownEntry } from "../journal/bundle.ts";
import type { Words } from "../plan/words.ts";
import type { Channel } from "./evidence-channels.ts";
import { type Interruption, interruptionsIn } from "./evidence-interruptions.ts";
import { letter } from "./evidence-letter.ts";
import { detailsOf, inWords, type Language, sentenceOf, timeOf, topicWords } from "./evidence-words.ts";

export interface PageFacts {
  readonly language: Language;
  readonly device: string;
  readonly zone: string;
  /** As it stands in journal.json. */
  readonly made: string;
  readonly masked: boolean;
  readonly chain: string;
  readonly hash: string;
  /** What verifying the entries found; undefined: every byte is what was written. */
  readonly damage: string | undefined;
  readonly carrier: Words | undefined;
  readonly channels: readonly Channel[];
  readonly entries: readonly ShownEntry[];
  readonly files: readonly { readonly name: string; readonly kept: string | undefined; readonly by: string }[];
}

/** Printable and self-contained: no script, nothing from elsewhere. */
const STYLE = `@page{size:A4;margin:16mm}
body{font:11pt/1.45 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;max-width:190mm;margin:2em auto;padding:0 1em;color:#111}
h1{font-size:16pt}h2{font-size:13pt;border-bottom:1px solid #999;margin-top:1.6em}
table{border-collapse:collapse;width:100%;font-size:9pt}th,td{border:1px solid #bbb;padding:2px 5px;text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead{display:table-header-group}tr{break-inside:avoid}.letter{border:1px solid #999;padding:.5em 1.2em;break-inside:avoid}.letter p{margin:.35em 0}
.note td{background:#fff6d8}.bad{color:#a00;font-weight:bold}code{font-size:8.5pt;overflow-wrap:anywhere}`;

const escaped = (text: string): string => plainText(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const TEXTS = {
  title: { en: "What happened to this card", zh: "此卡服务情况记录" },
  device: { en: "Device", zh: "设备" },
  card: { en: "Card (ICCID)", zh: "卡号（ICCID）" },
  modem: { en: "Modem", zh: "模块" },
  made: { en: "Made", zh: "生成时间" },
  period: { en: "Period", zh: "记录期间" },
  carrier: { en: "Carrier", zh: "运营商" },
  unknown: { en: "not known", zh: "未知" },
  masked: {
    en: "Numbers of cards, devices and persons are masked. The device holds them whole.",
    zh: "卡号、设备号和个人号码已脱敏；设备上存有完整内容。",
  },
  letter: { en: "Request for explanation", zh: "要求说明的函" },
  contacts: { en: "Whom to ask, and where a complaint goes", zh: "咨询和投诉渠道" },
  noContacts: {
    en: "No channel of this carrier's is known here: see the contract, or ask whoever sold the card.",
    zh: "此处没有该运营商的渠道信息：请查合同，或咨询售卡方。",
  },
  interruptions: { en: "Interruptions of data service", zh: "数据业务中断" },
  none: { en: "None in this record.", zh: "本记录中没有。" },
  from: { en: "from", zh: "开始" },
  to: { en: "to", zh: "恢复" },
  lasted: { en: "lasted", zh: "持续" },
  used: { en: "used / plan", zh: "已用／套餐" },
  said: { en: "said", zh: "网络或模块所述" },
  all: { en: "Everything in its order", zh: "按时间排列的全部记录" },
  when: { en: "when", zh: "时间" },
  topic: { en: "about", zh: "类别" },
  what: { en: "what", zh: "事项" },
  details: { en: "details", zh: "详情" },
  hash: { en: "hash", zh: "哈希" },
  files: { en: "Files that were added", zh: "人工附件" },
  leftOut: { en: "left out of a masked bundle", zh: "脱敏包不含附件" },
  verify: { en: "How this is verified", zh: "如何验证" },
  damaged: { en: "The record is damaged: ", zh: "记录已损坏：" },
} as const satisfies Record<string, Words>;

/** The page of a bundle: what a person reads, prints and hands over. Pure. */
export function evidencePage(facts: PageFacts): string {
  const { language, entries, zone } = facts;
  const say = (key: keyof typeof TEXTS): string => escaped(inWords(TEXTS[key], language));
  const interruptions = interruptionsIn(entries);
  const card = latest(entries, "card-identified", "iccid");
  const modem = ["manufacturer", "model", "imei"].flatMap((name) => latest(entries, "modem-identified", name) ?? []);
  const [first, last] = [entries[0], entries.at(-1)];
  const period = first && last ? `${timeOf(first, zone, language)} – ${timeOf(last, zone, language)} (${zone})` : "";
  const head: readonly (readonly [string, string])[] = [
    [say("device"), escaped(facts.device)],
    [say("card"), card === undefined ? say("unknown") : escaped(card)],
    [say("modem"), modem.length === 0 ? say("unknown") : escaped(modem.join(" "))],
    [say("carrier"), facts.carrier === undefined ? say("unknown") : escaped(inWords(facts.carrier, language))],
    [say("period"), escaped(period)],
    [say("made"), escaped(facts.made)],
  ];
  const asked = letter({ ...facts, card, interruptions }, language).map((text) => `<p>${escaped(text)}</p>`);
  // Nobody is asked why service was stopped where the record shows that it was not.
  const request =
    interruptions.length === 0 ? "" : `<h2>${say("letter")}</h2>\n<div class="letter">${asked.join("\n")}</div>`;
  return `<!DOCTYPE html>
<html lang="${language}"><head><meta charset="utf-8"><title>${say("title")}</title><style>${STYLE}</style></head><body>
<h1>${say("title")}</h1>
<table>${head.map(([name, value]) => `<tr><th>${name}</th><td>${value}</td></tr>`).join("")}</table>
${facts.damage === undefined ? "" : `<p class="bad">${say("damaged")}${escaped(facts.damage)}</p>`}
${facts.masked ? `<p>${say("masked")}</p>` : ""}
${request}
<h2>${say("contacts")}</h2>
${channelList(facts, say("noContacts"))}
<h2>${say("interruptions")}</h2>
${interruptions.length === 0 ? `<p>${say("none")}</p>` : interruptionTable(interruptions, zone, language)}
${facts.files.length === 0 ? "" : fileTable(facts)}
<h2>${say("all")}</h2>
<table><thead><tr><th>#</th><th>${say("when")}</th><th>${say("topic")}</th><th>${say("what")}</th><th>${say("details")}</th><th>${say("hash")}</th></tr></thead>
${entries.map((entry) => row(entry, zone, language)).join("\n")}
</table>
<h2>${say("verify")}</h2>
${howToVerify(facts)}
</body></html>
`;
}

function row(entry: ShownEntry, zone: string, language: Language): string {
  const details = detailsOf(entry.fields, zone, language).join("; ");
  const cells = [
    String(entry.seq),
    timeOf(entry, zone, language),
    topicWords(entry, language),
    sentenceOf(entry, language),
    details,
  ];
  const note = entry.what === "note" ? ' class="note"' : "";
  return `<tr${note}>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}<td><code>${escaped(entry.hash.slice(0, 12))}</code></td></tr>`;
}

function interruptionTable(interruptions: readonly Interruption[], zone: string, language: Language): string {
  const say = (key: keyof typeof TEXTS): string => escaped(inWords(TEXTS[key], language));
  const rows = interruptions.map(({ from, to, said, used, quota }) => {
    const lasted =
      to === undefined || !from.trusted || !to.trusted ? "" : describeDuration(Millis(to.at.wall - from.at.wall));
    const amounts = [used, quota]
      .map((bytes) => (bytes === undefined ? "-" : describeBytes(BigInt(bytes))))
      .join(" / ");
    const cells = [
      timeOf(from, zone, language),
      to === undefined ? "-" : timeOf(to, zone, language),
      lasted,
      amounts,
      said.join("; "),
    ];
    return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`;
  });
  const head = (["from", "to", "lasted", "used", "said"] as const).map((key) => `<th>${say(key)}</th>`).join("");
  return `<table><thead><tr>${head}</tr></thead>${rows.join("\n")}</table>`;
}

function channelList({ channels, language }: PageFacts, none: string): string {
  if (channels.length === 0) return `<p>${none}</p>`;
  const lines = channels.map(
    ({ term, source }) =>
      `<li>${escaped(inWords(term, language))} <small>(${escaped(inWords(source, language))})</small></li>`,
  );
  return `<ol>${lines.join("\n")}</ol>`;
}

function fileTable({ files, language }: PageFacts): string {
  const say = (key: keyof typeof TEXTS): string => escaped(inWords(TEXTS[key], language));
  const rows = files.map(
    ({ name, kept, by }) =>
      `<tr><td>${escaped(name)}</td><td>${escaped(by)}</td><td>${kept === undefined ? say("leftOut") : `<a href="${escaped(kept)}">${escaped(kept)}</a>`}</td></tr>`,
  );
  return `<h2>${say("files")}</h2>\n<table>${rows.join("\n")}</table>`;
}

function howToVerify({ language, chain, hash }: PageFacts): string {
  const end = `<code>${escaped(chain)} ${escaped(hash)}</code>`;
  return language === "en"
    ? `<p>Each entry carries a hash over the one before it: whoever changes, removes or inserts one breaks the chain. <code>cellward evidence verify DIRECTORY</code> checks all of it; <code>sha256sum --check SHA256SUMS</code> checks the files. The last entry's hash is ${end}. This page states what the device observed; it does not say who is right.</p>`
    : `<p>每条记录的哈希值都包含前一条的哈希值：修改、删除或插入任何一条都会使链断裂。<code>cellward evidence verify 目录</code> 验证全部内容；<code>sha256sum --check SHA256SUMS</code> 验证文件。最后一条的哈希值：${end}。本页只陈述设备所观察到的情况，不判断责任。</p>`;
}

function latest(entries: readonly ShownEntry[], what: string, name: string): string | undefined {
  const value = entries.findLast((entry) => entry.what === what)?.fields[name];
  return typeof value === "string" ? value : undefined;
}
