import { Millis, Seconds } from "../base/duration.ts";
import { MqttBroker } from "../host/mqtt-broker.ts";
import { readSecrets, type Secrets } from "../host/secret-files.ts";
import type { SettingsInForce } from "../host/settings-file.ts";
import { brokerOptions } from "../agent/broker-options.ts";
import { QUIET_LOG } from "../host/quiet-log.ts";
import type { Words } from "../plan/words.ts";
import type { BrokerRefusal } from "../ports/broker.ts";
import type { CheckResult, Examined } from "./doctor-check.ts";

/** One connection under a name of its own, so that a running agent is not pushed off; nothing is published. */
export async function checkBroker({ inForce }: Examined): Promise<readonly CheckResult[]> {
  const { settings, deviceId } = inForce;
  const { url } = settings.mqtt;
  if (url === undefined)
    return [
      {
        what: "broker",
        verdict: "note",
        found: { en: "none is set; nothing is reported", zh: "未设置 MQTT 服务器，不上报" },
        remedy: {
          en: "Set mqtt.url, such as mqtts://broker.example:8883.",
          zh: "请设置 mqtt.url，例如 mqtts://broker.example:8883。",
        },
      },
    ];
  const secrets = secretsOf(inForce);
  if (secrets === undefined)
    return [
      {
        what: "broker",
        verdict: "note",
        found: {
          en: `${url} was not tried: a file that its settings name cannot be read`,
          zh: `未尝试连接 ${url}：设置中指定的文件无法读取`,
        },
        remedy: { en: "Mend that first; see above.", zh: "请先解决该问题，见上文。" },
      },
    ];
  const options = brokerOptions(settings, deviceId, secrets);
  const broker = new MqttBroker(
    { log: QUIET_LOG },
    { ...options, clientId: `${options.clientId.slice(0, 50)}-doctor`, connectTimeout: Seconds(10) },
  );
  const answer = await broker.connect(undefined);
  if (answer.kind === "refused") {
    const { zh, remedy } = REFUSALS[answer.why];
    const found = { en: `${answer.detail} [${answer.why}]`, zh: `${url}：${zh}` };
    return [{ what: "broker", verdict: "fault", found, remedy }];
  }
  await answer.end(Millis(1_000));
  return [{ what: "broker", verdict: "ok", found: `${url} accepts a session` }];
}

/** Undefined when one cannot be read, which is a check of its own. */
function secretsOf({ settings, origins }: SettingsInForce): Secrets | undefined {
  try {
    return readSecrets(settings, origins);
  } catch {
    return undefined;
  }
}

/** The kind of a refusal in Chinese, and what to do. Every sentence of a kind is covered by it. */
export const REFUSALS: Readonly<Record<BrokerRefusal["why"], { readonly zh: string; readonly remedy: Words }>> = {
  unreachable: {
    zh: "无法连接",
    remedy: {
      en: "Check the address and the port, and whether the SIM (or the firewall) lets the device reach it.",
      zh: "请检查地址和端口，以及 SIM 卡（或防火墙）是否允许设备访问。",
    },
  },
  credentials: {
    zh: "拒绝登录（用户名、密码或权限）",
    remedy: {
      en: "Check mqtt.username and mqtt.password_file with whoever runs the broker.",
      zh: "请与服务器管理方核对 mqtt.username 和 mqtt.password_file。",
    },
  },
  identifier: {
    zh: "不接受客户端标识",
    remedy: {
      en: "Set mqtt.client_id to a name that this broker accepts.",
      zh: "请把 mqtt.client_id 设为该服务器接受的名称。",
    },
  },
  protocol: {
    zh: "MQTT 协议不符",
    remedy: {
      en: "Set mqtt.protocol_version to the other value.",
      zh: "请把 mqtt.protocol_version 改为另一个值。",
    },
  },
  unavailable: {
    zh: "服务器暂不提供服务",
    remedy: {
      en: "The broker says that it cannot serve now; ask whoever runs it.",
      zh: "服务器表示目前无法服务，请询问其管理方。",
    },
  },
  tls: {
    zh: "TLS 连接或证书校验失败",
    remedy: {
      en: "Check mqtt.ca_file and the broker's certificate.",
      zh: "请检查 mqtt.ca_file 和服务器证书。",
    },
  },
  timeout: {
    zh: "超时无应答",
    remedy: {
      en: "Something on the way drops packets: check service, APN and firewall.",
      zh: "途中有设备丢弃数据包：请检查数据业务、APN 和防火墙。",
    },
  },
  excess: {
    zh: "返回的数据超出应有的量",
    remedy: {
      en: "What answers sends more than a broker has to; check that the address is the right broker's.",
      zh: "应答方发来的数据多于 MQTT 服务器应发的量；请确认地址是正确的服务器。",
    },
  },
  clock: {
    zh: "按本机时钟，证书不在有效期内",
    remedy: {
      en: "Set the clock right first: certificates are judged by it.",
      zh: "请先校准时钟：证书按本机时间校验。",
    },
  },
};
