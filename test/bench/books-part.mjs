// The books' part of the bench, beside vnStat on the same traffic, and what they cost the flash.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { needing } from "./peers.mjs";

/** `meter.checkpoint_bytes` by default, and what passes in the quarter of a second until the next look. */
const CHECKPOINT = 256 * 1_024;
const DAY_SECONDS = 86_400;
const kb = (bytes) => `${(bytes / 1e3).toFixed(0)} kB`;

export function booksParts({ bundled, row, root, minutes }) {
  const run = async (name, ...words) => {
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
    const { stdout } = await promisify(execFile)(process.execPath, [await bundled(name), ...words], { env });
    return JSON.parse(stdout);
  };

  async function booksBeside() {
    const { seconds, truth, own, vnstat, cuts } = await run(
      "books-beside",
      join(root, "dist/bin.cjs"),
      String(minutes),
    );
    const share = (off) => `${off} bytes (${((100 * off) / truth).toFixed(2)} %)`;
    row(
      `books of ${truth} IP bytes, off`,
      share(own.off),
      `vnStat ${share(vnstat.off)}: ethernet headers too`,
      "0, to the byte",
      own.off === 0,
    );
    const cpu = ({ cpuMs }) => `${((cpuMs * 60) / seconds).toFixed(1)} ms a minute`;
    row(
      "  CPU while 10 kB a second pass",
      `whole agent, looking 4 times a second: ${cpu(own)}`,
      `vnStat, looking each 20 s: ${cpu(vnstat)}, ${((vnstat.cpuMs * 20) / seconds).toFixed(2)} ms a sample`,
      "information",
    );
    const daily = ({ written }) => `${((written * DAY_SECONDS) / seconds / 1e6).toFixed(1)} MB`;
    row(
      `  written to the disk in a day (864 MB used), from ${seconds} s`,
      `${daily(own)}, write_bytes`,
      `vnStat, saving each 5 min: ${vnstat.written === 0 ? "nothing in that time" : daily(vnstat)}`,
      "information",
    );
    row(
      `  lost at a power cut, most of ${cuts}`,
      kb(own.lost),
      `vnStat ${kb(vnstat.lost)}`,
      "one checkpoint (256 KiB)",
      own.lost <= CHECKPOINT,
    );
  }

  /** In /var/tmp, which is on a disk where /tmp is often in memory. */
  async function writesADay() {
    for (const [what, used, goal] of [
      ["30 MB a month", 1_000_000, 3e6],
      ["3 GB a month", 100_000_000, undefined],
    ]) {
      const directory = mkdtempSync("/var/tmp/cellward-bench-");
      try {
        const { written, booked } = await run("writes-a-day", directory, String(used));
        row(
          `written to the disk in a day by a card of ${what}`,
          written === 0 ? "not measured: no disk there" : `${(written / 1e6).toFixed(2)} MB`,
          `write_bytes of a day by a clock that is wound on, ${kb(booked)} booked`,
          goal === undefined ? "information" : "<= 3 MB",
          goal === undefined ? undefined : written > 0 && written <= goal,
        );
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    }
  }

  const needs = ["root", "ip", "perl", "vnstatd", "vnstat", "losetup", "mkfs.ext4"];
  return [needing(needs, booksBeside, row), writesADay];
}
