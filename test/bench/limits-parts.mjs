// The limits' part of the bench: what they cost, what passes them, and what payments gain by them, in network namespaces with a carrier that
// bills at its own end; beside a script that starts nft for each change, and a limiter that polls, as routers have it.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { LAB, needing } from "./peers.mjs";

const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const bytes = (value) => {
  const size = Math.abs(value);
  const text =
    size < 1e4 ? `${size} B` : size < 1e6 ? `${(size / 1e3).toFixed(0)} kB` : `${(size / 1e6).toFixed(1)} MB`;
  return value > 0 ? `${text} over` : value < 0 ? `${text} below` : "to the byte";
};

export function limitsParts({ bundled, row }) {
  const run = async (name, ...words) => {
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
    const { stdout } = await promisify(execFile)(process.execPath, [await bundled(name), ...words], { env });
    return JSON.parse(stdout);
  };

  async function limitsCost() {
    const { rounds, wrong, p50, p99, script, lease } = await run("enforce-cost");
    row(
      `decision to kernel in force, ${rounds} times, ${wrong} not so by a packet`,
      `p50 ${ms(p50)}, p99 ${ms(p99)}: ${(p50 / script).toFixed(2)}x`,
      `an nft started for the change ${ms(script)}`,
      "< 1x",
      wrong === 0 && p50 < script,
    );
    const round = lease.own + lease.nft;
    row(
      `CPU of a lease round, ${lease.rounds} of ${lease.of} with a slice used`,
      `${ms(round)} (agent ${ms(lease.own)}, its nft ${ms(lease.nft)}): ${(round / lease.script).toFixed(2)}x`,
      `a script that starts nft twice ${ms(lease.script)}`,
      "< 1x",
      round < lease.script,
    );
  }

  async function overshoot() {
    for (const rate of [1, 10, 100]) {
      const { limit, pollers, lease, ceiling, down } = await run("overshoot", String(rate));
      const each = pollers.map(({ interval, over }) => `${interval} s ${bytes(over)}`).join(", ");
      const beside = `polled each ${each}`;
      row(`limit of ${limit} bytes, bulk up at ${rate} Mbit/s`, bytes(lease), beside, "0 over", lease <= 0);
      row(`limit of ${limit} bytes, payments up at ${rate} Mbit/s`, bytes(ceiling), beside, "0 over", ceiling <= 0);
      const least = Math.min(...pollers.map(({ over }) => over));
      row(
        `limit of ${limit} bytes, TCP down at ${rate} Mbit/s`,
        `${bytes(down)}: ${(down / least).toFixed(2)}x of the least`,
        beside,
        "<= what a buffer of 256 kB holds",
        down <= 256 * 1_024,
      );
    }
  }

  async function reserve() {
    const { reserve: whole, each, kept, polled } = await run("reserve");
    const perMb = ({ payments, billed }) => (payments * 1e6) / billed;
    const most = Math.floor(whole / each);
    row(
      `payments on the last ${whole} bytes, bulk trying at 0.5 Mbit/s`,
      `${kept.payments} of at most ${most}, ${perMb(kept).toFixed(0)} per MB billed, ${bytes(kept.billed - whole)}`,
      `polled each 5 s: ${polled.payments}, ${perMb(polled).toFixed(0)} per MB billed, ${bytes(polled.billed - whole)}`,
      ">= 95 % of the most",
      kept.payments >= 0.95 * most,
    );
  }

  async function paymentLatency() {
    const { idle, bare, kept, lacking } = await run("pay-latency");
    const both = ({ p50, p99, done, failed }) => `p50 ${ms(p50)}, p99 ${ms(p99)} of ${done}, ${failed} failed`;
    row("payment at 2 Mbit/s each way, nothing beside", both(idle), lacking.join("; "), "");
    const cases = [
      ["bulk up, held to 8 KiB/s", kept.up, bare.up, "without limits"],
      ["bulk down, paced by its server", kept.down, bare.down, "not paced"],
    ];
    for (const [what, ours, without, how] of cases)
      row(
        `payment beside ${what}`,
        `${both(ours)}: ${(ours.p50 / idle.p50).toFixed(2)}x idle`,
        `${how} ${both(without)}: ${(without.p50 / idle.p50).toFixed(0)}x`,
        "p50 <= 1.5x idle",
        ours.p50 <= 1.5 * idle.p50,
      );
    const { unpaced } = kept;
    row(
      "payment beside bulk down that nobody paces, with limits",
      `${both(unpaced)}: ${(unpaced.p50 / idle.p50).toFixed(0)}x idle`,
      "what comes in is billed already and let through",
      "information",
    );
  }

  return [limitsCost, overshoot, reserve, paymentLatency].map((part) => needing(LAB, part, row));
}
