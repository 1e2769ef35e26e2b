import { expect } from "vitest";
import type { State } from "../../src/report/contract.ts";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { FOREIGN, ForeignModem } from "../support/foreign-modem.ts";
import { Heard } from "../support/heard.ts";
import { describeReal } from "../support/real-parts.ts";

/** Reads, and the few settings that a modem that is only watched is given. Anything else is not the agent's to write. */
const ALLOWED = [
  /^AT$/,
  /^ATQ0V1E0$/,
  /^ATE0$/,
  /^ATV1$/,
  /^AT\+CMEE(=1|\?)$/,
  /^AT\+C(E|G|5G)?REG=[123]$/,
  /^AT\+CGEREP=(2,1|1,0|1)$/,
  /^AT\+CABTSR=1$/,
  /^AT\+(CGMI|CGMM|CGMR|CGSN|CIMI|CCID|ICCID|QCCID|CSQ|CESQ)$/,
  /^AT\+(CPIN|C5GREG|CEREG|CGREG|CREG|CGATT|CGACT|COPS|CCLK)\?$/,
  // Of the family that this modem says it is: its signal, its time, and the report of a card that comes or goes.
  /^AT\+(?:QCSQ|ICCID|QLTS=1|QSIMSTAT(?:\?|=1))$/,
  // READ BINARY of EF ICCID.
  /^AT\+CRSM=176,12258,0,0,10$/,
];
const notAllowed = (lines: readonly string[]): string[] =>
  lines.filter((line) => !ALLOWED.some((pattern) => pattern.test(line)));

/** Whole identifiers, also in the halves that a mask might leave. */
const IDENTIFIERS = [FOREIGN.iccid, FOREIGN.imsi, FOREIGN.imei, FOREIGN.iccid.slice(4), FOREIGN.imsi.slice(3)];

