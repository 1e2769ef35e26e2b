// What a question to the bridge takes: eight clients at once, each on a pseudo-terminal of its own, and on one socket.
import { constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ReadStream, WriteStream } from "node:tty";

const CLIENTS = 8;
const ROUNDS = 250;
/** A bit more than the ten bits a byte of 8N1 take at 115,200 baud: a pseudo-terminal has no speed of its own. */
const WIRE_MS = 1_000 / 11_520;

export function bridgePart({ start, lineWith, row, root }) {
  async function bridge() {
    const work = mkdtempSync(join(tmpdir(), "cellward-bench-bridge-"));
    const links = Array.from({ length: CLIENTS }, (_, at) => join(work, `tty${at}`));
    const socket = join(work, "ward.sock");
    const argv = ["rig", "bridge", "--json", "--socket", socket, "--state", join(work, "state")];
    const words = [...argv, ...links.flatMap((link) => ["--link", link])];
    const rig = start(process.execPath, [join(root, "dist/bin.cjs"), ...words]);
    await lineWith(rig, '"ready":true');
    rig.stdout.resume();
    const kinds = [
      { name: "a pty each", clients: links.map(terminal) },
      { name: "one socket", clients: Array.from({ length: CLIENTS }, () => overSocket(socket)) },
    ];
    for (const { name, clients } of kinds) {
      const took = (await Promise.all(clients.map((client, at) => questions(client, at))))
        .flat()
        .toSorted((a, b) => a - b);
      const [p50, p99] = [took[took.length >> 1], took[Math.floor(took.length * 0.99)]];
      row(
        `bridge: AT+WARDASK, ${CLIENTS} clients without a pause, ${name}`,
        `p50 ${p50.toFixed(2)} ms`,
        `p99 ${p99.toFixed(2)} ms, ${took.length} questions; ${(75 * WIRE_MS).toFixed(1)} ms more on a wire of 115,200 baud`,
        "<= 20 ms, p99 <= 100 ms",
      );
      for (const { end } of clients) end();
    }
    rig.kill("SIGTERM");
    rmSync(work, { recursive: true, force: true });
  }

  return bridge;
}

function terminal(path) {
  const flags = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK;
  const [input, output] = [new ReadStream(openSync(path, flags)), new WriteStream(openSync(path, flags))];
  for (const stream of [input, output]) stream.on("error", () => undefined);
  return { input, write: (text) => output.write(text), end: () => [input, output].forEach((one) => one.destroy()) };
}

function overSocket(path) {
  const input = connect(path);
  return { input, write: (text) => input.write(text), end: () => input.destroy() };
}

/** Asks, and gives the grant back, so that its own eight places never fill; what the asking took, in ms. */
async function questions({ input, write }, at) {
  let heard = "";
  let wake = () => undefined;
  input.setEncoding("latin1").on("data", (text) => {
    heard += text;
    if (/\r\n(OK|ERROR|\+CME ERROR: \d+)\r\n/.test(heard)) wake();
  });
  const command = async (line) => {
    heard = "";
    const answered = new Promise((resolve) => (wake = resolve));
    write(`${line}\r`);
    await answered;
    return heard;
  };
  await command("AT");
  const took = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const began = performance.now();
    const answer = await command(`AT+WARDASK=${at * 1_000 + round},1,2048,30`);
    took.push(performance.now() - began);
    const grant = /\+WARDASK: \d+,(\d+)/.exec(answer)?.[1];
    if (grant !== "0") await command(`AT+WARDUSE=${grant},1200,600,1`);
  }
  return took;
}
