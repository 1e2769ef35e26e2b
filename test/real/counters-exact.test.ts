import { afterEach, beforeEach, expect, test } from "vitest";
import { CarrierLink } from "../support/carrier-link.ts";
import { InterfaceMeter } from "../support/interface-meter.ts";
import { IpCapture } from "../support/ip-capture.ts";
import { describeReal } from "../support/real-parts.ts";

const HEADERS = 28;

const packetsOf = ({ cursor }: InterfaceMeter): number => Number((cursor?.rxPackets ?? 0n) + (cursor?.txPackets ?? 0n));

describeReal(["namespaces", "mounts", "tcpdump"], "the counters of a real interface", () => {
  let link: CarrierLink;
  let meter: InterfaceMeter;

  beforeEach(() => {
    link = new CarrierLink();
    meter = new InterfaceMeter(link);
  });

  afterEach(() => {
    meter.counters.close();
    link.close();
  });

  test("come to the IP bytes that a capture at the far end holds, both ways, to the byte", async () => {
    // What was there before the first sample was used before the installation.
    await link.send("device", 100, { count: 50 });
    expect(meter.sample()).toMatchObject({ up: 0n, down: 0n, reset: "installed" });
    const before = { device: link.received("device"), carrier: link.received("carrier"), packets: packetsOf(meter) };
    const capture = await IpCapture.start(link, "carrier", "car0");

    const [up, down] = [
      { small: 1_000, large: 300 },
      { small: 700, large: 500 },
    ];
    await link.send("device", 20, { count: up.small });
    meter.sample();
    await link.send("device", 1_372, { count: up.large });
    await link.send("carrier", 20, { count: down.small });
    meter.sample();
    await link.send("carrier", 1_372, { count: down.large });
    meter.sample();

    const [received, sent] = [link.received("device") - before.device, link.received("carrier") - before.carrier];
    expect(meter.down).toBe(received);
    expect(meter.up).toBe(sent);
    // Nobody listens at port 9, so the kernel answers now and then with ICMP: it is billed and counted like the rest.
    const least = (flow: typeof up): bigint => BigInt(flow.small * (20 + HEADERS) + flow.large * (1_372 + HEADERS));
    expect(received).toBeGreaterThanOrEqual(least(down));
    expect(sent).toBeGreaterThanOrEqual(least(up));
    expect(await capture.bytesOf(packetsOf(meter) - before.packets)).toBe(received + sent);
    await capture.stop();
  });

  test("of one deleted and made anew between two samples are the new ones, and never a phantom", async () => {
    meter.sample();
    await link.send("device", 100, { count: 200 });
    meter.sample();
    expect(meter.up).toBe(200n * 128n);
    await link.send("device", 100, { count: 50 });
    link.destroy();
    link.create();
    await link.send("device", 100, { count: 30 });
    expect(meter.sample()).toMatchObject({ up: 30n * 128n, reset: "re-created" });
    // What nobody looked at before the interface went is gone with it; nothing is made up for it.
    expect(meter.up).toBe(230n * 128n);
  });

  test("of one made anew with the old one's index are the new ones, also for one who only has the cursor of before", async () => {
    link.destroy();
    link.create(77);
    meter.sample();
    await link.send("device", 100, { count: 100 });
    meter.sample();
    link.destroy();
    link.create(77);
    await link.send("device", 100, { count: 250 });
    expect(meter.sample()).toMatchObject({ up: 250n * 128n, reset: "re-created" });
    link.destroy();
    link.create(77);
    await link.send("device", 100, { count: 400 });
    const later = new InterfaceMeter(link);
    later.cursor = meter.cursor;
    expect(later.sample()).toMatchObject({ up: 400n * 128n, reset: "re-created" });
    later.counters.close();
  });

  test("vanish with it and come back with it", async () => {
    meter.sample();
    link.destroy();
    expect(meter.counters.sample()).toMatchObject({ kind: "absent" });
    expect(meter.counters.linkOverhead()).toBeUndefined();
    link.create();
    await link.send("device", 100, { count: 10 });
    expect(meter.sample()).toMatchObject({ up: 1_280n, reset: "re-created" });
    expect(meter.counters.linkOverhead()).toMatchObject({ rx: 14, tx: 14 });
  });

  test("are absent under the old name while it has another, and then have all that passed meanwhile", async () => {
    meter.sample();
    await link.send("device", 100, { count: 10 });
    link.rename("wwan0", "wwan7");
    await link.send("device", 100, { count: 10 });
    expect(meter.counters.sample()).toMatchObject({ kind: "absent" });
    link.rename("wwan7", "wwan0");
    await link.send("device", 100, { count: 10 });
    expect(meter.sample()).toMatchObject({ up: 3_840n });
    expect(meter.resets).toEqual(["installed"]);
  });

  test("go on without a double byte for one who follows the interface to its new name", async () => {
    meter.sample();
    await link.send("device", 100, { count: 10 });
    meter.sample();
    link.rename("wwan0", "wwan7");
    await link.send("device", 100, { count: 10 });
    const follower = new InterfaceMeter(link, "wwan7");
    follower.cursor = meter.cursor;
    expect(follower.sample()).toMatchObject({ up: 1_280n });
    expect(follower.resets).toEqual([]);
    follower.counters.close();
  });
});
