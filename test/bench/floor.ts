/** The floor: the packages that the agent is made of, bundled as it is, without what the agent tells V8, port open, broker connected, store open, idle. */
import { ReadlineParser } from "@serialport/parser-readline";
import { ClassicLevel } from "classic-level";
import mqtt from "mqtt";
import { schedule } from "node-cron";
import pino from "pino";
import { SerialPort } from "serialport";
import { parse } from "smol-toml";
import * as v from "valibot";

async function idle([port = "", broker = "", directory = ""]: readonly string[]): Promise<void> {
  const log = pino({ base: null });
  const settings = v.parse(v.object({ zone: v.string() }), parse('zone = "Asia/Shanghai"'));
  new Intl.DateTimeFormat("en", { timeZone: settings.zone }).format();
  schedule("0 0 1 * *", () => {}, { timezone: settings.zone });
  const serial = new SerialPort({ path: port, baudRate: 115_200 });
  serial.pipe(new ReadlineParser({ delimiter: "\n", encoding: "latin1" })).on("data", () => {});
  const store = new ClassicLevel(directory);
  await store.open();
  await store.put("a", "b", { sync: true });
  await mqtt.connectAsync(broker, { reconnectPeriod: 0, keepalive: 1_200 });
  log.info("ready");
}

void idle(process.argv.slice(2));
