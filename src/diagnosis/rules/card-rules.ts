import { Days, Hours, Minutes } from "../../base/duration.ts";
import type { CauseCode } from "../cause.ts";
import { looks } from "./plan-rules.ts";
import { afterAct, type Earliest, type ResumeRule, step, STOPPED, unknown } from "./resume-rule.ts";

const DONT_MOVE = step(
  "Do not put this card into another device: it would be locked (机卡分离).",
  "请勿将此卡插入其他设备，否则会触发机卡分离停机。",
);

/** What somebody, or a rule of the platform, has done to the card. */
export const CARD_RULES = {
  // Reseller's article: 人工停用，也可再次人工开启. OneLink's front end: only 主动申请停机 can be lifted by the customer. Impossible in arrears or over
  // limit, which is evidence against it.
  "manual-stop": {
    comesBack: step("the owner switching it on again", "由使用单位重新开启"),
    byItself: false,
    acts: ["fleet-owner"],
    earliest: afterAct(Minutes(30)),
    probe: STOPPED,
    escalate: { after: Hours(4), to: "carrier" },
    steps: [
      step("Ask the owner of the fleet whether the card was stopped on purpose.", "询问设备管理方是否主动停用了本卡。"),
      step(
        "The owner switches it on again on the platform; that takes 10 to 30 minutes.",
        "由管理方在平台上重新开启，10至30分钟生效。",
      ),
      looks,
    ],
    warning: step("Cards should not be switched off and on at the carrier now and then.", "不要频繁停开卡。"),
  },
  // Reseller's article: 被误操作停机的，可以通过完成运营商要求的实名认证补录来恢复.
  "real-name": {
    comesBack: step("the completed real-name record, after review", "补录实名信息并审核通过"),
    byItself: false,
    acts: ["fleet-owner", "carrier"],
    earliest: afterAct(Days(3)),
    probe: STOPPED,
    escalate: { after: Days(3), to: "carrier" },
    steps: [
      step("Complete the real-name record: {app}, or {hotline}.", "补录实名信息：{app}，或{hotline}。"),
      step("Have ready: {papers}.", "准备：{papers}。"),
      step(
        "If nothing was missing: say that it was stopped by mistake and ask for the resumption.",
        "若信息齐全：说明属误停，申请复机。",
      ),
    ],
    warning: step(
      "Follow no link in a message; use the carrier's own number.",
      "不要点击短信中的链接，请使用运营商官方号码。",
    ),
  },
  // Article on stopped numbers: 违规使用; OneLink forced stop: the carrier alone lifts it.
  violation: {
    comesBack: step("the carrier's decision alone", "只能由运营商解除"),
    byItself: false,
    acts: ["fleet-owner", "carrier"],
    earliest: unknown,
    probe: { ...STOPPED, after: [Days(1)], atEarliest: false },
    escalate: { after: Days(1), to: "carrier" },
    steps: [
      step(
        "Ask {hotline} what the card is accused of, and for the explanation in writing.",
        "向{hotline}询问具体违规事由，并要求书面说明。",
      ),
      step("The owner shows what the device is for; have ready: {papers}.", "由管理方说明用途，准备：{papers}。"),
      step("Keep what was said: who, when, what.", "保留沟通记录：时间、工号、内容。"),
    ],
    warning: DONT_MOVE,
  },
  // Huawei Cloud GSL help: unbinding takes China Mobile about three working days; Telecom: rebind, restart after five minutes, twice a month at most.
  "imei-separation": {
    comesBack: step(
      "the card being unbound, or bound to this device; then one restart",
      "解绑或改绑到本机，然后重启一次",
    ),
    byItself: false,
    acts: ["fleet-owner", "carrier"],
    earliest: afterAct(Days(3)),
    probe: STOPPED,
    escalate: { after: Days(3), to: "carrier" },
    steps: [
      step("If the card came out of another device: put it back there.", "若此卡来自其他设备：请插回原设备。"),
      step(
        "Else the owner has it unbound or bound to this IMEI: {hotline}.",
        "否则由管理方申请解绑或改绑本机IMEI：{hotline}。",
      ),
      step("Five minutes after that restart the device once.", "改绑5分钟后重启设备一次。"),
    ],
    warning: DONT_MOVE,
  },
  // Reseller's article: 在敏感地区管制的，也是有时间限制的，管制结束后可以使用. Huawei Cloud GSL help: border areas take local cards only.
  "area-control": {
    comesBack: step("being back in the card's area, or the end of the control", "回到允许区域，或管制结束"),
    byItself: true,
    acts: ["merchant", "fleet-owner"],
    earliest: ({ endsAt }): Earliest => (endsAt === undefined ? { kind: "unknown" } : { kind: "at", at: endsAt }),
    probe: { ...STOPPED, after: [Hours(1), Hours(6)] },
    escalate: { after: Days(2), to: "carrier" },
    steps: [
      step("Was the device moved? Bring it back to where it is registered.", "设备是否移动过？请移回登记区域。"),
      step(
        "Not moved: ask {hotline} whether and until when the area is controlled.",
        "未移动：向{hotline}询问是否管制及结束时间。",
      ),
      step("In a new place for good: the owner has the area changed.", "长期换址：由管理方申请变更使用区域。"),
    ],
  },
  // Huawei Cloud GSL help and life-cycle pages: silent period of six months (CM, CT) or 360 days (CU); the first use or the console activates.
  "not-activated": {
    comesBack: step("activation, on the platform or by the first use", "在平台激活，或首次使用激活"),
    byItself: false,
    acts: ["fleet-owner"],
    earliest: afterAct(Hours(24)),
    probe: STOPPED,
    escalate: { after: Days(2), to: "carrier" },
    steps: [
      step("Ask the owner of the fleet, or whoever sold the card, to activate it.", "请设备管理方或售卡方激活本卡。"),
      step("Activation may take a day; leave the card in the device.", "激活最长约一天；请保持卡在设备中。"),
      looks,
    ],
    warning: DONT_MOVE,
  },
  // OneLink API: switches of services and of APNs (serviceType 11) apart from the card's state.
  "data-switched-off": {
    comesBack: step("data service, or the access point, switched on again", "在平台重新打开上网功能或APN"),
    byItself: false,
    acts: ["fleet-owner"],
    earliest: afterAct(Minutes(30)),
    probe: STOPPED,
    escalate: { after: Hours(4), to: "carrier" },
    steps: [
      step(
        "Ask the owner of the fleet to look for this card's data service and APN on the platform.",
        "请设备管理方在平台检查本卡的数据业务与APN开关。",
      ),
      step("Compare the APN of the device with the card's.", "核对设备APN与卡的APN是否一致。"),
      looks,
    ],
  },
  // Huawei Cloud GSL help: directed cards; an address on the list takes five working days (CT), seven (CU), six weeks (CM).
  "directed-only": {
    comesBack: step("the address put on the card's list, or a card without one", "把地址加入白名单，或换用通用流量卡"),
    byItself: false,
    acts: ["fleet-owner", "carrier"],
    earliest: afterAct(Days(7)),
    probe: { by: "path", after: [Days(1)], every: Days(1), atEarliest: false },
    escalate: { after: Days(7), to: "carrier" },
    steps: [
      step(
        "The owner compares the addresses that this device needs with the card's list.",
        "由管理方核对所需地址是否在白名单内。",
      ),
      step("Missing ones are ordered from the carrier: days to weeks.", "缺少的地址向运营商申请，需数天至数周。"),
    ],
  },
  // 3GPP TS 24.501 9.11.3.2 cause 27; Huawei Cloud GSL help: cards of CM, CT and several networks are 4G only.
  "rat-not-allowed": {
    comesBack: step("the modem kept to the technology that the card is sold for", "将模块锁定到卡支持的制式"),
    byItself: false,
    acts: ["device", "fleet-owner"],
    earliest: (): Earliest => ({ kind: "now" }),
    probe: STOPPED,
    escalate: { after: Hours(4), to: "fleet-owner" },
    steps: [
      step("Set the modem to 4G (LTE) only, and register anew.", "将模块设置为仅4G（LTE）后重新注册。"),
      step("Or have the card opened for 5G by its owner.", "或由管理方为卡开通5G。"),
    ],
  },
  // 3GPP TS 24.301 5.5.1.2.5 causes 11 and 13; article: roaming is a service of its own.
  "roaming-barred": {
    comesBack: step("being back in the carrier's own network, or roaming opened", "回到归属网络，或开通漫游"),
    byItself: true,
    acts: ["merchant", "fleet-owner"],
    earliest: unknown,
    probe: { ...STOPPED, after: [Hours(1), Hours(6)] },
    escalate: { after: Days(1), to: "carrier" },
    steps: [
      step("Bring the device to where the card's own network is.", "将设备移至归属网络覆盖处。"),
      step(
        "To stay here: the owner has roaming opened, or orders a local card: {hotline}.",
        "长期在此：由管理方开通漫游或换当地卡：{hotline}。",
      ),
    ],
  },
} as const satisfies Partial<Record<CauseCode, ResumeRule>>;
