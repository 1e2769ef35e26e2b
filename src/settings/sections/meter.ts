import { Days, Hours, Millis, Minutes, Seconds } from "../../base/duration.ts";
import { bytes, duration } from "../kinds/amount.ts";
import { integer } from "../kinds/number.ts";
import { interfaceName } from "../kinds/interface.ts";
import { path } from "../kinds/text.ts";
import { optional, section, setting } from "../setting.ts";

const overhead = (): ReturnType<typeof integer> =>
  integer({ min: 0, max: 128, unit: " (bytes of link layer per packet)" });

const OVERHEAD_UNSET = { en: "found from the link's type", zh: "根据链路类型自动确定" };

export const meter = section(
  { en: "Counting bytes.", zh: "流量计量。" },
  {
    interface: setting(interfaceName(), "wwan0", {
      en: "The interface whose traffic the carrier bills; where there are several, or others to be counted apart, see [[uplink]].",
      zh: "运营商计费流量所经过的网络接口；如有多个接口，或需单独计量其他接口，见 [[uplink]]。",
    }),
    sysfs_root: setting(path({ example: "/sys/class/net" }), "/sys/class/net", {
      en: "Where the kernel shows the interfaces' counters.",
      zh: "内核提供接口计数器的目录。",
    }),
    sample_interval: setting(duration({ min: Millis(100), max: Minutes(1) }), "1s", {
      en: "How often the counters are read at rest; four times a second while bytes move, after the interface came, and while it is not there.",
      zh: "空闲时读取计数器的间隔；有流量时、接口刚出现时以及接口不存在时，每秒读取四次。",
    }),
    checkpoint_bytes: setting(bytes({ min: "4 KiB", max: "1 GiB" }), "256 KiB", {
      en: "The ledger is written at the latest after this many bytes.",
      zh: "最多累计这么多字节后写入账本。",
    }),
    checkpoint_interval: setting(duration({ min: Seconds(10), max: Hours(24) }), "10min", {
      en: "The ledger is written at the latest after this time, if any byte moved.",
      zh: "如有流量，最迟经过这段时间后写入账本。",
    }),
    // 13 months are 397 days at most, and a month runs.
    retention: setting(duration({ min: Days(62), max: Days(3_660) }), "430d", {
      en: "How long the books keep every hour apart; what is older counts in the totals only. The running cycle is always kept.",
      zh: "账本逐小时保留用量的时长；更早的用量只计入总量。当前计费周期始终保留。",
    }),
    overhead_rx: optional(overhead(), {
      en: "Link-layer bytes to take off every received packet, since carriers bill IP bytes.",
      zh: "每个接收数据包应扣除的链路层字节数（运营商按 IP 层计费）。",
      unset: OVERHEAD_UNSET,
    }),
    overhead_tx: optional(overhead(), {
      en: "Link-layer bytes to take off every sent packet.",
      zh: "每个发送数据包应扣除的链路层字节数。",
      unset: OVERHEAD_UNSET,
    }),
  },
);
