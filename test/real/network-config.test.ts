import { join } from "node:path";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DHCP_CLIENTS } from "../../src/host/dhcp-client.ts";
import { Hours } from "../../src/base/duration.ts";
import { compileProgram } from "../support/child-program.ts";
import { DhcpServer } from "../support/dhcp-server.ts";
import { type Machine, NamespaceNetwork } from "../support/namespace-network.ts";
import { LEASE, networkContract } from "../support/network-contract.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const RESOLVED = "/lib/systemd/systemd-resolved";

/** A bus where the system's is, systemd-resolved with the user that its package makes, and its stub as /etc/resolv.conf. */
const WITH_RESOLVED = `
mkdir -p /run/dbus /run/systemd
for file in passwd group; do cp /etc/$file /run/$file; done
echo "systemd-resolve:x:65533:65533::/:/usr/sbin/nologin" >> /run/passwd
echo "systemd-resolve:x:65533:" >> /run/group
for file in passwd group; do mount --bind /run/$file /etc/$file; done
cat > /run/bus.conf <<END
<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/><allow user="*"/></policy></busconfig>
END
dbus-daemon --config-file=/run/bus.conf --nofork > /dev/null 2>&1 &
while [ ! -e /run/dbus/system_bus_socket ]; do sleep 0.05; done
ip link set lo up
${RESOLVED} > /dev/null 2>&1 &
while [ ! -e /run/systemd/resolve/stub-resolv.conf ]; do sleep 0.05; done
mount --bind /run/systemd/resolve/stub-resolv.conf /etc/resolv.conf`;

const scratch = scratchDirectories();

describeReal(["namespaces", "dhcp"], "the machine's own network", () => {
  const made = mkdtempSync(join(tmpdir(), "cellward-network-"));
  let program = "";
  beforeAll(async () => {
    program = await compileProgram(join(import.meta.dirname, "../support/network-child.ts"), made);
  });
  afterAll(() => rmSync(made, { recursive: true, force: true }));

  const within = async (use: (network: NamespaceNetwork) => Promise<void>, machine: Machine = {}) => {
    const network = new NamespaceNetwork(program, scratch(), machine);
    const server = await DhcpServer.behind(network.device);
    try {
      await use(network);
    } finally {
      await network.close();
      await server.close();
    }
  };
  networkContract((use) => within(use));

  test("while a call has the interface its packets are handed over one by one, and afterwards as before", async () => {
    await within(async ({ network, device }) => {
      const segments = (): string => /gso_max_segs (\d+)/.exec(device.ip("-d", "link", "show", "wwan0"))?.[1] ?? "";
      device.ip("link", "set", "wwan0", "gso_max_segs", "64");
      const before = await network.look("wwan0");
      if (before.kind === "absent") throw new Error("wwan0 is absent");
      expect(before.segments).toBe(64);
      const set = { interfaceName: "wwan0", metric: 700, ...LEASE };
      expect(await network.apply({ before, set })).toMatchObject({ kind: "done" });
      expect(segments()).toBe("1");
      await network.undo({ before, set });
      expect(segments()).toBe("64");
    });
  }, 30_000);

  // Debian's package takes /etc/resolv.conf over when it is installed, so that it is nobody's part to bring.
  test.runIf(existsSync(RESOLVED) && existsSync("/usr/bin/resolvectl"))(
    "where systemd-resolved is asked it is told, and what it was told is taken back",
    async () => {
      await within(
        async (machine) => {
          const before = await machine.network.look("wwan0");
          if (before.kind === "absent") throw new Error("wwan0 is absent");
          expect(before.resolver).toBe("resolved");
          const set = { interfaceName: "wwan0", metric: 700, ...LEASE };
          const servers = (): readonly string[] =>
            machine.inside("/run/systemd/resolve/resolv.conf").match(/^nameserver 10\.77\.\S+$/gm) ?? [];
          expect(await machine.network.apply({ before, set })).toEqual({ kind: "done" });
          expect(servers()).toEqual(["nameserver 10.77.0.53", "nameserver 10.77.0.54"]);
          await machine.network.undo({ before, set });
          expect(servers()).toEqual([]);
        },
        { prelude: WITH_RESOLVED },
      );
    },
    30_000,
  );

  const clients = DHCP_CLIENTS.map(({ name }) => name);
  // Which of them are here is up to the machine.
  test.for(clients)("a lease that %s tells, where it is here and alone, is the same", async (name, { skip }) => {
    const others = clients.filter((other) => other !== name);
    const look = async ({ device, network }: NamespaceNetwork): Promise<void> => {
      device.ip("link", "set", "wwan0", "up");
      const answer = await network.lease("wwan0");
      if (answer.kind === "failed" && answer.found.includes("no DHCP client is here")) skip(`${name} is not here`);
      // dnsmasq gives an hour; udhcpc and dhcpcd tell T1 only where it was asked for.
      const given = { resolvers: LEASE.resolvers, mtu: LEASE.mtu, term: Hours(1) };
      expect(answer).toMatchObject({ kind: "lease", lease: given });
      if (answer.kind !== "lease") return;
      // As it is renewed: asked anew, with the address that was had.
      const { addresses } = answer.lease;
      expect(await network.lease("wwan0", addresses[0]?.address)).toMatchObject({ lease: { addresses } });
    };
    await within(look, { hidden: others });
  });
});
