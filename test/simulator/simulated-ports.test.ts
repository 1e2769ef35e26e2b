import { expect, test } from "vitest";
import { Seconds } from "../../src/base/duration.ts";
import { SimulatedPorts } from "../../src/simulator/simulated-ports.ts";
import { ModemTalk } from "../support/modem-talk.ts";

async function opened(ports: SimulatedPorts) {
  const result = await ports.open("/sim/modem", 115_200);
  if (result.kind !== "open") throw new TypeError(result.kind);
  let heard = "";
  const gone: string[] = [];
  result.serial.onBytes((bytes) => (heard += Buffer.from(bytes).toString("latin1")));
  result.serial.onGone((why) => gone.push(why));
  return { serial: result.serial, gone, hear: () => heard };
}

test("a simulated modem is a serial port of this process; one holder at a time, and settings stay", async () => {
  const { modem, clock } = new ModemTalk();
  const ports = new SimulatedPorts({ "/sim/modem": modem }, clock);
  const first = await opened(ports);
  await first.serial.write(Buffer.from("ATE0\rAT"));
  expect(first.hear()).toBe("ATE0\r\r\nOK\r\n");
  expect((await ports.open("/sim/modem", 9_600)).kind).toBe("busy");
  expect((await ports.open("/sim/other", 9_600)).kind).toBe("absent");
  await first.serial.close();
  expect(first.gone).toEqual(["closed"]);
  modem.urc("+CREG: 1");
  const second = await opened(ports);
  await second.serial.write(Buffer.from("+CSQ\rAT\r"));
  expect(second.hear()).toBe("\r\nOK\r\n");
  await first.serial.write(Buffer.from("AT\r"));
  expect(second.hear()).toBe("\r\nOK\r\n");
});

test("a port that vanished is absent for so long, whoever held it is told, and then it is free", async () => {
  const { modem, clock } = new ModemTalk();
  const ports = new SimulatedPorts({ "/sim/modem": modem }, clock);
  const held = await opened(ports);
  modem.fault({ name: "port-vanish", lasts: Seconds(3) });
  expect(held.gone).toEqual(["the port vanished"]);
  expect((await ports.open("/sim/modem", 9_600)).kind).toBe("absent");
  await clock.advance(Seconds(3));
  const again = await opened(ports);
  await again.serial.write(Buffer.from("ATE0\r"));
  expect(again.hear()).toContain("OK");
});
