import { describeBytes } from "../base/bytes.ts";
import type { Words } from "../plan/words.ts";
import type { Interruption } from "./evidence-interruptions.ts";
import { type Language, timeOf } from "./evidence-words.ts";

export interface LetterFacts {
  /** Undefined: whose card it is, is not known. */
  readonly carrier: Words | undefined;
  /** As the bundle shows it: masked, or whole. */
  readonly card: string | undefined;
  readonly device: string;
  readonly zone: string;
  /** At least one. */
  readonly interruptions: readonly Interruption[];
}

/** The latest; the page's list has them all. */
const SHOWN = 8;

/** A request for explanation that a merchant sends or reads out; what is not known is left to be filled in. Pure. */
export const letter = (facts: LetterFacts, language: Language): readonly string[] =>
  language === "en" ? english(facts) : chinese(facts);

const line = (interruption: Interruption, zone: string, language: Language): string => {
  const { from, to, said, used, quota } = interruption;
  const [and, open, meter] =
    language === "en" ? ["to", "not ended", "this device had counted"] : ["至", "尚未恢复", "当时本设备计量已用"];
  const amount = used === undefined ? "" : `; ${meter} ${describeBytes(BigInt(used))}${of(quota, language)}`;
  const words = said.length === 0 ? "" : `; ${said.join("; ")}`;
  return `${timeOf(from, zone, language)} ${and} ${to === undefined ? open : timeOf(to, zone, language)}${amount}${words}`;
};

const of = (quota: number | undefined, language: Language): string =>
  quota === undefined ? "" : ` ${language === "en" ? "of" : "／套餐"} ${describeBytes(BigInt(quota))}`;

function english({ carrier, card, device, zone, interruptions }: LetterFacts): readonly string[] {
  const latest = interruptions.slice(-SHOWN);
  return [
    `To: ${carrier?.en ?? "________________ (carrier)"}`,
    "Subject: request to explain why service to the card below was stopped",
    `Card (ICCID): ${card ?? "________________"}    Number: ________________    Device: ${device}`,
    "The device's own record shows that data service was interrupted:",
    ...latest.map((one) => `- ${line(one, zone, "en")}`),
    "Please answer in writing, or by SMS:",
    "1. Why was service stopped, from when to when, and who decided it?",
    "2. By which clause of the contract, or which rule of the plan?",
    "3. On what condition does it resume, which papers are needed, and when will it be?",
    "4. What is charged for the time without service?",
    "5. If usage is the reason: what did you count, day by day? It will be laid beside this device's own meter.",
    "If the card was stopped by mistake, please resume it at once.",
    "Enclosed: this page, and the device's record (journal.json), which anybody can verify.",
    "Name: ________________    Telephone: ________________    Date: ________________",
  ];
}

function chinese({ carrier, card, device, zone, interruptions }: LetterFacts): readonly string[] {
  const latest = interruptions.slice(-SHOWN);
  return [
    `致：${carrier?.zh ?? "________________（运营商）"}`,
    "事由：请说明对下列卡停止服务的原因",
    `卡号（ICCID）：${card ?? "________________"}　号码：________________　设备：${device}`,
    "设备自身的记录显示，数据业务在以下时间中断：",
    ...latest.map((one) => `- ${line(one, zone, "zh-CN")}`),
    "请以书面或短信答复：",
    "1. 停止服务的具体原因、起止时间，以及作出决定的部门；",
    "2. 所依据的合同条款或套餐规则；",
    "3. 恢复服务的条件、所需材料和预计时间；",
    "4. 停止服务期间的费用如何处理；",
    "5. 如因用量停止，请提供贵方逐日计量的用量，以便与本设备的计量核对。",
    "如属误停，请立即恢复。",
    "附件：本页及设备记录（journal.json），任何人均可验证其完整性。",
    "联系人：________________　电话：________________　日期：________________",
  ];
}
