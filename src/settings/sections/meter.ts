import { Days, Hours, Millis, Minutes, Seconds } from "../../base/duration.ts";
import { bytes, duration } from "../kinds/amount.ts";
import { integer } from "../kinds/number.ts";
import { interfaceName } from "../kinds/interface.ts";
import { path, text } from "../kinds/text.ts";
import { boolean, oneOf } from "../kinds/choice.ts";
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
    source: setting(oneOf("interface", "modem"), "interface", {
      en: "What the card's book goes by: the interface's counters, or those that the modem itself keeps and tells over AT (where its family has a command for it); the other one is shown beside it, and fills in where the modem restarts or falls silent.",
      zh: "账本以何为准：接口计数器，或模块自身通过 AT 指令报告的计数器（需模块支持）；另一方用于比对，模块重启或无响应时由接口计数补足。",
    }),
    class_counters: optional(
      text({
        name: "table",
        allowed: 'the family and the name of a table of nftables, such as "inet cellward"',
        example: "inet cellward",
        pattern: /^(?:inet|ip|ip6|netdev|bridge|arp) [A-Za-z_][\w.-]{0,63}$/,
        maxBytes: 72,
      }),
      {
        en: "The table of nftables whose counters `<class>_up` and `<class>_down` tell which class the bytes were of (see device.profile and config/nftables/classes.nft); `<class>__<destination>_up` and `_down` tell also to which set of destinations of the plan they went. It divides what the interface counted and adds nothing to it.",
        zh: "nftables 表名，其中名为 `<类别>_up`、`<类别>_down` 的计数器说明流量属于哪一类（见 device.profile 与 config/nftables/classes.nft）；`<类别>__<目的地>_up/_down` 还说明流量去往套餐中的哪个定向目的地；仅用于拆分接口计数，不会增加总量。",
        unset: { en: "bytes are of no class", zh: "不区分流量类别" },
      },
    ),
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
    calibrate: setting(boolean(), true, {
      en: "Where probe.echo is set: with every new interface, and once a day, two to five datagrams to it (44 to 112 bytes each way with IPv4) measure how many link-layer bytes the counters hold a packet. They are in the books, and within probe.bytes_per_day.",
      zh: "已设置 probe.echo 时：接口新出现时及每天一次，发送二至五个数据报（IPv4 下每个单向 44 至 112 字节），测量计数器中每个数据包的链路层字节数；计入账本，并受 probe.bytes_per_day 限制。",
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
