import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { deviceTest as it } from "../support/device-bench.ts";
import { describeReal } from "../support/real-parts.ts";

describeReal(["pty"], "cellward recheck, beside a running agent", () => {
  it("shows line by line what is done, has the owner of the call asked for one radio cycle, and ends with data back", async ({
    bench,
  }) => {
    const rig = await bench.rig();
    const [script, heard] = [bench.path("radio"), bench.path("heard")];
    writeFileSync(script, `#!/bin/sh\ncat >> ${heard}\n`);
    chmodSync(script, 0o755);
    const over = { "bearer.request_command": JSON.stringify([script]), "clock.trust_system": "true" };
    const agent = bench.agent(over);
    await agent.until(({ state }) => state.service.data === "up", "service");
    await rig.tell({ do: "deny", cause: 8 });
    await agent.until(({ state }) => state.service.data === "down" && state.service.why === "denied", "the refusal");
    const looking = bench.cellward(["recheck", "--resumed", "--by", "Li"], over);
    await expect
      .poll(() => existsSync(heard) && readFileSync(heard, "utf8"), { timeout: 40_000 })
      .toMatch(/"request":"radio-cycle"/);
    await rig.tell({ do: "restore" });
    const end = await looking;
    expect([end.err, end.code]).toEqual(["", 0]);
    expect(end.out).toMatch(/^\d\d:\d\d:\d\d {2}已记录，Li：已复机。\n {10}Noted, said by Li: resumed\.\n/);
    expect(end.out).toMatch(/已请求拨号程序关开一次射频/);
    expect(end.out).toMatch(/已恢复上网。\n {10}Data is back\.\n$/);
    const hurried = await bench.cellward(["recheck"], over);
    expect([hurried.code, hurried.err]).toEqual([
      75,
      expect.stringMatching(/ask again in \d+ s.*秒后再试.*\[agent-busy\]/),
    ]);
    const twice = await bench.cellward(["recheck", "--resumed", "--topped-up"], over);
    expect([twice.code, twice.err]).toEqual([64, expect.stringMatching(/--topped-up and --resumed; expected one/)]);
    await agent.end("SIGTERM");
  }, 120_000);
});
