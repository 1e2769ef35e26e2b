import { boolean } from "../kinds/choice.ts";
import { integer } from "../kinds/number.ts";
import { section, setting } from "../setting.ts";

export const recovery = section(
  {
    en: "What the device tries by itself to get data back; against a stop never a reset of the modem.",
    zh: "设备为恢复上网自行采取的措施；遇到停机绝不复位模块。",
  },
  {
    radio_cycles: setting(boolean(), true, {
      en: "Where the network refused the card for good, switch the modem's radio off and on: once after an hour, six hours, then daily, and when the card should be back; at most once an hour and four times a day. With bearer.owner = external the owner's command is asked to.",
      zh: "网络永久拒绝此卡时关开一次模块射频：一小时后、六小时后、之后每天一次，以及预计恢复时；每小时最多一次、每天最多四次。bearer.owner = external 时改为请求拨号程序的命令执行。",
    }),
  },
);

export const fleet = section(
  { en: "The fleet to which this device belongs.", zh: "本设备所属的设备群。" },
  {
    size: setting(integer({ min: 1, max: 10_000_000, unit: " (devices)" }), 1_000, {
      en: "How many devices share what may stop and come back in one moment: what all of them would do then is spread, each in its own place, over a second a device, from a minute to an hour.",
      zh: "可能在同一时刻停机和恢复的设备数量：届时的动作按每台一秒错开，各设备位置固定，总跨度一分钟到一小时。",
    }),
  },
);
