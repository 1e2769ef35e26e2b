import { oneOf } from "../kinds/choice.ts";
import { endpoint } from "../kinds/endpoint.ts";
import { hostName } from "../kinds/host-name.ts";
import { integer } from "../kinds/number.ts";
import { optional, section, setting } from "../setting.ts";

export const terminal = section(
  {
    en: "The terminal around the modem: how its card is reached, and what a new card has to prove in it.",
    zh: "模块所在的终端：如何更换SIM卡，以及新卡在本机须通过的测试。",
  },
  {
    sim_access: setting(oneOf("user", "service", "embedded"), "user", {
      en: "Who reaches the card: `user` whoever stands there; `service` a service organisation only, because the housing is sealed; `embedded` nobody, the SIM is built in.",
      zh: "由谁换卡：`user` 现场人员；`service` 机身有封签，只能由服务机构更换；`embedded` SIM 为内置，无法更换。",
    }),
    payment_host: optional(endpoint({ example: "203.0.113.20:443" }), {
      en: "The payment host: a new card's acceptance test opens a TCP connection to it and resets it at once.",
      zh: "支付主机：新卡验收测试时与其建立 TCP 连接并立即复位。",
      unset: { en: "it is not tested", zh: "不测试" },
    }),
    payment_tls_name: optional(hostName("pay.example.com"), {
      en: "The name that the payment host's certificate is for: the acceptance test makes one TLS handshake with the host, too, and resets it. Who signed the certificate is not judged here.",
      zh: "支付主机证书上的名称：验收测试还会与该主机完成一次 TLS 握手后复位；此处不判断证书由谁签发。",
      unset: { en: "no handshake is tried", zh: "不测试握手" },
    }),
    least_signal: optional(integer({ min: -140, max: -40, unit: " (dBm)" }), {
      en: "With how strong a signal a new card passes its acceptance test: RSRP where the modem tells it, else RSSI.",
      zh: "新卡验收测试要求的最低信号强度：模块能报告时为 RSRP，否则为 RSSI。",
      unset: { en: "the signal is not tested", zh: "不测试信号" },
    }),
  },
);
