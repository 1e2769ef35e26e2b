import { heldPath } from "../host/held-path.ts";
import { createServer, type Socket } from "node:net";
import { EXIT } from "../base/exit-codes.ts";
import { smsText } from "../at/outgoing/sms-text.ts";
import { runScriptLine } from "../bridge/bridge-script.ts";
import { Bridge } from "../bridge/bridge.ts";
import { PtyDoor } from "../bridge/pty-door.ts";
import { ScriptedMessages } from "../bridge/scripted-messages.ts";
import { ScriptedModem } from "../bridge/scripted-modem.ts";
import { type Heard, ScriptedSource } from "../bridge/scripted-source.ts";
import { SerialDoor } from "../bridge/serial-door.ts";
import { ByteListener } from "../host/byte-listener.ts";
import { readBounded } from "../host/bounded-file.ts";
import { listenPrivately } from "../host/private-socket.ts";
import { PtyPort } from "../host/pty-port.ts";
import { systemSerialPorts } from "../host/serial-ports.ts";
import { Fault, textOf } from "../base/fault.ts";
import type { BytePeer, Welcome } from "../ports/byte-peer.ts";
import { SystemClock } from "../simulator/transport/system-clock.ts";
import { endOfRig } from "./end-of-rig.ts";
import { heardText } from "./heard-text.ts";
import { type RigBridgeOptions, rigBridgeOptions, rigBridgeUsage } from "./rig-bridge-options.ts";
import { RigStore } from "./rig-store.ts";
import { scriptFrom, ScriptStream } from "./script-stream.ts";

const LARGEST_SCRIPT = 65_536;
/** What a client of the terminal may leave unread: one slip, the longest answer that there is. */
const PTY_BACKLOG = 8_192;

/**
 * `cellward rig bridge`. Gives the exit code once it was told to end (SIGTERM, SIGINT, the end of its input). Throws a
 * Fault: a command line that was not understood, a port or address that cannot be had.
 */
export async function rigBridge(argv: readonly string[]): Promise<number> {
  const options = rigBridgeOptions(argv);
  if (options === undefined) process.stdout.write(rigBridgeUsage());
  else await run(options);
  return EXIT.ok.code;
}

type Run = (line: string) => string | undefined;

async function run(options: RigBridgeOptions): Promise<void> {
  const clock = new SystemClock();
  const tell = (heard: Heard): void =>
    void process.stdout.write(options.json ? `${JSON.stringify(heard)}\n` : `${heardText(heard)}\n`);
  const source = new ScriptedSource(clock, tell);
  const modem = new ScriptedModem();
  const messages = new ScriptedMessages((text) => smsText(text, 1).ok, tell);
  const bridge = await Bridge.open({ clock, store: RigStore.open(options.state), source, modem, messages });
  const script: Run = (line) => runScriptLine({ clock, bridge, source, modem, messages }, line);
  const closes: (() => void | Promise<void>)[] = [() => bridge.close()];
  const ended = endOfRig(options.exitWithStdin);
  try {
    begin(options, clock, script);
    const places = await open(options, clock, bridge, closes);
    const control = await openControl(options, clock, script, closes);
    const ready = { ready: true, ...places, control };
    process.stdout.write(options.json ? `${JSON.stringify(ready)}\n` : `ready ${places.path}\n`);
    scriptFrom(clock, script, process.stdin, process.stdout, shown(options.json));
    await ended.promise;
  } finally {
    ended.stop();
    for (const close of closes.toReversed()) await close();
  }
}

const shown =
  (json: boolean) =>
  (wrong: string | undefined): string => {
    if (json) return `${JSON.stringify(wrong === undefined ? { ok: true } : { ok: false, error: wrong })}\n`;
    return wrong === undefined ? "ok\n" : `refused: ${wrong}\n`;
  };

/** The lines of `--script`; a wrong one is a wrong command line. */
function begin({ script: file }: RigBridgeOptions, clock: SystemClock, script: Run): void {
  if (file === undefined) return;
  const bytes = scriptBytes(file);
  if (bytes === undefined) throw new Fault("usage", `--script: ${file} has more than ${LARGEST_SCRIPT} bytes`);
  const lines = new ScriptStream(clock, script, (wrong) => {
    if (wrong !== undefined) throw new Fault("usage", `--script ${file}: ${wrong}`);
  });
  lines.take(`${Buffer.from(bytes).toString("utf8")}\n`);
}

function scriptBytes(file: string): Uint8Array | undefined {
  try {
    return readBounded(file, LARGEST_SCRIPT);
  } catch (thrown) {
    throw new Fault("usage", `--script: ${file} cannot be read: ${textOf(thrown)}; expected a file with lines`, {
      cause: thrown,
    });
  }
}

async function open(
  { ptys, socket, serial, tcp }: RigBridgeOptions,
  clock: SystemClock,
  bridge: Bridge,
  closes: (() => void | Promise<void>)[],
) {
  const welcome: Welcome = (peer) => bridge.welcome(peer);
  const paths: string[] = [];
  const devices: (string | undefined)[] = [];
  for (const link of ptys) {
    if (link !== undefined) closes.push(await heldPath(link));
    const door = new PtyDoor("pty", welcome);
    const pty = await PtyPort.open(door, {
      ...(link === undefined ? {} : { link }),
      mostBacklog: PTY_BACKLOG,
      onTrouble: say,
    });
    closes.push(() => pty.close());
    paths.push(pty.path);
    devices.push(pty.device);
  }
  const place = { mode: 0o660, setting: "--socket" };
  const unix = socket === undefined ? undefined : await ByteListener.onSocket({ path: socket, ...place }, welcome);
  if (unix !== undefined) closes.push(() => unix.close());
  const guarded = (token: string) => (peer: BytePeer) => bridge.welcome(peer, token);
  const net = tcp === undefined ? undefined : await ByteListener.onTcp(tcp.host, tcp.port, guarded(tcp.token));
  if (net !== undefined) closes.push(() => net.close());
  if (serial !== undefined) await openSerial(serial, clock, welcome, closes);
  const path = paths[0] ?? unix?.address ?? serial?.path ?? net?.address ?? "";
  return { path, ptys: paths, devices, socket: unix?.address, listen: net?.address, serial: serial?.path };
}

async function openSerial(
  serial: { readonly path: string; readonly baudRate: number },
  clock: SystemClock,
  welcome: Welcome,
  closes: (() => void | Promise<void>)[],
): Promise<void> {
  const refused: Fault[] = [];
  const door = new SerialDoor({
    clock,
    ports: systemSerialPorts,
    ...serial,
    welcome,
    told: (news) => {
      if (news.kind === "open") return;
      const text =
        news.kind === "gone"
          ? `${serial.path}: ${news.why}; tried again`
          : `--serial: ${news.found.replace(/\.$/, "")}. Plug the line in, or name another one`;
      refused.push(new Fault("serial-line-unavailable", text));
      say(text);
    },
  });
  closes.push(() => door.close());
  const [first] = (await door.open()) ? [] : refused;
  if (first !== undefined) throw first;
}

async function openControl(
  { control, json }: RigBridgeOptions,
  clock: SystemClock,
  script: Run,
  closes: (() => void | Promise<void>)[],
): Promise<string | undefined> {
  if (control === undefined) return undefined;
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    client.on("error", () => client.destroy());
    client.on("close", () => clients.delete(client));
    scriptFrom(clock, script, client, client, shown(json));
  });
  server.maxConnections = 16;
  await listenPrivately(server, { path: control, mode: 0o600, setting: "--control" });
  closes.push(() => {
    clients.forEach((client) => client.destroy());
    return new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  return control;
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);
