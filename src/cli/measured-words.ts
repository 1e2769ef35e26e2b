import { describeBytes } from "../base/bytes.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Language } from "../report/diagnosis-words.ts";
import type { Measured } from "./granted-command.ts";

const bytes = (amount: number): string =>
  amount < 1_024 ? `${amount} B` : `${describeBytes(BigInt(amount))} (${amount} B)`;

/** What was measured and what was not, in one language. */
export function measuredWords(measured: Measured, language: Language): string {
  const { en, zh } = wordsOf(measured);
  return language === "en" ? en : zh;
}

function wordsOf(measured: Measured): { readonly en: string; readonly zh: string } {
  switch (measured.of) {
    case "cgroup": {
      const [up, down] = [bytes(measured.up), bytes(measured.down)];
      const { left } = measured;
      return {
        en: `Used by the command: ${up} up, ${down} down, counted for its cgroup on every interface but lo${left ? "; something that it started still runs and is counted no more" : ""}.`,
        zh: `该命令使用：上行 ${up}，下行 ${down}，按其 cgroup 计量（不含 lo）${left ? "；它启动的程序仍在运行，此后不再计量" : ""}。`,
      };
    }
    case "nothing":
      return {
        en: `What the command used is not known: ${measured.why}.`,
        zh: `无法得知该命令的用量：${measured.why}。`,
      };
    default:
      return unreachable(measured);
  }
}
