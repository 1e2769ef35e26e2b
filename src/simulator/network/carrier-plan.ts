/** What a service number answers to a text. */
export interface QueryReply {
  readonly to: string;
  /** Compared without its spaces and in any case; left out: whatever else is sent there. */
  readonly text?: string;
  /** Places: {used} {left} {total} {balance} {month} {day} {hour}. */
  readonly reply: string;
}

/**
 * How the modem writes an answer: as characters or UCS2 (the text and the alphabet of the line decide), as packed septets in
 * hexadecimal (Huawei), always as UCS2, or with its closing quote and what stands behind it lost (Nokia).
 */
export type UssdForm = "packed" | "ucs2" | "unclosed";

/** One USSD code: what is said, and with `menu` what may be answered to it. */
export interface UssdEntry {
  readonly says: string;
  readonly form?: UssdForm;
  /** Milliseconds beyond the network's usual delay, for answers that come too late. */
  readonly afterMs?: number;
  readonly menu?: Readonly<Record<string, UssdEntry>>;
}

/** What a carrier's own services say about a card; every field may be replaced. */
export interface CarrierPlan {
  readonly replies: readonly QueryReply[];
  readonly ussd: Readonly<Record<string, UssdEntry>>;
  /** In the carrier's currency, for {balance}. */
  readonly balance: string;
}

const USED = "【流量查询】截至{month}月{day}日{hour}时，您本月国内通用流量已用{used}，剩余{left}。";
const BALANCE = "【话费查询】截至{month}月{day}日，您的账户可用余额为{balance}元。";
const HELP = "【短信营业厅】没有这个指令。查询流量请发送CXLL，查询余额请发送YE。";

/** The codes of the mainland's three carriers, the sentences our own. */
export const DEFAULT_PLAN: CarrierPlan = {
  balance: "86.50",
  replies: [
    ...["10086", "10010"].flatMap((to) => [
      { to, text: "CXLL", reply: USED },
      { to, text: "CXYL", reply: USED },
      { to, text: "YE", reply: BALANCE },
      { to, text: "CXYE", reply: BALANCE },
      { to, reply: HELP },
    ]),
    { to: "10001", text: "108", reply: USED },
    { to: "10001", text: "CXLL", reply: USED },
    { to: "10001", text: "102", reply: BALANCE },
    { to: "10001", text: "YE", reply: BALANCE },
    { to: "10001", reply: HELP },
  ],
  ussd: {
    "*100#": { says: "Balance {balance} CNY, data used {used}, left {left}." },
    "*101#": {
      // A line end and a quoted word: what answers of real networks have and what parsers trip over.
      says: "Menu\r\n1 Balance\r\n2 Data",
      menu: {
        "1": { says: "Balance {balance} CNY" },
        "2": { says: "Used {used}\nLeft {left}" },
      },
    },
    "*102#": { says: BALANCE },
  },
};
