import { describeBytes } from "../base/bytes.ts";
import { plainText } from "../base/plain-text.ts";
import type { Words } from "../plan/words.ts";
import type { CardAnswer } from "../report/card-answer.ts";
import type { Language } from "../report/diagnosis-words.ts";
import { localDay } from "./local-day.ts";

const NONE: Words = {
  en: "No carrier was looked at here yet; a card has to be in for a while.",
  zh: "尚无记录：需插卡使用一段时间。",
};

/** How each carrier did in this device, for choosing the next card. */
export const historyScreen = ({ history, zone }: CardAnswer, languages: readonly Language[]): string =>
  plainText(
    `${languages
      .map((language) =>
        history.length === 0 ? NONE[language] : history.map((row) => rowText(row, zone)[language]).join("\n"),
      )
      .join("\n\n")}\n`,
  );

function rowText(row: CardAnswer["history"][number], zone: string): Words {
  const { carrier, hoursSeen, hoursUp, rejects, detaches, rsrp, rssi, bytes, perMb } = row;
  const share = hoursSeen === 0 ? 0 : Math.floor((hoursUp / hoursSeen) * 1_000) / 10;
  const days = `${localDay(row.firstAt, zone)} - ${localDay(row.lastAt, zone)}`;
  const level = rsrp ?? rssi;
  const name = rsrp === undefined ? "RSSI" : "RSRP";
  const amount = describeBytes(BigInt(bytes), 1000);
  return {
    en: [
      `${carrier}: ${days}, service ${share} % of ${hoursSeen} h`,
      `${rejects} rejects, ${detaches} detaches`,
      level === undefined ? "signal never told" : `${name} ${level.average} dBm, worst ${level.worst} dBm`,
      `${amount} passed`,
      ...(perMb === undefined ? [] : [`${perMb} a MB as bought`]),
    ].join("; "),
    zh: [
      `${carrier}：${days}，${hoursSeen}小时中在网${share}%`,
      `拒绝${rejects}次，去附着${detaches}次`,
      level === undefined ? "未报告信号" : `${name} 平均${level.average} dBm，最差${level.worst} dBm`,
      `流量${amount}`,
      ...(perMb === undefined ? [] : [`套餐折合每MB ${perMb}`]),
    ].join("；"),
  };
}
