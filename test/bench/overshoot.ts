/**
 * Bytes that the carrier bills beyond a limit, at a rate in Mbit/s (argument): the kernel's limits, and a limiter of the kind that routers
 * use, which reads the interface's counter every so many seconds and drops all from then on. JSON on stdout.
 */
import { once } from "node:events";
import { EnforceLab } from "../support/enforce-lab.ts";
import { load, startServer, SOURCE_PORT } from "./lab-payments.ts";
import { BULK_PORT, limits, limitsLab, PAYMENT_PORT } from "./limits-lab.ts";

const rate = (Number(process.argv[2] ?? "10") * 1e6) / 8;
const PACKET = 1_000;
/** The sender goes on for so long after a poller's drop. */
const AFTER_SECONDS = 2;
const OWN_SECONDS = 5;

const POLLER = `while sleep $1; do
  used=$(awk '$1 == "wwan0:" { print $2 + $10 }' /proc/net/dev)
  if [ "$used" -ge "$2" ]; then
    nft 'add table inet stop; add chain inet stop out { type filter hook postrouting priority 400; policy drop; }; add chain inet stop in { type filter hook prerouting priority -400; policy drop; }'
    exit; fi; done`;

const flow = (seconds: number) => ({
  size: PACKET,
  count: Math.round((rate * seconds) / PACKET),
  pace: rate / PACKET,
});

/** The limit is reached in the middle of an interval: of all places where it may lie, the mean. */
async function polled(interval: number): Promise<{ readonly limit: number; readonly over: number }> {
  const lab = new EnforceLab();
  process.once("exit", () => lab.close());
  const limit = Math.round((rate * interval) / 2);
  const poller = lab.spawn("device", "sh", "-c", POLLER, "sh", String(interval), String(limit));
  await lab.flood("device", BULK_PORT, flow(interval + AFTER_SECONDS));
  if (poller.exitCode === null) await once(poller, "close");
  const { up, down } = lab.billed;
  lab.close();
  return { limit, over: up + down - limit };
}

/** Bulk with its leases, or what is left for all, reached by a sender of the device's. */
async function ownUp(port: number): Promise<number> {
  const { lab, loop, close } = await limitsLab();
  const limit = Math.round((rate * OWN_SECONDS) / 2);
  await loop.apply(
    limits(
      port === BULK_PORT
        ? { bulk: { kind: "lease", bytes: BigInt(limit) } }
        : { payment: { kind: "ceiling", bytes: BigInt(limit), over: "drop" } },
    ),
  );
  await lab.flood("device", port, flow(OWN_SECONDS + AFTER_SECONDS));
  const { up, down } = lab.billed;
  await close();
  return up + down - limit;
}

/** A download by TCP at the rate of the link, until what is left for all is used: what was under way is billed and not let in any more. */
async function ownDown(): Promise<number> {
  const { lab, loop, close } = await limitsLab();
  const bucket = ["burst", "16kb", "limit", "256kb"];
  lab.on("carrier", "tc", "qdisc", "add", "dev", "car0", "root", "tbf", "rate", `${rate * 8}bit`, ...bucket);
  await startServer((...words) => lab.spawn("carrier", ...words));
  const limit = Math.round((rate * OWN_SECONDS) / 2);
  await loop.apply(limits({ payment: { kind: "ceiling", bytes: BigInt(limit), over: "drop" } }));
  const child = load(lab, "device", "10.9.0.2", SOURCE_PORT, "down");
  await new Promise((passed) => setTimeout(passed, (OWN_SECONDS + AFTER_SECONDS) * 1_000));
  const { up, down } = lab.billed;
  child.kill("SIGTERM");
  await close();
  return up + down - limit;
}

const pollers = await Promise.all([5, 30, 60].map(async (interval) => ({ interval, ...(await polled(interval)) })));
const lease = await ownUp(BULK_PORT);
const ceiling = await ownUp(PAYMENT_PORT);
const down = await ownDown();
process.stdout.write(JSON.stringify({ limit: (rate * OWN_SECONDS) / 2, pollers, lease, ceiling, down }), () =>
  process.exit(0),
);
