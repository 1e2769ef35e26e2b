import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { isNetwork, readReach } from "../../base/network.ts";
import type { Kind } from "../kind.ts";
import { interfaceName } from "./interface.ts";
import { text } from "./text.ts";

/** Which traffic is of a class; what is given has to hold all together. */
export interface WrittenRule {
  readonly class: string;
  /** Networks with ports, separated by single spaces. */
  readonly to?: string | undefined;
  readonly uid?: number | undefined;
  readonly cgroup?: string | undefined;
  /** `0x10` or `0x10/0xff`, value and mask. */
  readonly mark?: string | undefined;
  readonly from?: string | undefined;
  /** Networks, separated by single spaces. */
  readonly sources?: string | undefined;
}

const MOST_RULES = 64;
const MOST_LISTED = 64;
const ALLOWED = `1 to ${MOST_RULES} tables [[class_rule]] with class and at least one of to, uid, cgroup, mark, from, sources; all of a table has to hold, and the first one that does counts`;

const listOf = (what: string, example: string, fits: (one: string) => boolean): Kind<string> => {
  const allowed = `${what}, 1 to ${MOST_LISTED} separated by single spaces, such as "${example}"`;
  return text({
    allowed,
    example,
    maxBytes: 4_096,
    refuse: (value) => {
      const all = value.split(" ");
      return all.length <= MOST_LISTED && all.every(fits) ? undefined : allowed;
    },
  });
};

const destinations = listOf(
  "addresses or networks, not names, each perhaps with a port or a span of ports",
  "203.0.113.0/24:443 [2001:db8::/32]:8000-8010",
  (one) => readReach(one) !== undefined,
);
const networks = listOf("addresses or networks", "192.168.8.0/24 192.168.9.7", isNetwork);
const CGROUP_PATH = text({
  allowed: 'the path of a cgroup of version 2 below its mount, such as "system.slice/pos.service"',
  example: "system.slice/pos.service",
  pattern: /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.@:-]+(?:\/[\w.@:-]+)*$/,
  maxBytes: 256,
});
const MARK = text({
  allowed: 'a packet mark, perhaps with its mask, in hexadecimal, such as "0x10/0xff"',
  example: "0x10/0xff",
  pattern: /^0x[0-9a-fA-F]{1,8}(?:\/0x[0-9a-fA-F]{1,8})?$/,
  maxBytes: 21,
});
const CLASS_NAMES = ["payment", "alarm", "management", "telemetry", "bulk"] as const;
const UID = "the number of a user, from 0 to 4294967294";

/** Which traffic is of which class, in their order. */
export function classRules(): Kind<readonly WrittenRule[]> {
  const reading = { unitBase: 1024 } as const;
  const entry = v.pipe(
    v.strictObject(
      {
        class: v.picklist(CLASS_NAMES, `one of ${CLASS_NAMES.map((name) => `"${name}"`).join(", ")}`),
        to: v.optional(destinations.schema(reading)),
        uid: v.optional(v.pipe(v.number(UID), v.integer(UID), v.minValue(0, UID), v.maxValue(4_294_967_294, UID))),
        cgroup: v.optional(CGROUP_PATH.schema(reading)),
        mark: v.optional(MARK.schema(reading)),
        from: v.optional(interfaceName().schema(reading)),
        sources: v.optional(networks.schema(reading)),
      },
      (issue) =>
        issue.kind === "schema" && issue.expected === "never"
          ? "class, to, uid, cgroup, mark, from and sources only"
          : "a table [[class_rule]]",
    ),
    v.check(
      (rule) => Object.keys(rule).length > 1,
      "at least one of to, uid, cgroup, mark, from, sources beside class",
    ),
    v.check(
      (rule) => rule.cgroup === undefined || Object.keys(rule).length === 2,
      "cgroup alone beside class: it is asked for by itself",
    ),
  );
  const schema = v.pipe(v.array(entry, ALLOWED), v.minLength(1, ALLOWED), v.maxLength(MOST_RULES, ALLOWED));
  return {
    name: "tables",
    allowed: ALLOWED,
    example: [
      { class: "payment", to: "203.0.113.0/24:443" },
      { class: "bulk", uid: 1042 },
    ],
    scalar: false,
    schema: () => schema,
    // `payment=203.0.113.0/24:443, bulk=198.51.100.7`: the kind that is asked for most.
    fromText: (given) =>
      given.split(",").map((part) => {
        const [name = "", ...to] = part.trim().split("=");
        return { class: name.trim(), to: to.join("=").trim() };
      }),
    toFile: (value) => value.map((rule) => defined({ ...rule })),
  };
}
