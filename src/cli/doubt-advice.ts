import type { State } from "../report/contract.ts";

const RESEAT = "请清洁并重新插卡；仍如此则换卡、再换模组测试。流量继续记入之前那张卡的账本。";

const IN_CHINESE: Readonly<Record<NonNullable<State["sim"]["doubt"]>, string>> = {
  uneven: `ICCID 每次读取都不同，不认作任何一张卡：${RESEAT}`,
  unconfirmed: "刚换过卡又读到新的 ICCID，再次读取一致后才认作新卡。",
  "too-many": `短期内读到过多从未见过的 ICCID，不再认作新卡：${RESEAT}若确实换过这么多卡，请重启代理。`,
};

/** What `state.sim.text` says of a card that is not believed, for those who read Chinese. */
export const doubtAdvice = ({ doubt }: State["sim"]): readonly string[] =>
  doubt === undefined ? [] : [IN_CHINESE[doubt]];
