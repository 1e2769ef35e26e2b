import { describe, expect, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { DeviceMarks } from "../../src/ports/host.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { FakeCounters } from "../support/fake-counters.ts";

const AT = Date.UTC(2026, 10, 22, 1);
const boot = { wall: AT, network: AT };

/** The state of a device that has counted 5,000 bytes of its card and was switched off. */
async function written(marks: DeviceMarks = { machine: "machine-1" }): Promise<AgentScene> {
  const scene = new AgentScene();
  scene.marks = marks;
  await scene.boot(boot);
  await scene.use(5_000);
  await scene.stop();
  return scene;
}

/** A device that has carried something before the agent came. */
const busy = { counters: (clock: Clock, bootId: string) => carried(new FakeCounters(clock, { bootId })) };
function carried(counters: FakeCounters): FakeCounters {
  counters.plugIn();
  counters.carry("rx", 50, 1_000);
  return counters;
}

describe("state that is found on another device", () => {
  test("is told, in an event, the log and the state, with what to do, at every start until a person accepts it", async () => {
    const scene = await written();
    scene.marks = { machine: "machine-2" };
    for (const times of [1, 2]) {
      await scene.boot({ wall: AT + times, network: AT });
      await scene.pass(Minutes(1));
      expect(scene.events("device-changed")).toHaveLength(times);
      expect(scene.log.said("device-changed")).toMatchObject([{ level: "warn" }]);
      expect(scene.status.state.otherDevice).toEqual({
        since: new Date(AT + 1).toISOString(),
        text: expect.stringMatching(/fact device-accepted --by NAME.*remove the state directory/),
      });
      await scene.stop();
    }
    await scene.boot(boot);
    expect([await scene.statements.acceptDevice("Li Wei"), await scene.statements.acceptDevice("Li Wei")]).toEqual([
      "accepted",
      "nothing-to-accept",
    ]);
    await scene.pass(Minutes(1));
    expect(scene.events("device-accepted")).toMatchObject([{ by: "Li Wei" }]);
    expect(scene.status.state.otherDevice).toBeUndefined();
    await scene.stop();
    await scene.boot(boot);
    expect(scene.log.said("device-changed")).toEqual([]);
    // And going back to the first one is a change too.
    await scene.stop();
    scene.marks = { machine: "machine-1" };
    await scene.boot(boot);
    expect(scene.log.said("device-changed")).toHaveLength(1);
  });

  test("goes on with the book of a card that came along, and books nothing that the device carried before", async () => {
    const scene = await written();
    scene.marks = { machine: "machine-2" };
    await scene.boot({ ...boot, ...busy });
    await scene.pass(Minutes(2));
    expect(scene.usage).toMatchObject({ sim: { iccid: expect.any(String) }, total: { up: 0, down: 5_000 } });
    await scene.stop();
    // From the second start on it is at home: a counter begins at zero with the boot.
    await scene.boot(boot);
    await scene.use(300);
    expect(scene.usage.total).toMatchObject({ up: 0, down: 5_300 });
  });

  test("presumes no card: what is carried before one was read waits for the one that will be", async () => {
    const scene = await written();
    await scene.boot({ ...boot, modem: false });
    await scene.use(100, Minutes(3));
    // At home the card of last time is presumed.
    expect(scene.usage).toMatchObject({ sim: { iccid: expect.any(String) }, total: { down: 5_100 } });
    await scene.stop();
    scene.marks = { machine: "machine-2" };
    await scene.boot({ ...boot, modem: false });
    await scene.use(700, Minutes(3));
    expect([scene.usage.sim, scene.usage.total.down]).toEqual([undefined, 700]);
    await scene.stop();
    await scene.boot(boot);
    expect(scene.usage).toMatchObject({ sim: { iccid: expect.any(String) }, total: { down: 5_800 } });
  });
});

describe("what makes a device another one", () => {
  const here = { machine: "machine-1", board: "board-1" };

  test.each<readonly [string, DeviceMarks, boolean]>([
    ["another board under a copied disk", { machine: "machine-1", board: "board-2" }, true],
    ["another machine id on the same board, which was set up anew", { machine: "machine-2", board: "board-1" }, false],
    ["another machine id where the board tells nothing", { machine: "machine-2" }, true],
    ["the same machine id where the board tells nothing", { machine: "machine-1" }, false],
    ["a machine that tells nothing at all", {}, false],
  ])("%s", async (_, marks, other) => {
    const scene = await written(here);
    scene.marks = marks;
    await scene.boot(boot);
    expect(scene.log.said("device-changed")).toHaveLength(other ? 1 : 0);
  });

  test("a modem that is another than before is told, and is no other device", async () => {
    const scene = await written();
    await scene.boot({ ...boot, imei: "866758040000017" });
    await scene.pass(Minutes(1));
    expect(scene.events("modem-changed")).toMatchObject([{ imei: expect.stringMatching(/^86675804\*+17$/) }]);
    expect([scene.status.state.otherDevice, scene.usage.total.down]).toEqual([undefined, 5_000]);
    await scene.stop();
    await scene.boot({ ...boot, imei: "866758040000017" });
    await scene.pass(Minutes(1));
    expect(scene.events("modem-changed")).toHaveLength(1);
  });
});
