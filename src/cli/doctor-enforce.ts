import { enforceOptions } from "../agent/enforce-shape.ts";
import { type Shadow, shadowsIn } from "../enforce/shadowing.ts";
import { forwards, joiningFeatures } from "../host/inner-interfaces.ts";
import { NftGate } from "../host/nft-gate.ts";
import { SysInterfaces } from "../host/sys-interfaces.ts";
import { SystemClock } from "../host/system-clock.ts";
import type { Words } from "../plan/words.ts";
import { CLASSES } from "../policy/traffic-classes.ts";
import { matches } from "../settings/kinds/interface.ts";
import type { CheckResult, Examined } from "./doctor-check.ts";

const WHY: Readonly<Record<Shadow["what"], Words>> = {
  offload: { en: "hands forwarded connections to a flowtable", zh: "把转发的连接交给 flowtable" },
  untracked: { en: "takes packets out of connection tracking", zh: "使数据包不被连接跟踪" },
  mark: { en: "overwrites the connection mark", zh: "改写连接标记" },
};

/** What keeps the limits in the kernel, or does not. */
export async function checkEnforce({ inForce: { settings } }: Examined): Promise<readonly CheckResult[]> {
  if (settings.enforce.mode !== "auto") return [];
  const [first] = CLASSES[settings.device.profile];
  if (!(settings.classRule ?? []).some((rule) => rule.class === first)) return [noRule(first)];
  const gate = new NftGate();
  const answer = await gate.run([{ list: { ruleset: {} } }]);
  await gate.close();
  if (answer.kind !== "done") return [unusable(answer.why, answer.kind === "refused" ? "" : answer.remedy)];
  const { shape } = enforceOptions(settings, { bootId: "", uid: 0 });
  const shadows = shadowsIn(answer.objects, shape.markMask).map(shadowed);
  const joining = await checkJoining(settings.meter.sysfsRoot, (name) =>
    [settings.meter.interface, ...(settings.uplink ?? []).map((one) => one.interface)].some((one) =>
      matches(one, name),
    ),
  );
  const found = `nftables may be used, mark bits ${settings.enforce.markMask}`;
  return [{ what: "limits", verdict: "ok", found }, ...shadows, ...joining];
}

const noRule = (first: string): CheckResult => ({
  what: "limits",
  verdict: "note",
  found: {
    en: `no [[class_rule]] says what ${first} is: limits are told and not kept`,
    zh: `没有 [[class_rule]] 说明哪些是 ${first} 流量：限制仅为建议`,
  },
  remedy: {
    en: `Write where it goes, for example class = "${first}", to = "203.0.113.0/24:443".`,
    zh: `请写明其去向，例如 class = "${first}"、to = "203.0.113.0/24:443"。`,
  },
});

const unusable = (why: string, remedy: string): CheckResult => ({
  what: "limits",
  verdict: "fault",
  found: { en: `the kernel keeps no limits: ${why}`, zh: `内核无法执行限制：${why}` },
  remedy: {
    en: `${remedy === "" ? "Look at it by hand: nft list ruleset" : remedy}. Until then limits are advice.`,
    zh: "请安装 nftables，并为服务设置 AmbientCapabilities=CAP_NET_ADMIN；在此之前限制仅为建议。",
  },
});

const shadowed = ({ where, what }: Shadow): CheckResult => ({
  what: "limits",
  verdict: "note",
  found: { en: `a rule in ${where} ${WHY[what].en}`, zh: `${where} 中的规则${WHY[what].zh}` },
  remedy: {
    en: "What it concerns is of the wrong class, or is not counted at all; take it off the metered uplinks, or set enforce.mark_mask to other bits.",
    zh: "受其影响的流量会归错类或不被计量；请使其不作用于计费接口，或修改 enforce.mark_mask。",
  },
});

async function checkJoining(sysfsRoot: string, metered: (name: string) => boolean): Promise<readonly CheckResult[]> {
  if (!forwards()) return [];
  const interfaces = new SysInterfaces({ clock: new SystemClock(), bootId: "", sysfsRoot, overhead: {} });
  const inner = interfaces.names().filter((name) => name !== "lo" && !metered(name));
  const found = await Promise.all(inner.map(async (name) => ({ name, on: await joiningFeatures(name) })));
  return found.flatMap(({ name, on = [] }): readonly CheckResult[] =>
    on.length === 0
      ? []
      : [
          {
            what: "limits",
            verdict: "note",
            found: {
              en: `${name} joins packets (${on.join(", ")}): forwarded TCP is counted up to 3.4 % too low per class`,
              zh: `${name} 会合并数据包（${on.join("、")}）：转发的 TCP 按类计量最多偏低 3.4 %`,
            },
            remedy: {
              en: `The agent keeps back what it sees missing; for exact limits: ethtool -K ${name} gro off tso off gso off.`,
              zh: `代理会按差额预留余量；如需精确限制：ethtool -K ${name} gro off tso off gso off。`,
            },
          },
        ],
  );
}
