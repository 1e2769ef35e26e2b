import { heldPath } from "../host/held-path.ts";
import { EXIT } from "../base/exit-codes.ts";
import { Fault } from "../base/fault.ts";
import { readBounded, whyUnreadable } from "../host/bounded-file.ts";
import { SystemClock } from "../host/system-clock.ts";
import { TapePlayer } from "../simulator/tape-player.ts";
import { PtyPort } from "../host/pty-port.ts";
import { TcpPort } from "../simulator/transport/tcp-port.ts";
import { parseTape } from "../tape/tape-text.ts";
import type { Tape } from "../tape/tape.ts";
import { readArguments } from "./arguments.ts";
import { endOfRig } from "./end-of-rig.ts";

const LARGEST = 4_194_304;

/** `cellward tape play`. Gives the exit code once it was told to end. */
export async function tapePlay(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(
    argv,
    {
      json: { type: "boolean" },
      link: { type: "string" },
      listen: { type: "string" },
      "no-pty": { type: "boolean" },
      "exit-with-stdin": { type: "boolean" },
    },
    1,
  );
  const [file] = positionals;
  if (file === undefined) throw new Fault("usage", "no tape was named");
  if (values["no-pty"] === true && values.listen === undefined)
    throw new Fault("usage", "--no-pty leaves no port; add --listen");
  const player = new TapePlayer({ tape: readTape(file), clock: new SystemClock() });
  const ended = endOfRig(values["exit-with-stdin"] === true);
  const closes: (() => void | Promise<void>)[] = [];
  const { link, listen } = values;
  try {
    if (link !== undefined) closes.push(await heldPath(link));
    const pty =
      values["no-pty"] === true
        ? undefined
        : await PtyPort.open(player, { ...(link === undefined ? {} : { link }), onTrouble: say });
    if (pty !== undefined) closes.push(() => pty.close());
    const tcp = listen === undefined ? undefined : await TcpPort.listen(player, listen, say);
    if (tcp !== undefined) closes.push(() => tcp.close());
    const path = pty?.path ?? tcp?.address ?? "";
    const ready = { ready: true, path, device: pty?.device, link, listen: tcp?.address };
    process.stdout.write(values.json === true ? `${JSON.stringify(ready)}\n` : `ready ${path}\n`);
    process.stdin.resume();
    await ended.promise;
  } finally {
    ended.stop();
    for (const close of closes.toReversed()) await close();
  }
  return EXIT.ok.code;
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

function readTape(file: string): Tape {
  let bytes: Uint8Array | undefined;
  try {
    bytes = readBounded(file, LARGEST);
  } catch (thrown) {
    throw new Fault("tape-invalid", `${file}: ${whyUnreadable(thrown)}`, { cause: thrown });
  }
  if (bytes === undefined) throw new Fault("tape-invalid", `${file}: found more than ${LARGEST} bytes`);
  const tape = parseTape(file, Buffer.from(bytes).toString("utf8"));
  if (tape.entries.length === 0) throw new Fault("tape-invalid", `${file} holds no exchange; there is nothing to play`);
  return tape;
}
