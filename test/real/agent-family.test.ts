import { mkdirSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { systemSerialPorts } from "../../src/host/serial-ports.ts";
import { actionOf } from "../../src/modem/action.ts";
import { SystemClock } from "../../src/simulator/index.ts";
import { ActionBench } from "../support/action-bench.ts";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { News } from "../support/news.ts";
import { describeReal } from "../support/real-parts.ts";
import { shippedFamily } from "../support/shipped-families.ts";

/** A maker that nobody here knows: its modules answer some questions in Huawei's words, and start in words of their own. */
const ACME = `
family = "acme"
title = "Acme modules"
trust = "unverified"
sources = []

[match]
manufacturers = ["Acme"]

[[init]]
name = "acme-reports"
try = ["AT+CTZR=1"]

[read]
iccid = [{ ask = "AT^ICCID?", answer = "^ICCID:" }]
signal = { ask = "AT^HCSQ?", answer = "^HCSQ:" }
counters = { ask = "AT^DSFLOWQRY", answer = "^DSFLOWQRY:" }

[urcs]
restart = ["ACME IS UP"]
bearer = ["ACMECALL:"]

[quirks]
never = ["AT+CCID"]
`;

const TAPE = [
  "> AT+CGMI",
  "< Acme Wireless",
  "< OK",
  "> AT+CGMM",
  "< A-1",
  "< OK",
  "> AT+CPIN?",
  "< +CPIN: READY",
  "< OK",
  "> AT^ICCID?",
  "< ^ICCID: 89860000000000000018",
  "< OK",
  "> AT+CEREG?",
  "< +CEREG: 3,1",
  "< OK",
  "> AT+CGATT?",
  "< +CGATT: 1",
  "< OK",
];

/** The directory of `modem.families`, with one file in it. */
function families(bench: DeviceBench, text = ACME): string {
  mkdirSync(bench.path("families"), { recursive: true });
  writeFileSync(bench.path("families", "acme.toml"), text);
  return bench.path("families");
}

describeReal(["pty"], "a modem family of one's own", () => {
  it.concurrent("is one file: the modem is known by it, asked in its words, and its own counter shown", async ({
    bench,
  }) => {
    const rig = await bench.rig("--family", "huawei-me909s", "--manufacturer", "Acme Wireless", "--model", "A-1");
    const agent = bench.agent({ "modem.families": families(bench) });
    await agent.logged("modem-ready");
    // Whoever owns the call has it up: this make counts what passes over one.
    await rig.tell({ do: "pdn-act", cid: 1 });
    await rig.tell({ do: "consume", up: 1_000, down: 20_000 });
    const { state } = await agent.until((status) => status.state.modemCounter !== undefined, "the modem's own counter");
    expect(state.modem).toMatchObject({ family: "Acme modules", model: "A-1" });
    expect(state.signal).toEqual({ rssiDbm: -73, rsrpDbm: -101, rsrqDb: -10 });
    expect(state.modemCounter).toMatchObject({
      command: "^DSFLOWQRY",
      stands: { up: 1_000, down: 20_000, total: 21_000 },
      difference: { up: 0, down: 0, total: 0 },
    });
    await rig.tell({ do: "urc", text: "ACME IS UP" });
    await agent.logged("modem-restarted");
    await agent.until((status) => status.state.modem.family === "Acme modules", "the modem to be asked anew");
  });

  it.concurrent("is proven by a tape, played as a modem of it", async ({ bench }) => {
    writeFileSync(bench.path("acme.at"), `# source: invented\n# family: acme\n${TAPE.join("\n")}\n`);
    const argv = ["tape", "play", bench.path("acme.at"), "--link", bench.path("tty"), "--json", "--exit-with-stdin"];
    const player = bench.program.start(argv);
    const news = new News();
    let said = "";
    player.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      news.tell();
    });
    player.on("close", () => news.tell());
    bench.atEnd(async () => {
      player.stdin?.end();
      await news.until(() => player.exitCode ?? player.signalCode ?? undefined, "the player to end");
    });
    await news.until(() => (said.includes("\n") ? said : undefined), "the player's port");
    const agent = bench.agent({ "modem.families": families(bench) });
    const { state } = await agent.until(
      (status) => status.state.sim.iccid !== undefined && status.state.modem.family !== undefined,
      "the card's number",
    );
    expect(state.modem).toMatchObject({ manufacturer: "Acme Wireless", family: "Acme modules" });
    expect(state.sim.iccid).toMatch(/^898600\*+0018$/);
  });

  it.concurrent("that comes with the program: a slot that somebody changes on another port is another card here", async ({
    bench,
  }) => {
    const cards = ["--other-iccid", "89860119801234567892", "--other-imsi", "460019876543210"];
    await bench.rig("--family", "quectel-rm520n", "--second", bench.path("second"), ...cards);
    const agent = bench.agent();
    await agent.until(({ state }) => state.sim.iccid?.startsWith("898604") === true, "the first card");
    const other = new ActionBench(new SystemClock(), systemSerialPorts, bench.path("second"));
    bench.atEnd(() => other.close());
    expect(await other.open()).toBe(true);
    const found = actionOf(shippedFamily("quectel-5g"), { slot: 2 });
    expect(found.kind).toBe("action");
    if (found.kind === "action") await other.run(found.action);
    await agent.until(({ state }) => state.sim.iccid?.startsWith("898601") === true, "the other card");
    expect(agent.said("sim-changed")).toHaveLength(1);
  });

  it.concurrent("that says it is sourced and has no source is refused before the agent starts", async ({ bench }) => {
    const directory = families(bench, ACME.replace("unverified", "sourced"));
    const agent = bench.agent({ "modem.families": directory });
    const end = await agent.ended();
    expect(end.code).toBe(78);
    expect(agent.complaints).toMatch(/acme\.toml describes no modem family:\s+sources: found none/);
  });
});
