import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { cameUnasked, isTestAnswer } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { decimal, type Parameter, splitLine, splitParameters, withoutLostQuotes } from "./parameters.ts";

const count = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0)));
const name = v.exactOptional(v.string());
const names = v.exactOptional(v.array(v.string()));

/**
 * Message storages: which are chosen, how full they are (read), how full alone (set), or which there are (test: `mem1s` to `mem3s`).
 * 1 is read and deleted from, 2 written and sent from, 3 received into (3GPP TS 27.005 3.2.2). `full`: the modem says that no
 * further message fits.
 */
export const smsStorageSchema = v.strictObject({
  kind: v.literal("sms-storage"),
  command: v.picklist(["+CPMS", "^SMMEMFULL", "+QIND"]),
  unsolicited: v.boolean(),
  mem1: name,
  used1: count,
  total1: count,
  mem2: name,
  used2: count,
  total2: count,
  mem3: name,
  used3: count,
  total3: count,
  full: v.exactOptional(v.literal(true)),
  mem1s: names,
  mem2s: names,
  mem3s: names,
});

export type SmsStorageMessage = Readonly<v.InferOutput<typeof smsStorageSchema>>;

const NAME = /^[A-Za-z]\w{1,5}$/;
const MOST = 65_535;

function parseSmsStorage(line: string, asked?: string): SmsStorageMessage | undefined {
  const parts = splitLine(line);
  if (parts === undefined) return undefined;
  if (parts.name !== "+CPMS") return storageFull(parts.name, splitParameters(parts.body));
  const base = { kind: "sms-storage", command: "+CPMS", unsolicited: cameUnasked("+CPMS", asked) } as const;
  const groups = splitParameters(ungrouped(withoutLostQuotes(parts.body.trim())));
  const tested = isTestAnswer("+CPMS", asked) || parts.body.includes("(");
  const fields = tested ? storageLists(groups) : (storageState(groups) ?? storageLists(groups));
  return fields === undefined ? undefined : { ...base, ...fields };
}

export const smsStorageGrammar: Grammar<SmsStorageMessage> = {
  names: ["+CPMS", "+QIND", "^SMMEMFULL"],
  parse: parseSmsStorage,
};

/** Huawei `^SMMEMFULL: "SM"`; Quectel `+QIND: "smsfull","ME"` (EC2x AT commands manual, +QINDCFG). */
function storageFull(command: string, values: readonly Parameter[]): SmsStorageMessage | undefined {
  const quectel = command === "+QIND" && values[0]?.text.toLowerCase() === "smsfull";
  if (!quectel && command !== "^SMMEMFULL") return undefined;
  const mem = values[quectel ? 1 : 0]?.text ?? "";
  return {
    kind: "sms-storage",
    command: quectel ? "+QIND" : "^SMMEMFULL",
    unsolicited: true,
    full: true,
    ...(NAME.test(mem) ? { mem1: mem } : {}),
  };
}

/** Wavecom puts a second pair of parentheses around everything: `(("SM","BM","SR"),("SM"))`. */
const ungrouped = (body: string): string => /^\(\s*(\(.*\))\s*\)$/.exec(body)?.[1] ?? body;

type StorageFields = Omit<SmsStorageMessage, "kind" | "command" | "unsolicited">;

/** `"ME",1,100,...` (read) or `1,100,...` (set), one to three storages. */
function storageState(values: readonly Parameter[]): StorageFields | undefined {
  const named = NAME.test(values[0]?.text ?? "");
  const width = named ? 3 : 2;
  const storages = Math.floor(values.length / width);
  if (storages === 0 || storages > 3) return undefined;
  const fields: Record<string, string | number> = {};
  for (let at = 0; at < storages; at += 1) {
    const [mem, used, total] = [
      named ? values[at * width] : undefined,
      values[at * width + width - 2],
      values[at * width + width - 1],
    ];
    const counts = [decimal(used, MOST), decimal(total, MOST)];
    if (counts[0] === undefined || counts[1] === undefined) return undefined;
    if (named && !NAME.test(mem?.text ?? "")) return undefined;
    Object.assign(
      fields,
      defined({ [`mem${at + 1}`]: mem?.text, [`used${at + 1}`]: counts[0], [`total${at + 1}`]: counts[1] }),
    );
  }
  return fields;
}

/** Groups in parentheses, single names without (Huawei MU609: `"ME","MT","SM"`), empty groups (Nokia C6: `(),(),()`). */
function storageLists(groups: readonly Parameter[]): StorageFields | undefined {
  const lists = inThirds(groups.map(namesOf));
  if (lists.length > 3 || lists.includes(undefined)) return undefined;
  return defined({ mem1s: lists[0], mem2s: lists[1], mem3s: lists[2] });
}

type Names = string[] | undefined;

/** Thuraya leaves the parentheses out: the list of storages stands there three times over. */
function inThirds(groups: readonly Names[]): readonly Names[] {
  const third = groups.length / 3;
  const storages = groups.map((group) => group?.[0] ?? "");
  const alone = groups.every((group) => group?.length === 1);
  if (third < 2 || !alone || storages.some((text, at) => text !== storages[at % third])) return groups;
  return [0, 1, 2].map((list) => storages.slice(list * third, (list + 1) * third));
}

function namesOf(group: Parameter): string[] | undefined {
  const inner = /^\((.*)\)$/.exec(group.text.trim())?.[1] ?? group.text;
  const found = splitParameters(inner).map((parameter) => parameter.text.trim());
  const present = found.filter((text) => text !== "");
  return present.every((text) => NAME.test(text)) ? present : undefined;
}
