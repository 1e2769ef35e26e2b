import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { EnforceLab, Side } from "../support/enforce-lab.ts";
import { BULK_PORT, PAYMENT_PORT } from "./limits-lab.ts";

/** Where bulk comes from, as fast as it can and at the pace that a server keeps for it. */
export const SOURCE_PORT = 1_010;
export const PACED_PORT = 1_011;
export const PACE = 8_192;

/** A payment: a connection, 600 bytes up, 400 bytes back, closed. TLS would be more bytes of the same kind. */
const [ASKED, ANSWERED] = [600, 400];

const SERVER = `const net = require("net");
  const serve = (port, on) => net.createServer((s) => { s.on("error", () => {}); on(s); }).listen(port);
  serve(${PAYMENT_PORT}, (s) => { let n = 0; s.on("data", (c) => { n += c.length; if (n >= ${ASKED}) { n = -Infinity; s.end(Buffer.alloc(${ANSWERED})); } }); });
  serve(${BULK_PORT}, (s) => s.resume());
  serve(${SOURCE_PORT}, (s) => { const more = () => { while (!s.destroyed && s.write(Buffer.alloc(65536))); }; s.on("drain", more); more(); });
  serve(${PACED_PORT}, (s) => { const timer = setInterval(() => s.write(Buffer.alloc(${PACE / 8})), 125); s.on("close", () => clearInterval(timer)); });
  setTimeout(() => console.log("listening"), 100);`;

// One payment each so many ms, until so many were done or as many failed in a row as are tolerated; prints what each took.
const PAYER = `const net = require("net");
  const [host, every, most, tolerated, within] = [process.argv[1], ...process.argv.slice(2).map(Number)];
  const pay = () => new Promise((done) => {
    const began = performance.now(); let n = 0;
    const s = net.connect(${PAYMENT_PORT}, host, () => s.write(Buffer.alloc(${ASKED})));
    const end = (ok) => { clearTimeout(timer); s.destroy(); done(ok ? performance.now() - began : undefined); };
    const timer = setTimeout(() => end(false), within);
    s.on("error", () => end(false)).on("data", (c) => { n += c.length; if (n === ${ANSWERED}) end(true); }); });
  (async () => {
    const took = []; let [failed, inRow] = [0, 0];
    while (took.length < most && inRow < tolerated) {
      const began = performance.now(); const ms = await pay();
      if (ms === undefined) { failed += 1; inRow += 1; } else { took.push(ms); inRow = 0; }
      const rest = every - (performance.now() - began); if (rest > 0) await new Promise((r) => setTimeout(r, rest));
    }
    console.log(JSON.stringify({ took, failed }));
  })();`;

// One connection that sends, or takes, whatever goes; told to end, it takes back what is not sent yet.
const LOADER = `const net = require("net"); const [host, port, way] = process.argv.slice(1);
  const s = net.connect(Number(port), host, () => { if (way === "down") return s.resume();
    const more = () => { while (!s.destroyed && s.write(Buffer.alloc(65536))); }; s.on("drain", more); more(); });
  s.on("error", () => {}); process.on("SIGTERM", () => { s.resetAndDestroy(); setTimeout(() => process.exit(0), 50); });`;

export interface Paid {
  /** Milliseconds of each payment that was answered. */
  readonly took: readonly number[];
  readonly failed: number;
}

export async function startServer(spawn: (...words: readonly string[]) => ChildProcess): Promise<ChildProcess> {
  const child = spawn(process.execPath, "-e", SERVER);
  if (child.stdout === null) throw new TypeError("the server has no stdout");
  await once(child.stdout, "data");
  return child;
}

export interface Paying {
  readonly host: string;
  readonly every: number;
  readonly most: number;
  /** Failures in a row after which it is over. */
  readonly tolerated: number;
  /** Milliseconds that a payment is waited for. */
  readonly within: number;
}

export async function pay(lab: EnforceLab, { host, every, most, tolerated, within }: Paying): Promise<Paid> {
  const words = ["-e", PAYER, "--", host, ...[every, most, tolerated, within].map(String)];
  const child = lab.spawn("device", process.execPath, ...words);
  let printed = "";
  child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString("latin1")));
  await once(child, "close");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- printed by the program above
  return JSON.parse(printed) as Paid;
}

/** Goes on until SIGTERM. */
export const load = (lab: EnforceLab, from: Side, host: string, port: number, way: "up" | "down"): ChildProcess =>
  lab.spawn(from, process.execPath, "-e", LOADER, "--", host, String(port), way);
