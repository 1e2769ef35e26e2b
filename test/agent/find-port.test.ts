import { expect, it } from "vitest";
import { findPort } from "../../src/agent/find-port.ts";
import { Seconds } from "../../src/base/duration.ts";
import type { Serial, SerialPorts } from "../../src/ports/serial.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { FakeSerial } from "../support/fake-serial.ts";

function ports(answers: Readonly<Record<string, string | undefined>>) {
  const opened: string[] = [];
  const serialPorts: SerialPorts = {
    list: () => Promise.resolve(Object.keys(answers)),
    open: (path) => {
      opened.push(path);
      if (answers[path] === "held")
        return Promise.resolve({
          kind: "busy",
          found: `${path} is held by pppd (pid 7).`,
          remedy: "Stop it.",
          zh: { found: `${path} 被 pppd (pid 7) 占用。`, remedy: "请停止它。" },
        });
      const serial: Serial & FakeSerial = new FakeSerial();
      serial.answer = () => answers[path] ?? "";
      return Promise.resolve({ kind: "open", serial });
    },
  };
  return { opened, serialPorts, clock: new FakeClock() };
}

it("the first port that answers AT is taken, after ports that are held, silent or foreign", async () => {
  const world = ports({ "/dev/a": "held", "/dev/b": undefined, "/dev/c": "\r\nOK\r\n", "/dev/d": "\r\nOK\r\n" });
  const found = findPort(world, 115_200);
  await settle();
  await world.clock.advance(Seconds(5));
  expect(await found).toMatchObject({ kind: "open", path: "/dev/c" });
  expect(world.opened).toEqual(["/dev/a", "/dev/b", "/dev/c", "/dev/c"]);
});

it("when none answers, what was found at each is said, and what to do", async () => {
  const world = ports({ "/dev/a": "held", "/dev/b": undefined });
  const found = findPort(world, 115_200);
  await settle();
  await world.clock.advance(Seconds(5));
  expect(await found).toMatchObject({
    kind: "absent",
    found: "No port answers AT. /dev/a is held by pppd (pid 7). /dev/b: nothing answers AT.",
    zh: { found: "没有串口应答 AT。/dev/a 被 pppd (pid 7) 占用。/dev/b：对 AT 无应答。" },
  });
});

it("a machine without a modem's port says just that", async () => {
  expect(await findPort(ports({}), 115_200)).toMatchObject({ found: "No serial port of a modem is there." });
});
