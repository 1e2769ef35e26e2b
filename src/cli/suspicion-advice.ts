import type { State } from "../report/contract.ts";

/** The network itself refused or hung up: it sees the device, so that neither antenna nor seat is to blame. */
const BY_THE_NETWORK = [
  "The network sees the device and refuses it: ask the carrier by the ICCID whether the card is stopped (used up, in arrears,",
  "expired, bound to another device). Resetting the modem does not help against a stopped card. Service that comes back is noticed.",
  "网络能看到设备但拒绝服务：用 ICCID 向运营商查询是否停机（超量、欠费、到期、机卡分离）；停机时重启模组无效，复机后会自动识别。",
];
const BY_ABSENCE = [
  "Check antenna, signal and SIM seat first; then ask the carrier by the ICCID whether the card is stopped (used up, in arrears,",
  "expired, other device). Resetting the modem does not help against a stopped card. Service that comes back is noticed.",
  "先检查天线、信号和插卡，再用 ICCID 向运营商查询是否停机（超量、欠费、到期、机卡分离）；停机时重启模组无效，复机后会自动识别。",
];
const BY_OWN_METER = [
  "Only this device's own meter says so, the network has not: ask the carrier by the ICCID how much is left and what happens at",
  "the limit. Antenna and SIM are not in question. Taken back by itself when data goes on arriving.",
  "仅本机计量显示超量，网络侧没有停机迹象：用 ICCID 向运营商查询余量及达量后的处理；与天线、插卡无关；数据仍能到达时会自动解除。",
];

const ABSENCE: readonly string[] = ["registration-lost", "service-lost"];

/** What to do about a suspicion, from what speaks for it; in both languages. */
export function suspicionAdvice({ evidence }: State["suspicion"]): readonly string[] {
  const kinds = evidence.map(({ kind }) => kind).filter((kind) => kind !== "over-limit");
  if (kinds.length === 0) return BY_OWN_METER;
  return kinds.every((kind) => ABSENCE.includes(kind)) ? BY_ABSENCE : BY_THE_NETWORK;
}