describeReal(["pty", "mosquitto"], "the first run, with a modem that nobody here wrote", () => {
  async function device(
    bench: DeviceBench,
    over: Readonly<Record<string, string>> = {},
    prepare: (modem: ForeignModem) => Promise<void> = async () => undefined,
  ) {
    const modem = await ForeignModem.start(bench.path("tty"));
    bench.atEnd(() => modem.stop());
    await prepare(modem);
    const broker = await bench.broker();
    const heard = new Heard(await bench.witness(broker));
    const agent = bench.agent({ "mqtt.url": broker.url, "log.level": "trace", ...over });
    return { modem, broker, heard, agent };
  }

  it.concurrent("modem and card are identified, and the retained topics tell of them in the published shapes", async ({
    bench,
  }) => {
    const { heard, broker } = await device(bench);
    await heard.available("online");
    const expected = {
      modem: { link: "ready", manufacturer: "Quectel", model: "EC20F", revision: "EC20CEFHLGR06A05M1G" },
      sim: { state: "ready" },
      registration: { eps: { stat: 1, tac: "1A2B", ci: "0123ABCD", act: 7 } },
      attached: true,
      contexts: [
        { cid: 1, active: true },
        { cid: 2, active: false },
      ],
      signal: { rssiDbm: -65 },
      bearer: { owner: "external" },
      suspicion: { held: false, evidence: [] },
      store: { durable: true },
    };
    // Service is up before everything that is polled has been asked once.
    const complete = ({ service, signal, contexts, attached, registration, modem }: State): boolean =>
      service.data === "up" &&
      modem.revision !== undefined &&
      signal?.rssiDbm !== undefined &&
      attached !== undefined &&
      registration.eps?.ci !== undefined &&
      contexts?.length === 2;
    const state = await heard.retained("state", complete);
    expect(state).toMatchObject(expected);
    expect(state.books).toBeUndefined();
    const decision = await heard.retained("decision", ({ level }) => level === "normal");
    expect(decision).toMatchObject({ enforced: "no" });
    await heard.retained("usage", ({ sim }) => sim !== undefined && sim.key === state.sim.key);
    heard.allValid();
    // Retained means: somebody who comes later sees them too, and no event.
    const later = new Heard(await bench.witness(broker));
    await later.retained("usage", () => true);
    await later.retained("decision", () => true);
    await later.retained("state", () => true);
    await later.retained("diagnosis", () => true);
    await later.available("online");
    expect(new Set(later.names)).toEqual(new Set(["availability", "state", "usage", "decision", "diagnosis"]));
  });

  it.concurrent("it only reads: through start, polls, losses, a restart of the modem and the stop nothing else is written", async ({
    bench,
  }) => {
    const { modem, agent, heard } = await device(bench);
    await agent.logged("modem-ready");
    expect(modem.heard.slice(0, 3)).toEqual(["ATQ0V1E0", "ATE0", "ATV1"]);
    for (const line of ["AT+CMEE=1", "AT+CEREG=3", "AT+CEREG=2", "AT+CGREG=2", "AT+CREG=2", "AT+CGEREP=2,1"])
      expect(modem.heard).toContain(line);
    await modem.answers("AT+CGATT?", "+CGATT: 0", "OK");
    for (const domain of ["E", "G", ""]) await modem.answers(`AT+C${domain}REG?`, `+C${domain}REG: 2,3`, "OK");
    await modem.unsolicited("+CGEV: NW DETACH");
    await modem.unsolicited("+CEREG: 3");
    await heard.retained("decision", ({ level }) => level === "offline");
    await modem.unsolicited("+CPIN: NOT READY");
    await heard.event("sim-state-changed");
    const before = modem.heard.length;
    await modem.echo("on");
    await modem.unsolicited("RDY");
    await heard.event("modem-restarted");
    await modem.wasSent((line) => line === "AT+CGEREP=2,1", "the initialisation again", before);
    // An answer without an end: the time-out and the fence are writes too.
    await modem.answers("AT+CSQ", "+CSQ: 24,99");
    await agent.logged("at-timeout");
    await agent.logged("at-fence");
    expect(modem.heard).toContain("AT+CMEE?");
    await agent.end("SIGTERM");
    expect(notAllowed(modem.heard)).toEqual([]);
    expect(
      modem.heard.filter((line) => /CFUN|CGACT=|CGATT=|COPS=|CGDCONT|CLCK|CPIN=|CMGS|ATH|ATZ|\+\+\+/.test(line)),
    ).toEqual([]);
  }, 40_000);

  it.concurrent("a card that asks for its PIN is said to, and the PIN is not tried", async ({ bench }) => {
    const { modem, agent, heard } = await device(bench, {}, async (locked) => {
      await locked.answers("AT+CPIN?", "+CPIN: SIM PIN", "OK");
      for (const command of ["AT+QCCID", "AT+CIMI"]) await locked.answers(command, "+CME ERROR: 11");
      for (const domain of ["E", "G", ""]) await locked.answers(`AT+C${domain}REG?`, `+C${domain}REG: 2,0`, "OK");
    });
    const state = await heard.retained("state", ({ modem: { link } }) => link === "ready");
    expect(state).toMatchObject({
      sim: { state: expect.stringMatching(/pin/i) },
      service: { data: "down", why: "sim" },
    });
    expect(await heard.retained("decision", ({ level }) => level === "offline")).toMatchObject({
      reasons: [{ code: "no-sim" }],
    });
    await agent.end("SIGTERM");
    expect(notAllowed(modem.heard)).toEqual([]);
  });

  it.concurrent("no message and no log line, not even the trace of the line itself, holds a whole identifier", async ({
    bench,
  }) => {
    const { modem, agent, heard } = await device(bench);
    await heard.retained("usage", ({ sim }) => sim !== undefined);
    await modem.unsolicited(`+CPIN: READY ${FOREIGN.imsi}`);
    await modem.unsolicited(`+QCCID: ${FOREIGN.iccid}`);
    await modem.unsolicited(`+XYZ: "${FOREIGN.imei}",${FOREIGN.iccid}`);
    await agent.logged("at-rx", ({ line }) => String(line).startsWith("+XYZ"));
    const screen = await bench.cellward(["status"]);
    const json = await bench.cellward(["status", "--json"]);
    await agent.end("SIGTERM");
    const told = [agent.output, agent.complaints, screen.out, json.out, ...heard.all.map(({ payload }) => payload)];
    expect(agent.output).toContain('"at-rx"');
    for (const identifier of IDENTIFIERS) expect(told.filter((text) => text.includes(identifier))).toEqual([]);
  });
});
