import { mqttDevice } from "./mqtt-device.ts";

// A process of its own that a test may kill: connects to the URL it is given and says so.
const [url = "", protocolVersion = "4"] = process.argv.slice(2);
const device = await mqttDevice({ url, protocolVersion: protocolVersion === "5" ? 5 : 4 });
device.publisher.setRetained("state", "alive");
device.publisher.start();
await device.until(({ state }) => state === "connected");
process.stdout.write("connected\n");
