import { afterEach, expect, test } from "vitest";
import { Busctl } from "../../src/host/busctl.ts";
import { networkManagerOwner } from "../../src/host/networkmanager-owner.ts";
import type { OwnerAnswer, OwnerRequest } from "../../src/ports/owner-request.ts";
import { until as happens } from "../support/child-program.ts";
import type { ClientBench } from "../support/client-bench.ts";
import { modemHeard } from "../support/modem-heard.ts";
import { modemManagerBench } from "../support/modemmanager-bench.ts";
import { networkManagerOn } from "../support/networkmanager-bench.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const benches: ClientBench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

const REQUEST: OwnerRequest = { v: 1, request: "connect", why: "x", device: "d", interface: "wwan0", attempt: 1 };

async function networkManager(options: { readonly profile?: boolean } = {}) {
  const made = await modemManagerBench(scratch());
  benches.push(made.bench);
  const heard = modemHeard(made.modem);
  const ask = (imei = "867698041234561"): Promise<OwnerAnswer> =>
    networkManagerOwner(new Busctl(made.bus), () => undefined).ask(REQUEST, { interfaceName: "wwan0", imei });
  return { ...made, heard, ask, nmcli: await networkManagerOn(made, options) };
}

const dials = (heard: readonly string[]): readonly string[] => heard.filter((line) => line.startsWith("ATD"));

describeReal(["networkmanager", "modemmanager", "busctl"], "NetworkManager, asked to connect again", () => {
  test(
    "activates the profile that it has on the modem's own device, and the modem is dialled",
    { timeout: 60_000 },
    async () => {
      const { ask, heard } = await networkManager();
      expect(await ask("867698041234579")).toMatchObject({ kind: "failed", cause: "not-found" });
      expect(dials(heard)).toEqual([]);
      expect(await ask()).toEqual({
        kind: "accepted",
        text: 'NetworkManager has begun the activation of the profile "Cell 专网"',
      });
      await happens(() => dials(heard).length > 0, "NetworkManager's dialling", 30);
      expect(dials(heard)).toEqual(["ATD*99***1#"]);
    },
  );

  test(
    "a device without a profile gets none, and one that it is to leave alone is left alone",
    { timeout: 60_000 },
    async () => {
      const { ask, heard, nmcli } = await networkManager({ profile: false });
      expect(await ask()).toMatchObject({ kind: "failed", cause: "nothing-to-connect" });
      expect(await nmcli("connection", "show")).not.toMatch(/gsm/);
      const device = /(\S+)\s+gsm/.exec(await nmcli("device"))?.[1] ?? "";
      await nmcli("device", "set", device, "managed", "no");
      expect(await ask()).toMatchObject({ kind: "failed", cause: "by-hand" });
      expect(dials(heard)).toEqual([]);
    },
  );
});
