import { heldPath } from "../host/held-path.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import {
  ControlServer,
  type ControlTarget,
  CounterFolder,
  DataSocket,
  PtyPort,
  SerialLine,
  SimulatedModem,
  TcpPort,
} from "../simulator/index.ts";
import { checked, modemOptions, parseRigModem, RIG_MODEM_USAGE, type RigModemValues } from "./rig-modem-options.ts";
import { endOfRig } from "./end-of-rig.ts";
import { serveControl } from "../simulator/transport/control-stream.ts";

/**
 * `cellward rig modem`. Gives the exit code once it was told to end (SIGTERM, SIGINT, the end of its input).
 * Throws a Fault: a command line that was not understood, a port or address that cannot be had.
 */
export async function rigModem(argv: readonly string[]): Promise<number> {
  const values = parseRigModem(argv);
  if (values.help === true) process.stdout.write(RIG_MODEM_USAGE);
  else await run(values);
  return EXIT.ok.code;
}

async function run(values: RigModemValues): Promise<void> {
  if (values["no-pty"] === true && values.listen === undefined && values.serial === undefined) {
    throw new Fault("usage", "--no-pty leaves no port; add --listen or --serial");
  }
  const options = modemOptions(values);
  const closes: (() => void | Promise<void>)[] = [];
  // Two rigs on one path would both seem to work, and neither would be the one that answers.
  for (const path of [values.link, values.second, values.counters])
    if (path !== undefined) closes.push(await heldPath(path));
  const data = values.data === undefined ? undefined : await DataSocket.listen(values.data);
  if (data !== undefined) closes.push(() => data.close());
  const modem = new SimulatedModem({ ...options, ...(data === undefined ? {} : { peer: data }) });
  const ended = endOfRig(values["exit-with-stdin"] === true);
  try {
    const folder = counters(values, modem);
    if (folder !== undefined) closes.push(() => folder.remove());
    const pty = values["no-pty"] === true ? undefined : await PtyPort.open(modem, { ...link(values), onTrouble: say });
    if (pty !== undefined) closes.push(() => pty.close());
    const second =
      values.second === undefined
        ? undefined
        : await PtyPort.open(modem.addPort(), { link: values.second, onTrouble: say });
    if (second !== undefined) closes.push(() => second.close());
    const tcp = values.listen === undefined ? undefined : await TcpPort.listen(modem, values.listen, say);
    if (tcp !== undefined) closes.push(() => tcp.close());
    const serial = await serialLine(values, modem);
    if (serial !== undefined) closes.push(() => serial.close());
    const target: ControlTarget = {
      modem,
      places: () => ({
        path: pty?.device === undefined ? null : pty.path,
        device: pty?.device ?? null,
        listen: tcp?.address ?? null,
      }),
      ...(folder === undefined ? {} : { recreateInterface: () => folder.recreate() }),
    };
    const control = values.control === undefined ? undefined : await ControlServer.listen(target, values.control);
    if (control !== undefined) closes.push(() => control.close());
    const path = pty?.path ?? tcp?.address ?? serial?.path ?? "";
    const ready = {
      ready: true,
      path,
      device: pty?.device,
      link: values.link,
      listen: tcp?.address,
      serial: serial?.path,
      second: second?.path,
      data: data?.address,
      control: control?.address,
      counters: folder?.path,
    };
    process.stdout.write(values.json === true ? `${JSON.stringify(ready)}\n` : `ready ${path}\n`);
    serveControl(target, process.stdin, process.stdout);
    await ended.promise;
  } finally {
    ended.stop();
    modem.close();
    for (const close of closes.toReversed()) await close();
  }
}

async function serialLine({ serial, baud }: RigModemValues, modem: SimulatedModem): Promise<SerialLine | undefined> {
  if (serial === undefined) return undefined;
  const baudRate = Number(checked("baud", baud ?? "115200", /^\d{3,7}$/, "a speed such as 115200"));
  return await SerialLine.open(modem, serial, { baudRate, onTrouble: say });
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const link = ({ link: path }: RigModemValues): { link?: string } => (path === undefined ? {} : { link: path });

function counters(values: RigModemValues, modem: SimulatedModem): CounterFolder | undefined {
  if (values.counters === undefined) return undefined;
  const folder = new CounterFolder(values.counters, values.interface ?? "wwan0");
  modem.onUsage((counted) => folder.add(counted));
  return folder;
}
