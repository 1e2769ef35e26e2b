import { Days, Hours, Minutes } from "../../base/duration.ts";
import { bytes, duration } from "../kinds/amount.ts";
import { oneOf } from "../kinds/choice.ts";
import { endpoint, plainPage } from "../kinds/endpoint.ts";
import { hostName } from "../kinds/host-name.ts";
import { text } from "../kinds/text.ts";
import { optional, section, setting } from "../setting.ts";

const NONE = { en: "no such probe is sent", zh: "不发送此类探测" };

export const probe = section(
  {
    en: "Probes of the data path, sent only where ordered here, and only while something says that data may not pass (but for meter.calibrate).",
    zh: "数据通路探测：仅发送此处指定的探测，且仅在有迹象表明数据不通时发送（meter.calibrate 除外）。",
  },
  {
    echo: optional(endpoint({ example: "192.0.2.1:7" }), {
      en: "An own server that sends UDP datagrams back as they are (RFC 862).",
      zh: "自有的 UDP 回显服务器（RFC 862）。",
      unset: NONE,
    }),
    tcp: optional(endpoint({ example: "198.51.100.1:443" }), {
      en: "A server to which a TCP connection is opened and reset at once; best another one than that of echo.",
      zh: "建立 TCP 连接后立即复位的服务器；最好与 echo 不同。",
      unset: NONE,
    }),
    dns_server: optional(endpoint({ example: "203.0.113.53", usualPort: 53 }), {
      en: "A resolver that is asked directly for dns_name.",
      zh: "直接查询 dns_name 的 DNS 服务器。",
      unset: NONE,
    }),
    dns_name: optional(hostName("alive.example.com"), {
      en: "The name that dns_server is asked for (its IPv4 address).",
      zh: "向 dns_server 查询的域名（IPv4 地址）。",
      unset: NONE,
    }),
    dns_expects: setting(oneOf("public", "none", "any"), "public", {
      en: "What an honest answer is: `public` addresses only; `none`, for a name that must not exist; `any` address, in a private network. Everything else is told as a false name.",
      zh: "真实应答应为：`public` 仅公网地址；`none` 该域名不应存在；`any` 任意地址（专网）。其余视为被篡改。",
    }),
    page: optional(plainPage(), {
      en: "A plain page that is asked for last, to tell a carrier's portal from silence.",
      zh: "最后请求的普通网页，用于区分运营商门户页面与无应答。",
      unset: NONE,
    }),
    page_body: optional(
      text({ allowed: 'what the page begins with, 1 to 64 bytes, such as "alive"', example: "alive", maxBytes: 64 }),
      {
        en: "What the body of the page begins with; any other page is told as a portal's.",
        zh: "该网页正文的开头；其他内容视为门户页面。",
        unset: { en: "status 204 and no body", zh: "状态码 204 且无正文" },
      },
    ),
    bytes_per_day: setting(bytes({ min: "1 KiB", max: "16 MiB" }), "32 KiB", {
      en: "What all probes of a day (UTC) may cost together, both directions, the worst case of the next one counted; kept over restarts. The acceptance test of a new card (`cellward sim replace test`) has 101 KiB a day of its own beside it.",
      zh: "每天（UTC）全部探测的流量上限（双向，含下一次探测的最坏情况）；重启后仍有效。新卡验收测试（cellward sim replace test）另有每天 101 KiB。",
    }),
    distance: setting(duration({ min: Minutes(1), max: Hours(24) }), "5min", {
      en: "The least time between two rounds of probes; doubled with every round while nothing comes back by itself.",
      zh: "两轮探测之间的最短间隔；业务流量未恢复期间每轮加倍。",
    }),
    distance_cap: setting(duration({ min: Minutes(1), max: Days(1) }), "1h", {
      en: "The longest time between two rounds, before a chance part of up to half of it.",
      zh: "两轮探测之间的最长间隔（另加至多一半的随机量）。",
    }),
    proof_age: setting(duration({ min: Minutes(0.5), max: Hours(1) }), "2min", {
      en: "How long traffic of the business that came back proves the path: no probe is sent meanwhile.",
      zh: "业务流量收到应答后，在此时间内视为通路正常，不发送探测。",
    }),
  },
);
