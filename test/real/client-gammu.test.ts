import { afterEach, expect, test } from "vitest";
import { until } from "../support/child-program.ts";
import { ClientBench } from "../support/client-bench.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const benches: ClientBench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

const OWN = "+861440234567890";

/** Its commands one after the other on one connection: the start alone takes it four seconds. */
const FIRST = `identify
networkinfo
getsmsc 1
sendsms TEXT ${OWN} -text "Hello {gammu}"
sendsms TEXT ${OWN} -unicode -text "你好，世界"
sendsms TEXT ${OWN} -len 400 -text "${"0123456789".repeat(25)}"
`;
/** When everything has arrived. */
const THEN = `geteachsms
deletesms 0 1
`;

describeReal(["pty", "gammu"], "gammu takes the simulated modem for a modem", () => {
  test(
    "it identifies, asks for the network, sends in both alphabets and in parts, lists and deletes",
    { timeout: 60_000 },
    async () => {
      const bench = new ClientBench(scratch());
      benches.push(bench);
      const config = `[gammu]\ndevice = ${await bench.pty()}\nconnection = at115200\nsynchronizetime = no\n`;
      const rc = bench.file("gammurc", config);
      const gammu = async (name: string, commands: string): Promise<string> => {
        const { code, text } = await bench.run("gammu", ["-c", rc, "batch", bench.file(name, commands)]);
        expect([code, text]).toEqual([0, expect.any(String)]);
        return text;
      };
      const first = await gammu("first", FIRST);
      await until(() => bench.modem.state().messages.card === 4, "four messages on the card");
      const text = first + (await gammu("then", THEN));
      expect(text).toMatch(/Manufacturer +: cellward/);
      expect(text).toMatch(/IMEI +: 867698041234561/);
      expect(text).toMatch(/SIM IMSI +: 460041234567890/);
      expect(text).toMatch(/Network state +: home network/);
      expect(text).toMatch(/Network +: 460 04 .*LAC 1A2B, CID 01C2D3E4/);
      expect(text).toMatch(/GPRS +: attached/);
      expect(text).toContain('"+8613800100500"');
      expect(text.match(/OK, message reference=/g)).toHaveLength(4);
      expect(text).toContain("Hello {gammu}\n");
      expect(text).toContain("你好，世界\n");
      expect(text).toMatch(/Coding +: Unicode/);
      expect(text).toContain("4 SMS parts in 3 SMS sequences");
      expect(bench.modem.state().messages.card).toBe(3);
    },
  );
});
