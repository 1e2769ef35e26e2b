import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CounterFolder } from "../../src/simulator/transport/counter-folder.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

function statistics(folder: CounterFolder): Record<string, string> {
  const directory = join(folder.path, "statistics");
  return Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), "utf8")]));
}

const twenty = (value: number): string => `${String(value).padStart(20, "0")}\n`;

test("an interface's folder has the files of /sys/class/net and counts bytes and packets of a thousand", () => {
  const folder = new CounterFolder(join(scratch(), "net"), "wwan0");
  folder.add({ up: 1, down: 2_500n });
  folder.add({ up: 0, down: 500 });
  expect(statistics(folder)).toEqual({
    rx_bytes: twenty(3_000),
    rx_packets: twenty(4),
    tx_bytes: twenty(1),
    tx_packets: twenty(1),
  });
  expect(readFileSync(join(folder.path, "type"), "utf8")).toBe("65534\n");
  expect(readFileSync(join(folder.path, "ifindex"), "utf8")).toBe("7\n");
  folder.remove();
});

test("a reader that keeps its descriptor sees every number whole, and never a smaller one", () => {
  const folder = new CounterFolder(scratch(), "wwan0");
  const file = openSync(join(folder.path, "statistics/rx_bytes"), "r");
  const buffer = Buffer.alloc(64);
  let last = 0n;
  for (let round = 0; round < 2_000; round += 1) {
    folder.add({ up: 0, down: round * 997 });
    const seen = BigInt(buffer.toString("latin1", 0, readSync(file, buffer, 0, 64, 0)));
    expect(seen).toBe(last + BigInt(round * 997));
    last = seen;
  }
  closeSync(file);
  folder.remove();
});

test("an interface made anew has another index, another inode and counters at zero", () => {
  const directory = scratch();
  const folder = new CounterFolder(directory, "wwan0", { ifindex: 3, type: 1 });
  folder.add({ up: 10, down: 10 });
  const before = statSync(folder.path).ino;
  expect(folder.recreate()).toBe(4);
  expect(statSync(folder.path).ino).not.toBe(before);
  expect(readFileSync(join(folder.path, "ifindex"), "utf8")).toBe("4\n");
  folder.add({ up: 5, down: 0 });
  expect(statistics(folder)).toMatchObject({ tx_bytes: twenty(5), rx_bytes: twenty(0) });
  expect(readdirSync(directory)).toEqual(["wwan0"]);
  folder.remove();
  expect(readdirSync(directory)).toEqual([]);
});

test("what somebody else has put into the folder stays", () => {
  const directory = scratch();
  mkdirSync(join(directory, "wwan0"));
  writeFileSync(join(directory, "wwan0/theirs"), "1");
  new CounterFolder(directory, "wwan0").remove();
  expect(readdirSync(join(directory, "wwan0"))).toEqual(["theirs"]);
});
