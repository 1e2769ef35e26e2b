import { expect, test } from "vitest";
import { type ResolverFacts, resolverChoice } from "../../src/host/resolver-choice.ts";

const PLAIN: ResolverFacts = { resolved: false, leadsTo: "/etc/resolv.conf", text: "nameserver 1.1.1.1\n", hosts: "" };

test.each<[string, Partial<ResolverFacts>, string]>([
  ["a file that somebody writes", {}, "file"],
  ["no file at all", { leadsTo: "/", text: "" }, "file"],
  ["resolved's stub", { resolved: true, leadsTo: "/run/systemd/resolve/stub-resolv.conf" }, "resolved"],
  ["resolved's list", { resolved: true, leadsTo: "/run/systemd/resolve/resolv.conf" }, "resolved"],
  ["the stub's address in a plain file", { resolved: true, text: "nameserver 127.0.0.53\n" }, "resolved"],
  ["the C library's module", { resolved: true, hosts: "hosts: files resolve [!UNAVAIL=return] dns" }, "resolved"],
  ["resolved runs, and nobody asks it", { resolved: true, hosts: "hosts: files dns" }, "file"],
  [
    "resolved runs, nobody asks it, and its own resolvconf is there",
    { resolved: true, resolvconf: "/usr/bin/resolvectl" },
    "file",
  ],
  ["the stub without resolved", { leadsTo: "/run/systemd/resolve/stub-resolv.conf" }, "file"],
  ["resolvconf", { resolvconf: "/usr/sbin/resolvconf" }, "resolvconf"],
])("%s: resolvers go where they are asked", (_what, facts, choice) => {
  expect(resolverChoice({ ...PLAIN, ...facts })).toBe(choice);
});
