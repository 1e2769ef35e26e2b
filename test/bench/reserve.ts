/**
 * Payments that get through on the last bytes of a plan while bulk tries to send at 0.5 Mbit/s: with the kernel's limits, where bulk is held
 * by then, and with a limiter that polls every five seconds and drops all at the end. JSON on stdout.
 */
import { EnforceLab } from "../support/enforce-lab.ts";
import { pay, type Paying, startServer } from "./lab-payments.ts";
import { BULK_PORT, limits, limitsLab } from "./limits-lab.ts";

const RESERVE = 1_000_000;
const CARRIER = "10.9.0.2";
const PAYING: Paying = { host: CARRIER, every: 20, most: 5_000, tolerated: 3, within: 1_500 };
const BULK = { size: 1_000, pace: 62.5, count: 62.5 * 240 };
const POLLER = `while sleep 5; do
  used=$(awk '$1 == "wwan0:" { print $2 + $10 }' /proc/net/dev)
  if [ "$used" -ge "$1" ]; then
    nft 'add table inet stop; add chain inet stop out { type filter hook postrouting priority 400; policy drop; }'; exit; fi; done`;

interface Outcome {
  readonly payments: number;
  readonly billed: number;
}

/** What a payment costs where nothing holds it back. */
async function alone(): Promise<number> {
  const lab = new EnforceLab();
  await startServer((...words) => lab.spawn("carrier", ...words));
  const { took } = await pay(lab, { ...PAYING, most: 100 });
  const { up, down } = lab.billed;
  lab.close();
  return (up + down) / took.length;
}

async function kept(): Promise<Outcome> {
  const { lab, loop, close } = await limitsLab();
  await startServer((...words) => lab.spawn("carrier", ...words));
  const held = { kind: "held" } as const;
  const payment = { kind: "ceiling", bytes: BigInt(RESERVE), over: "drop" } as const;
  await loop.apply(limits({ payment, management: held, telemetry: held, bulk: held }));
  void lab.flood("device", BULK_PORT, BULK);
  const { took } = await pay(lab, PAYING);
  const { up, down } = lab.billed;
  await close();
  return { payments: took.length, billed: up + down };
}

async function polled(): Promise<Outcome> {
  const lab = new EnforceLab();
  process.once("exit", () => lab.close());
  await startServer((...words) => lab.spawn("carrier", ...words));
  lab.spawn("device", "sh", "-c", POLLER, "sh", String(RESERVE));
  void lab.flood("device", BULK_PORT, BULK);
  const { took } = await pay(lab, PAYING);
  const { up, down } = lab.billed;
  lab.close();
  return { payments: took.length, billed: up + down };
}

const each = await alone();
const told = { reserve: RESERVE, each, kept: await kept(), polled: await polled() };
process.stdout.write(JSON.stringify(told), () => process.exit(0));
