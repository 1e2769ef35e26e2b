import { afterEach, expect, test } from "vitest";
import { PtyPort } from "../../src/host/pty-port.ts";
import { AgentProcess } from "../support/agent-process.ts";
import type { SimulatedModemOptions } from "../../src/simulator/index.ts";
import type { ClientBench } from "../support/client-bench.ts";
import { modemManagerBench } from "../support/modemmanager-bench.ts";
import { buildProgram } from "../support/program.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";
import { pause } from "../support/child-program.ts";

const scratch = scratchDirectories();
const benches: ClientBench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

/** Ten minutes in the long run. */
const MINUTES_TOGETHER = process.env["CELLWARD_FULL"] === "1" ? 10 : 0.2;

const modemManager = async (options: Partial<SimulatedModemOptions> = {}) => {
  const made = await modemManagerBench(scratch(), options);
  benches.push(made.bench);
  return made;
};

describeReal(["modemmanager"], "ModemManager takes the simulated modem for a modem", () => {
  test(
    "it enables, registers, sends and receives, connects, disconnects, and hears what the network does",
    { timeout: 60_000 },
    async () => {
      const { modem, mmcli, until } = await modemManager();
      const at0 = (...args: readonly string[]): Promise<string> => mmcli("-m", "0", ...args);

      expect(await at0("--enable")).toContain("successfully enabled the modem");
      const registered = await until(/registration: home/, "-m", "0");
      expect(registered).toMatch(/operator id: 46004/);
      expect(registered).toMatch(/operator name: CHINA MOBILE/);
      expect(registered).toMatch(/access tech: lte/);
      expect(registered).toMatch(/packet service state: attached/);
      expect(registered).toMatch(/own: \+861440234567890/);
      const card = await mmcli("-i", "0");
      expect(card).toMatch(/imsi: 460041234567890/);
      expect(card).toMatch(/iccid: 89860412345678901234/);
      expect(card).toMatch(/operator name: CMCC/);

      await at0("--messaging-create-sms=number='+861440234567890',text='Hello {MM} 你好'");
      expect(await mmcli("-s", "0", "--send")).toContain("successfully sent the SMS");
      await until(/SMS\/1 \(received\)/, "-m", "0", "--messaging-list-sms");
      const received = await mmcli("-s", "1");
      expect(received).toContain("text: Hello {MM} 你好");
      expect(received).toMatch(/number: \+861440234567890/);
      expect(await at0("--messaging-delete-sms=1")).toContain("successfully deleted");
      expect(modem.state().messages).toMatchObject({ card: 0, modem: 0 });

      expect(await at0("--3gpp-ussd-initiate=*101#")).toMatch(/Menu\r?\n1 Balance\r?\n2 Data/);
      expect(await at0("--3gpp-ussd-respond=1")).toContain("Balance 86.50 CNY");

      expect(await at0("--simple-connect=apn=cmiot")).toContain("successfully connected");
      expect(await mmcli("-b", "0")).toMatch(/connected: yes[^]*method: ppp/);
      expect(await at0("--simple-disconnect")).toContain("successfully disconnected");

      modem.setSignal({ rssi: 31 });
      await until(/signal quality: 100%/, "-m", "0");
      // It has closed and opened the port; what it asked the modem to report is still reported.
      modem.detach({ cause: 8 });
      await until(/packet service state: detached/, "-m", "0");
      modem.deny(8);
      await until(/registration: denied/, "-m", "0");
      modem.search();
      modem.restore();
      await until(/registration: home[^]*packet service state: attached/, "-m", "0");
      expect(await at0("--disable")).toContain("successfully disabled");
    },
  );

  test("it unlocks the card, and its connection lives on while somebody else talks on another port", async () => {
    const { modem, mmcli, until } = await modemManager({ card: { pin: "1234" } });
    const second = modem.addPort();
    let answers = 0;
    second.onSend((bytes) => (answers += Buffer.from(bytes).toString("latin1").split("\r\nOK\r\n").length - 1));
    const card =
      /SIM\/(\d+)/.exec(await until(/unlock retries: sim-pin \(3\), sim-puk \(10\)/, "-m", "any"))?.[1] ?? "";
    expect(await mmcli("-i", card, "--pin=0000")).toContain("Incorrect password");
    await until(/unlock retries: sim-pin \(2\)/, "-m", "any");
    expect(await mmcli("-i", card, "--pin=1234")).toContain("successfully sent PIN");
    await until(/state: disabled/, "-m", "any");
    await until(/successfully connected/, "-m", "any", "--simple-connect=apn=cmiot");
    for (let turn = 0; turn < 100; turn += 1) {
      second.receive(Buffer.from("AT+CEREG?;+CGACT?;+CSQ\r"));
      await pause(5);
    }
    expect(answers).toBe(100);
    expect(await mmcli("-m", "any")).toMatch(/state: \S*connected/);
  });

  test(
    "its connection lives on while the agent works on the modem's other port, and the agent has its answers",
    { timeout: MINUTES_TOGETHER * 60_000 + 60_000 },
    async () => {
      const { bench, modem, mmcli, until } = await modemManager();
      const port = await PtyPort.open(modem.addPort());
      const program = await buildProgram();
      const agent = new AgentProcess(program, {
        "device.id": "beside-modemmanager",
        "modem.port": port.path,
        "modem.poll_interval": "5s",
        "meter.interface": "lo",
        "store.directory": bench.file("state"),
        "agent.socket": bench.file("agent.sock"),
      });
      try {
        await agent.logged("modem-ready");
        await until(/successfully connected/, "-m", "any", "--simple-connect=apn=cmiot");
        const end = Date.now() + MINUTES_TOGETHER * 60_000;
        while (Date.now() < end) {
          await pause(Math.min(10_000, end - Date.now()));
          expect(await mmcli("-m", "any")).toMatch(/state: \S*connected/);
          expect((await agent.ask())?.state).toMatchObject({ modem: { link: "ready" }, service: { data: "up" } });
        }
        for (const event of ["at-timeout", "at-fence-failed", "port-shared", "modem-silent", "context-lost"])
          expect(agent.said(event)).toEqual([]);
        expect((await agent.end("SIGTERM")).code).toBe(0);
      } finally {
        await agent.kill();
        port.close();
        program.remove();
      }
    },
  );
});
