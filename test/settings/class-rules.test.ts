import { expect, test } from "vitest";
import { enforceOptions } from "../../src/agent/enforce-shape.ts";
import { loadSettings } from "../../src/settings/load.ts";
import { describeRefusal } from "../../src/settings/settings-fault.ts";
import { accepted } from "../support/accepted-settings.ts";

const file = (text: string) => ({ file: { name: "c.toml", text } });
const rule = (text: string): string => `[[class_rule]]\n${text}\n`;

function faults(text: string): string {
  const loaded = loadSettings(file(text));
  return loaded.kind === "refused" ? describeRefusal(loaded.faults) : "accepted";
}

test("rules become what the kernel is given", () => {
  const text = [
    rule('class = "payment"\nto = "203.0.113.0/24:443 [2001:db8::/32]:8000-8010"'),
    rule('class = "telemetry"\nmark = "0x10/0xff"\nuid = 1042'),
    rule('class = "bulk"\nfrom = "lan*"\nsources = "192.168.8.0/24"'),
    rule('class = "management"\ncgroup = "system.slice/ssh.service"'),
    '[[uplink]]\ninterface = "wwan0"\n[[uplink]]\ninterface = "ppp*"\n[[uplink]]\ninterface = "wlan0"\nmetered = false\n',
  ].join("\n");
  const { settings } = accepted(file(text));
  const options = enforceOptions(settings, { bootId: "b", uid: 990 });
  expect(options).toMatchObject({ mode: "auto", onExit: "keep", slice: 1_048_576n, uplinks: ["wwan0"] });
  expect(options.shape).toEqual({
    classes: ["payment", "management", "telemetry", "bulk"],
    markMask: 0x7000_0000,
    otherwise: "bulk",
    management: "management",
    uplinkPatterns: ["ppp*"],
    ownUid: 990,
    rules: [
      {
        class: "payment",
        to: [
          { network: "203.0.113.0/24", ports: { first: 443, last: 443 } },
          { network: "2001:db8::/32", ports: { first: 8_000, last: 8_010 } },
        ],
      },
      { class: "telemetry", mark: { value: 0x10, mask: 0xff }, uid: 1_042 },
      { class: "bulk", from: "lan*", sources: ["192.168.8.0/24"] },
      { class: "management", cgroup: "system.slice/ssh.service" },
    ],
  });
});

test("who runs as root is not told by its user", () => {
  const { settings } = accepted({});
  expect(enforceOptions(settings, { bootId: "b", uid: 0 }).shape.ownUid).toBeUndefined();
});

test.each([
  [rule('class = "payment"'), "expected at least one of to, uid, cgroup"],
  [rule('class = "alarm"\nuid = 1'), 'found "alarm" with device.profile = "pos"'],
  [rule('class = "games"\nuid = 1'), 'found "games"; expected one of "payment"'],
  [rule('class = "payment"\nto = "pos.example.com:443"'), "expected addresses or networks, not names"],
  [rule('class = "payment"\ncgroup = "../up"'), "expected the path of a cgroup"],
  [rule('class = "payment"\ncgroup = "a\\" drop"'), "expected the path of a cgroup"],
  [rule('class = "payment"\ncgroup = "a"\nuid = 1'), "expected cgroup alone"],
  [rule('class = "payment"\nuid = -1'), "expected the number of a user"],
  [rule('class = "payment"\nport = 443'), "expected class, to, uid, cgroup, mark, from and sources only"],
  ['[enforce]\nmark_mask = "0x50000000"\n', "expected at least three adjoining bits"],
  ['[enforce]\nmark_mask = "0x00000003"\n', "expected at least three adjoining bits"],
  ['[enforce]\nlease = "1 KiB"\n', "expected an amount from 64 KiB to 64 MiB"],
])("%j is refused with what is allowed", (text, expected) => {
  expect(faults(text)).toContain(expected);
});
