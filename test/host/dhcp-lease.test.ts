import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { Hours, Minutes } from "../../src/base/duration.ts";
import { LEASE_SCRIPT, leaseTold } from "../../src/host/dhcp-lease.ts";

const run = (words: readonly string[], env: Readonly<Record<string, string>>): string =>
  execFileSync("/bin/sh", ["-c", LEASE_SCRIPT, "tell-lease", ...words], { env, encoding: "utf8" });

const LEASE = {
  addresses: [{ address: "10.77.0.36", prefixLength: 24, gateway: "10.77.0.1" }],
  resolvers: ["10.77.0.53", "10.77.0.54"],
  mtu: 1_428,
  term: Hours(1),
};

test("the script tells what each client has in its environment", () => {
  const udhcpc = {
    ip: "10.77.0.36",
    subnet: "255.255.255.0",
    router: "10.77.0.1",
    dns: "10.77.0.53 10.77.0.54",
    mtu: "1428",
    lease: "3600",
  };
  expect(leaseTold(run(["bound"], udhcpc))).toEqual(LEASE);
  const isc = {
    new_ip_address: "10.77.0.36",
    new_subnet_mask: "255.255.255.0",
    new_routers: "10.77.0.1",
    new_domain_name_servers: "10.77.0.53 10.77.0.54",
    new_interface_mtu: "1428",
    new_dhcp_lease_time: "3600",
    new_dhcp_renewal_time: "900",
  };
  for (const reason of ["BOUND", "REBOOT", "TEST"])
    expect(leaseTold(run([], { ...isc, reason }))).toEqual({ ...LEASE, renewAfter: Minutes(15) });
  for (const word of ["deconfig", "leasefail", "nak"]) expect(run([word], udhcpc)).toBe("");
  expect(run([], { ...isc, reason: "PREINIT" })).toBe("");
});

const told = (lines: readonly string[]): string => `noise\ncellward-lease\n${lines.join("\n")}\n`;

test("of a lease without router, resolver or MTU only the address is set", () => {
  expect(leaseTold(told(["ip=10.0.0.2", "mask=255.255.255.255", "router=", "dns=", "mtu="]))).toEqual({
    addresses: [{ address: "10.0.0.2", prefixLength: 32 }],
    resolvers: [],
  });
});

test.each([
  ["4294967295", "900", {}],
  ["", "", {}],
  ["soon", "900", {}],
  ["3600", "7200", { term: Hours(1) }],
  ["3600", "", { term: Hours(1) }],
  ["5", "1", { term: Minutes(1) }],
])("a term of %j with a renewal after %j", (term, renew, terms) => {
  expect(leaseTold(told(["ip=10.0.0.2", "mask=255.255.255.255", `lease=${term}`, `renew=${renew}`]))).toEqual({
    addresses: [{ address: "10.0.0.2", prefixLength: 32 }],
    resolvers: [],
    ...terms,
  });
});

test.each([
  [["ip=", "mask=255.255.255.0"]],
  [["ip=10.0.0.2; reboot", "mask=255.255.255.0"]],
  [["ip=10.0.0.2", "mask=255.0.255.0"]],
  [["ip=10.0.0.2", "mask=24"]],
  [["ip=10.0.0.2", "mask=0.0.0.0"]],
  [["mask=255.255.255.0"]],
])("what is no lease is none: %j", (lines) => {
  expect(leaseTold(told(lines))).toBeUndefined();
  expect(leaseTold("")).toBeUndefined();
});

test("a server's nonsense beside a good address is left out", () => {
  const lines = ["ip=10.0.0.2", "mask=255.255.255.0", "router=-1", "dns=1.1.1.1 $(x) 2.2.2.2 ::1 9.9.9.9", "mtu=20"];
  expect(leaseTold(told(lines))).toEqual({
    addresses: [{ address: "10.0.0.2", prefixLength: 24 }],
    resolvers: ["1.1.1.1", "2.2.2.2", "::1"],
  });
});
