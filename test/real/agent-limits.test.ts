import { expect } from "vitest";
import { CarrierLink } from "../support/carrier-link.ts";
import { deviceTest as it } from "../support/device-bench.ts";
import { describeReal } from "../support/real-parts.ts";

// So many datagrams of 1,000 bytes at the IP layer to a port; prints how many the kernel took.
const SENDER = `use Socket; my ($port, $count) = @ARGV;
  socket(my $s, PF_INET, SOCK_DGRAM, 17) or die; my $to = sockaddr_in($port, inet_aton("10.9.0.2"));
  my $n = 0; for (1 .. $count) { $n++ if defined send($s, "x" x 972, 0, $to) } print "$n\\n"`;
const [PAYMENT, BULK] = [1_001, 1_002];

describeReal(["namespaces", "mounts", "nft"], "an agent with the kernel's limits", () => {
  it("holds bulk back where the plan says so and lets payments through, goes on doing so when it is dead, and adopts it again", async ({
    bench,
  }) => {
    const link = new CarrierLink();
    bench.atEnd(() => link.close());
    const took = async (port: number, count: number): Promise<number> => {
      const child = link.spawn("device", "perl", "-e", SENDER, String(port), String(count));
      const printed: string[] = [];
      child.stdout?.setEncoding("utf8").on("data", (text: string) => printed.push(text));
      await new Promise((resolve) => void child.once("close", resolve));
      return Number(printed.join(""));
    };
    const settings = {
      "modem.port": "none",
      "meter.sysfs_root": link.sysfsRoot,
      "clock.trust_system": true,
      "plan.quota": "1 MB",
      class_rule: `payment=10.9.0.2:${PAYMENT},bulk=10.9.0.2:${BULK}`,
      "enforce.unclassified": "bulk",
    };
    const start = () => bench.agent(settings, { before: [...link.before] });
    let agent = start();
    await agent.until(({ decision }) => decision.enforced === "kernel", "the kernel to keep the limits");
    await agent.until(({ state }) => state.interface.present, "the first sample");

    // 990 of 1,048 packets: what is left is no longer for bulk.
    expect(await took(PAYMENT, 990)).toBe(990);
    await agent.until(
      ({ decision: { allowances = [] } }) => allowances.find((one) => one.class === "bulk")?.kind === "held",
      "bulk to be held",
    );
    await expect.poll(() => took(BULK, 5), { timeout: 10_000 }).toBe(0);
    expect(await took(PAYMENT, 5)).toBe(5);

    await agent.kill();
    expect(await took(BULK, 5)).toBe(0);
    expect(await took(PAYMENT, 5)).toBe(5);

    agent = start();
    const { limits } = await agent.until(({ decision }) => decision.enforced === "kernel", "the rules to be adopted");
    expect(limits).toEqual({ enforced: "kernel", lacking: [] });
    expect(await took(BULK, 5)).toBe(0);
    // Nobody sends beyond what was bought where data is known to end there; here it is not, and payments go on.
    expect(await took(PAYMENT, 100)).toBe(100);
  });
});
