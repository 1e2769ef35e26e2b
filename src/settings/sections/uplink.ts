import { uplinks } from "../kinds/uplinks.ts";
import { optional } from "../setting.ts";

export const uplink = optional(uplinks(), {
  en: "The ways out of the device, one table each: metered ones are the modem's and go into the card's book, others (Wi-Fi, Ethernet) are counted apart. As a flag: `--set uplink=ppp*,wlan0:unmetered`.",
  zh: "设备的上行链路，每条一个表：metered = true 为蜂窝链路，计入该卡账本；其余（Wi-Fi、以太网）单独计量。命令行写法：`--set uplink=ppp*,wlan0:unmetered`。",
  unset: {
    en: "the one of meter.interface, metered",
    zh: "即 meter.interface 所指接口，按流量计费",
  },
});
