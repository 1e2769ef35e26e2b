import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ModemLoop } from "../../src/agent/modem-loop.ts";
import { type Duration, Hours, Seconds } from "../../src/base/duration.ts";
import { readModemProfile } from "../../src/modem/profile-file.ts";
import { SimulatedPorts } from "../../src/simulator/simulated-ports.ts";
import { TapePlayer } from "../../src/simulator/tape-player.ts";
import { parseTape } from "../../src/tape/tape-text.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { SilentLog } from "../support/silent-log.ts";

const IDENTITY = ["> AT+CGMI", "< Quectel", "< OK", "> AT+CGMM", "< EC20F", "< OK"];

/** The agent's modem loop on a tape, polling once an hour: what it asks in between, it asks for a reason. */
async function listening(...behind: readonly string[]) {
  const tape = parseTape("scene.at", [...IDENTITY, "> AT+CSQ", "< +CSQ: 20,99", "< OK", ...behind].join("\n"));
  const clock = new FakeClock();
  const player = new TapePlayer({ tape, clock });
  const asked: string[] = [];
  const modem = {
    onSend: player.onSend.bind(player),
    onVanish: player.onVanish.bind(player),
    hangUp: () => player.hangUp(),
    receive: (bytes: Uint8Array) => {
      asked.push(Buffer.from(bytes).toString("latin1").trim());
      player.receive(bytes);
    },
  };
  const families = ["quectel"].map((name) =>
    readModemProfile(
      name,
      readFileSync(`config/modems/${name}.toml`, "utf8").replace("ready = [", 'ready = ["CARD IN USE NOW", '),
    ),
  );
  const loop = new ModemLoop(
    {
      serialPorts: new SimulatedPorts({ "/dev/modem": modem }, clock),
      holders: { others: () => Promise.resolve(undefined) },
      clock,
      random: () => 0.5,
      log: new SilentLog(),
    },
    { port: "/dev/modem", baudRate: 115_200, pollInterval: Hours(1), reopenInterval: Seconds(1), families },
    { onLink: () => {}, onShared: () => {}, onModem: () => {}, onNetworkTime: () => {} },
  );
  loop.start();
  const pass = async (time: Duration): Promise<void> => {
    for (let n = 0; n < 60; n += 1) await settle();
    await clock.advance(time);
    for (let n = 0; n < 60; n += 1) await settle();
  };
  await pass(Seconds(1));
  asked.length = 0;
  return { asked, pass, stop: () => loop.stop() };
}

test("a context whose loss only the maker's own line tells is looked after at once", async () => {
  const { asked, pass, stop } = await listening('10s < +QIURC: "pdpdeact",1');
  await pass(Seconds(10));
  expect(asked.slice(0, 2)).toEqual(["AT+CGATT?", "AT+CGACT?"]);
  await stop();
});

test("a card that the maker's own line tells of is asked who it is", async () => {
  const { asked, pass, stop } = await listening("10s < +QSIMSTAT : 1,1");
  await pass(Seconds(10));
  expect(asked).toContain("AT+CPIN?");
  await stop();
});

test("when the maker's own line says that it can be used now, card and data call are looked at", async () => {
  const { asked, pass, stop } = await listening("10s < CARD IN USE NOW");
  await pass(Seconds(10));
  expect(asked).toContain("AT+CPIN?");
  expect(asked).toContain("AT+CGATT?");
  await stop();
});

test("what no family says makes nobody ask", async () => {
  const { asked, pass, stop } = await listening('10s < +QIURC: "recv",1');
  await pass(Seconds(10));
  expect(asked).toEqual([]);
  await stop();
});
