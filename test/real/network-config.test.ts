import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DHCP_CLIENTS } from "../../src/host/dhcp-client.ts";
import { compileProgram } from "../support/child-program.ts";
import { DhcpServer } from "../support/dhcp-server.ts";
import { NamespaceNetwork } from "../support/namespace-network.ts";
import { LEASE, networkContract } from "../support/network-contract.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

describeReal(["namespaces", "dhcp"], "the machine's own network", () => {
  const made = mkdtempSync(join(tmpdir(), "cellward-network-"));
  let program = "";
  beforeAll(async () => {
    program = await compileProgram(join(import.meta.dirname, "../support/network-child.ts"), made);
  });
  afterAll(() => rmSync(made, { recursive: true, force: true }));

  const within = async (use: (network: NamespaceNetwork) => Promise<void>, hidden: readonly string[] = []) => {
    const network = new NamespaceNetwork(program, scratch(), hidden);
    const server = await DhcpServer.behind(network.device);
    try {
      await use(network);
    } finally {
      await network.close();
      await server.close();
    }
  };
  networkContract((use) => within(use));

  const clients = DHCP_CLIENTS.map(({ name }) => name);
  // Which of them are here is up to the machine.
  test.for(clients)("a lease that %s tells, where it is here and alone, is the same", async (name, { skip }) => {
    const others = clients.filter((other) => other !== name);
    const look = async ({ device, network }: NamespaceNetwork): Promise<void> => {
      device.ip("link", "set", "wwan0", "up");
      const answer = await network.lease("wwan0");
      if (answer.kind === "failed" && answer.found.includes("no DHCP client is here")) skip(`${name} is not here`);
      expect(answer).toMatchObject({ kind: "lease", lease: { resolvers: LEASE.resolvers, mtu: LEASE.mtu } });
    };
    await within(look, others);
  });
});
