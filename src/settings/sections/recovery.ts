import { boolean } from "../kinds/choice.ts";
import { integer } from "../kinds/number.ts";
import { commandLine } from "../kinds/command-line.ts";
import { optional, section, setting } from "../setting.ts";

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
    modem_resets: setting(boolean(), true, {
      en: "Where the agent dials: reset a modem that answers and hangs, half an hour after nothing gentler helped; at most once an hour and four times a day, never against a stop of the card.",
      zh: "由本程序拨号时：模块有应答但已死机，且较温和的办法半小时无效时复位模块；每小时最多一次、每天最多四次；绝不用于停机。",
    }),
    power_command: optional(commandLine(["/usr/local/bin/modem-power", "cycle"]), {
      en: "Run to take the modem's power away and give it back (a GPIO, a USB hub's port), when it answers nothing for five minutes or its port is gone for ten; at most every quarter of an hour and six times a day. A request as JSON is on its standard input.",
      zh: "模块五分钟无应答，或端口消失十分钟时运行的命令，用于给模块断电再上电（GPIO、USB 集线器端口）；至少间隔十五分钟，每天最多六次。请求以 JSON 形式从标准输入传入。",
      unset: { en: "its power is left alone", zh: "不操作模块电源" },
    }),
    reboot_command: optional(commandLine(["/usr/bin/systemctl", "reboot"]), {
      en: "Run to restart the machine, two hours after nothing else helped against a silent or absent modem; only as often as recovery.reboots_per_day says.",
      zh: "模块无应答或端口消失，其他办法两小时无效时运行的重启整机命令；次数受 recovery.reboots_per_day 限制。",
      unset: { en: "the machine is never restarted", zh: "不重启整机" },
    }),
    reboots_per_day: setting(integer({ min: 0, max: 4 }), 0, {
      en: "How often the agent may restart the machine in a day; 0: never.",
      zh: "本程序每天最多重启整机的次数；0 表示从不重启。",
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
