import type { Words } from "../plan/words.ts";
import { failureZh } from "./failure-zh.ts";
import type { RecoveryView } from "./recovery-contract.ts";

/** Refused for good, and somebody else has the radio. */
export const NOT_OURS: Words = {
  en: "the modem asks the network again only after its radio was off and on, which is not this agent's to do: whoever dials does it (name it in bearer.request_command), or switch the device off and on once after the card is back",
  zh: "关开一次射频后模组才会重新入网，但射频不归本程序管理：由拨号程序执行（在 bearer.request_command 中指定），或在复机后将设备断电重启一次",
};

/** Let go without a refusal (24.301 5.5.2.3.2), and somebody else has the attaching. */
const COMES_BACK: Words = {
  en: "the network let the modem go and has refused nothing: as a rule the modem comes back by itself after its timer (T3402, 12 minutes by default); attaching it sooner is for whoever dials (name it in bearer.request_command)",
  zh: "网络让模组脱网，并未拒绝：模组一般在定时器（T3402，默认12分钟）到期后自行重新附着；提前附着由拨号程序执行（在 bearer.request_command 中指定）",
};

/** Let in and given no connection, and nobody dials on our word. */
const DIALS: Words = {
  en: "the network lets the card in and gives no connection; dialling is for whoever dials, who cannot be asked from here (name it in bearer.request_command)",
  zh: "网络允许入网但未建立连接；拨号由拨号程序执行，本程序无法请求（在 bearer.request_command 中指定）",
};
const THEIRS = { denied: NOT_OURS, detached: COMES_BACK, refused: DIALS } as const;

/** What the device does by itself about a loss, for people; `local` writes an instant as they read it. */
export function recoveryWords(
  { waits, picture, next, lastTry, failed }: RecoveryView,
  local: (instant: string) => string,
): Words | undefined {
  const before: Words = lastTry === undefined ? { en: "", zh: "" } : beforeWords(local(lastTry), failed);
  const now = waits === "not-ours" ? THEIRS[picture ?? "denied"] : nowWords(waits, next && local(next));
  return now === undefined && lastTry === undefined
    ? undefined
    : { en: [now?.en, before.en].filter(Boolean).join("; "), zh: [now?.zh, before.zh].filter(Boolean).join("；") };
}

const beforeWords = (at: string, failed: string | undefined): Words =>
  failed === undefined
    ? { en: `last tried ${at}`, zh: `上次尝试 ${at}` }
    : { en: `last tried ${at}, which FAILED: ${failed}`, zh: `上次尝试 ${at}，失败：${failureZh(failed)}` };

function nowWords(waits: RecoveryView["waits"], at: string | undefined): Words | undefined {
  if (waits === undefined) return { en: "tries now", zh: "正在尝试" };
  if (waits === "nothing-to-try") return { en: "tries nothing now", zh: "目前不自动尝试" };
  if (waits === "rests")
    return {
      en: "rests: `cellward override` says until when and for whom",
      zh: "休息中：期限和设定人见 cellward override",
    };
  if (at === undefined) return undefined;
  return waits === "cap"
    ? { en: `tries again at ${at}: it may not sooner`, zh: `${at} 再次尝试：受次数限制` }
    : { en: `tries again by itself at ${at}`, zh: `${at} 自动再次尝试` };
}
