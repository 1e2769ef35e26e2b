import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { EnforceLab } from "../support/enforce-lab.ts";
import { buildProgram, endOf, type Program } from "../support/program.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const RULE = "class_rule=payment=203.0.113.0/24:443";
const scratch = scratchDirectories();

describeReal(["namespaces", "nft", "mounts"], "doctor", () => {
  let program: Program;
  let lab: EnforceLab;

  beforeAll(async () => {
    program = await buildProgram();
  });
  afterAll(() => program.remove());
  beforeEach(() => {
    lab = new EnforceLab();
  });
  afterEach(() => lab.close());

  const limits = async (words: readonly string[], as: readonly string[] = []): Promise<readonly string[]> => {
    const settings = ["modem.port=none", `store.directory=${scratch()}`, ...words].flatMap((one) => ["--set", one]);
    const child = lab.spawn("device", ...as, ...program.command.split(" "), "doctor", "--json", ...settings);
    const { out } = await endOf(child);
    const { results } = JSON.parse(out) as { results: readonly { what: string; verdict: string; found: string }[] };
    return results.flatMap(({ what, verdict, found }) => (what === "limits" ? [`${verdict}: ${found}`] : []));
  };

  test("says that limits are advice where nothing says what a payment is", async () => {
    expect(await limits([])).toEqual(["note: no [[class_rule]] says what payment is: limits are told and not kept"]);
    expect(await limits(["enforce.mode=advise"])).toEqual([]);
  });

  test("names rules of others that shadow ours", async () => {
    lab.on(
      "device",
      "nft",
      "add table inet fw4; add chain inet fw4 forward { type filter hook forward priority 0; }; add rule inet fw4 forward ct mark set 7",
    );
    const found = await limits([RULE]);
    expect(found).toContain("ok: nftables may be used, mark bits 0x70000000");
    expect(found).toContain("note: a rule in inet fw4 forward overwrites the connection mark");
  });

  test("names inner interfaces that join packets, and the metered one not", async () => {
    const seen = ["unshare", "-m", "sh", "-c", 'mount -t sysfs sysfs /sys && exec "$@"', "sh"];
    for (const name of ["lan0", "wwan0"])
      lab.on("device", "ethtool", "-K", name, "tso", "on", "gso", "off", "gro", "on");
    const joining = async (): Promise<readonly string[]> =>
      (await limits([RULE, "meter.interface=wwan0"], seen)).filter((one) => one.includes("joins"));
    expect(await joining()).toEqual([
      "note: lan0 joins packets (generic-receive-offload, tcp-segmentation-offload): forwarded TCP is counted up to 3.4 % too low per class",
    ]);
    lab.on("device", "ethtool", "-K", "lan0", "tso", "off", "gro", "off");
    expect(await joining()).toEqual([]);
  });

  test("says what is missing without the privilege", async () => {
    expect(await limits([RULE], ["setpriv", "--bounding-set=-net_admin"])).toEqual([
      "fault: the kernel keeps no limits: this user may not change the kernel's packet filter",
    ]);
  });
});
