import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { ClientBench } from "../support/client-bench.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";
import { pause } from "../support/child-program.ts";

const scratch = scratchDirectories();
const benches: ClientBench[] = [];
/** An identity of its own: oFono keeps what it knows of a card in /var/lib/ofono/<imsi>-<phase>. */
const IMSI = "460047700000001";
const STATE = "/var/lib/ofono";
function forget(): void {
  if (!existsSync(STATE)) return;
  for (const name of readdirSync(STATE)) {
    if (name.startsWith(IMSI)) rmSync(join(STATE, name), { recursive: true, force: true });
  }
}
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
  forget();
});

/** ofonod on a bus of its own; its driver for a simulator's socket speaks the ordinary AT drivers' commands. */
async function ofono() {
  const bench = new ClientBench(scratch(), { card: { imsi: IMSI, iccid: "89860477000000000001" } });
  benches.push(bench);
  const env = { DBUS_SYSTEM_BUS_ADDRESS: await bench.bus("system") };
  const [host = "", port = ""] = (await bench.socket("127.0.0.1:0")).split(":");
  const config = bench.file("phonesim.conf", `[sim]\nAddress=${host}\nPort=${port}\n`);
  const daemon = bench.start("ofonod", ["-n", "-d"], { ...env, OFONO_PHONESIM_CONFIG: config });
  await daemon.says(/oFono version/);
  const send = async (path: string, method: string, ...args: readonly string[]): Promise<string> => {
    const words = ["--system", "--print-reply", "--dest=org.ofono", path, `org.ofono.${method}`, ...args];
    return (await bench.run("dbus-send", words, { env })).text.replaceAll(/\s+/g, " ");
  };
  const until = async (wanted: RegExp, path: string, method: string): Promise<string> => {
    for (let tries = 0; tries < 100; tries += 1) {
      const text = await send(path, method);
      if (wanted.test(text)) return text;
      await pause(100);
    }
    throw new Error(`${method} never said ${wanted.source}: ${await send(path, method)}`);
  };
  return { bench, modem: bench.modem, send, until, daemon };
}

describeReal(["ofono"], "oFono takes the simulated modem for a modem", () => {
  test(
    "it powers up, goes online, registers, puts a context up and down, sends and asks a code",
    { timeout: 60_000 },
    async () => {
      const { modem, send, until, daemon } = await ofono();
      await until(/object path "\/sim"/, "/", "Manager.GetModems");
      await send("/sim", "Modem.SetProperty", "string:Powered", "variant:boolean:true");
      await until(/org.ofono.SimManager/, "/sim", "Modem.GetProperties");
      await send("/sim", "Modem.SetProperty", "string:Online", "variant:boolean:true");
      const online = await until(
        /org.ofono.MessageManager.*org.ofono.ConnectionManager|org.ofono.ConnectionManager.*org.ofono.MessageManager/,
        "/sim",
        "Modem.GetProperties",
      );
      expect(online).toContain('"Manufacturer" variant string "cellward"');
      expect(online).toContain('"Serial" variant string "867698041234561"');

      const card = await until(/"Retries" variant array \[ dict/, "/sim", "SimManager.GetProperties");
      expect(card).toContain(`"SubscriberIdentity" variant string "${IMSI}"`);
      expect(card).toContain('"CardIdentifier" variant string "89860477000000000001"');
      expect(card).toContain('"ServiceProviderName" variant string "CMCC"');
      expect(card).toContain('"PinRequired" variant string "none"');
      const network = await until(
        /"Status" variant string "registered".*"Strength"/,
        "/sim",
        "NetworkRegistration.GetProperties",
      );
      expect(network).toContain('"Technology" variant string "lte"');
      expect(network).toContain('"MobileNetworkCode" variant string "04"');
      await until(/"Attached" variant boolean true/, "/sim", "ConnectionManager.GetProperties");

      const context =
        /\/sim\/context\d+/.exec(await send("/sim", "ConnectionManager.AddContext", "string:internet"))?.[0] ?? "";
      await send(context, "ConnectionContext.SetProperty", "string:AccessPointName", "variant:string:cmiot");
      await send(context, "ConnectionContext.SetProperty", "string:Active", "variant:boolean:true");
      await until(/"Active" variant boolean true/, context, "ConnectionContext.GetProperties");
      await send(context, "ConnectionContext.SetProperty", "string:Active", "variant:boolean:false");
      expect(modem.state().radio.contexts.every(({ active }) => !active)).toBe(true);

      await send("/sim", "MessageManager.SendMessage", "string:+861440700000001", "string:Hello {oFono}");
      await daemon.says(/Got new SMS Deliver PDU via CMT/);
      expect(await send("/sim", "SupplementaryServices.Initiate", "string:*100#")).toContain("Balance 86.50 CNY");
      modem.search();
      // oFono detaches (+CGATT=0) a modem that lost its network, and on LTE that ends the search as well.
      await until(/"Status" variant string "(searching|unregistered)"/, "/sim", "NetworkRegistration.GetProperties");
    },
  );
});
