import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { Millis } from "../../src/base/duration.ts";
import { SocketProbe } from "../../src/host/socket-probe.ts";
import type { ProbeFrom, ProbeRequest } from "../../src/ports/path-probe.ts";

/** Inside a namespace: `serve ADDRESS` answers echoes on port 7 and a page on port 80; `ask JSON` sends one probe and tells its outcome. */
const [mode = "", what = ""] = process.argv.slice(2);

interface Question {
  readonly request: ProbeRequest;
  readonly from: ProbeFrom;
  readonly within: number;
}

function serve(address: string): void {
  const echo = createSocket("udp4").bind(7, address);
  echo.on("message", (bytes, from) => echo.send(bytes, from.port, from.address));
  const page = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", () => socket.end("HTTP/1.1 204 No Content\r\n\r\n"));
  });
  echo.on("listening", () => page.listen(80, address, () => process.stdout.write("ready\n")));
}

async function ask({ request, from, within }: Question): Promise<void> {
  const outcome = await new SocketProbe().probe(request, from, Millis(within));
  process.stdout.write(JSON.stringify(outcome));
}

if (mode === "serve") serve(what);
else void ask(JSON.parse(what) as Question);
