// The serial side of the bench: line/ and at/ beside ReadlineParser and bare serialport, on the same bytes in the same run.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** What 921,600 baud carry with one start and one stop bit. */
const BYTES_A_SECOND = 92_160;
const FLOOD_SECONDS = 20;
const FLOOD = ['+CEREG: 1,"1A2B","01A2B3C4",7', "+CSQ: 20,99", "+CGEV: ME PDN ACT 1,0", "+CPIN: READY", "RING"];

const us = (value) => `${value.toFixed(2)} µs`;

/** The far end of a port, without a modem: `say` is what it sends, `heard` gets what it is told. */
function farEnd(heard = () => {}) {
  let send = () => {};
  return {
    say: (text) => send(Buffer.from(text, "latin1")),
    side: {
      receive: (bytes) => heard(Buffer.from(bytes).toString("latin1")),
      onSend: (listener) => ((send = listener), () => {}),
      onVanish: () => () => {},
      hangUp: () => {},
    },
  };
}

export function atParts({ bundled, start, lineWith, row, root }) {
  const run = async (name, nodeArgs = []) =>
    JSON.parse(execFileSync(process.execPath, [...nodeArgs, await bundled(name)], { encoding: "utf8" }));
  const ptyFor = async (side) => (await import(join(root, "dist/simulator.mjs"))).PtyPort.open(side);

  async function lineCost() {
    for (const { size, alone, both, line, ratio } of await run("line-cost"))
      row(
        `CPU a line, read, sorted and decoded, in pieces of ${size} bytes`,
        `${us(both)}: ${ratio.toFixed(1)}x`,
        `ReadlineParser alone ${us(alone)}; without decoding ${line.toFixed(1)}x`,
        "<= 4x",
      );
  }

  async function lineMemory() {
    const [first, last] = await run("line-memory", ["--expose-gc"]);
    const mb = ({ heap, rss }) => `${(heap / 1e6).toFixed(2)} MB held, ${(rss / 1e6).toFixed(0)} MB resident`;
    row(`memory after ${last.lines} lines`, mb(last), `after ${first.lines}: ${mb(first)}`, "flat");
  }

  /** Both readers at once, each with a flood of its own, so that what else the machine does falls on both. */
  async function lineFlood() {
    const file = await bundled("flood-reader");
    const readers = [];
    for (const kind of ["bare", "agent"]) {
      const far = farEnd();
      const port = await ptyFor(far.side);
      const child = start(process.execPath, [file, kind, port.path]);
      await lineWith(child, "ready");
      readers.push({ far, port, child, told: lineWith(child, "percent") });
    }
    await pause(200);
    let [sent, bytes] = [0, 0];
    for (const began = performance.now(); performance.now() - began < FLOOD_SECONDS * 1_000; await pause(10)) {
      let piece = "";
      while (bytes + piece.length < ((performance.now() - began) / 1_000) * BYTES_A_SECOND)
        piece += `\r\n${FLOOD[sent++ % FLOOD.length]}\r\n`;
      bytes += piece.length;
      for (const { far } of readers) far.say(piece);
    }
    for (const { child } of readers) child.stdin.end();
    const [bare, agent] = await Promise.all(readers.map(async ({ told }) => JSON.parse(await told)));
    for (const { port } of readers) port.close();
    const lost = (lines) => `${sent - lines} of ${sent} lines lost`;
    row(
      `${FLOOD_SECONDS} s of ${BYTES_A_SECOND} bytes a second through a pseudo-terminal`,
      `${agent.percent.toFixed(1)} % of a core, ${lost(agent.lines)}`,
      `serialport and ReadlineParser ${bare.percent.toFixed(1)} %, ${lost(bare.lines)}`,
      "< 10 %, 0 lost",
    );
  }

  async function roundTrip() {
    const ports = [];
    for (let at = 0; at < 2; at += 1) {
      const far = farEnd((text) => text.includes("\r") && far.say("\r\nOK\r\n"));
      ports.push(await ptyFor(far.side));
    }
    const child = start(process.execPath, [await bundled("round-trip"), ...ports.map(({ path }) => path)]);
    const { bare, own } = JSON.parse(await lineWith(child, "p50"));
    for (const port of ports) port.close();
    row(
      "AT to OK over a pseudo-terminal",
      `p50 ${us(own.p50)}, p95 ${us(own.p95)}: ${(own.p50 / bare.p50).toFixed(2)}x`,
      `bare serialport p50 ${us(bare.p50)}, p95 ${us(bare.p95)}`,
      "<= 1.3x",
    );
    await gsmRoundTrip();
  }

  /** For information: a popular package for the same job, where somebody has installed it. It is no dependency. */
  async function gsmRoundTrip() {
    const what = "AT to OK, serialport-gsm";
    let gsm;
    try {
      gsm = createRequire(join(process.env.NPM_CLIENTS ?? root, "package.json"))("serialport-gsm");
    } catch {
      row(what, "not installed", "npm install --no-save serialport-gsm", "information");
      return;
    }
    const far = farEnd((text) => text.includes("\r") && far.say("\r\nOK\r\n"));
    const port = await ptyFor(far.side);
    const modem = gsm.Modem();
    await new Promise((resolve) => modem.open(port.path, { baudRate: 921_600 }, resolve));
    const costs = [];
    for (let round = 0; round < 200; round += 1) {
      const began = performance.now();
      await Promise.race([new Promise((resolve) => modem.executeCommand("AT", resolve)), pause(2_000)]);
      costs.push((performance.now() - began) * 1_000);
    }
    modem.close(() => {});
    port.close();
    row(
      what,
      `p50 ${us(costs.toSorted((a, b) => a - b)[100])}`,
      "in the process that also plays the modem",
      "information",
    );
  }

  return [lineCost, lineMemory, lineFlood, roundTrip];
}
