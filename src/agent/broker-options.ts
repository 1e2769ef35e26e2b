import type { MqttBrokerOptions } from "../host/mqtt-broker.ts";
import type { Secrets } from "../host/secret-files.ts";
import type { FileKey, Settings } from "../settings/declaration.ts";

/** From the settings and the files they name to what the MQTT adapter wants. `mqtt.url` must be set. */
export function brokerOptions({ mqtt }: Settings, deviceId: string, { contents }: Secrets): MqttBrokerOptions {
  const secret = (key: FileKey, name: string): Record<string, string> => {
    const content = contents.get(key);
    return content === undefined ? {} : { [name]: content };
  };
  return {
    url: mqtt.url ?? "",
    clientId: mqtt.clientId ?? deviceId,
    protocolVersion: mqtt.protocolVersion === "5" ? 5 : 4,
    keepalive: mqtt.keepalive,
    connectTimeout: mqtt.connectTimeout,
    ...(mqtt.username === undefined ? {} : { username: mqtt.username }),
    ...secret("mqtt.password_file", "password"),
    ...secret("mqtt.ca_file", "ca"),
    ...secret("mqtt.cert_file", "cert"),
    ...secret("mqtt.key_file", "key"),
  };
}
