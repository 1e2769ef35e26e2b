/** Parts of a call's or an act's own English words, one clause each; `$1` is a modem's or another program's word and stays as it is. */
const CLAUSES: readonly (readonly [said: RegExp, zh: string])[] = [
  [/^the modem refused (.+?) \((.*)\)$/, "模块拒绝了“$1”（回复：$2）"],
  [/^the last cause is told as "(.*)"$/, "模块给出的最近原因：$1"],
  [/^(.+) was not answered(?: in time)?$/, "模块未及时回答 $1"],
  [/^(.+) was refused: (.*)$/, "模块拒绝了 $1：$2"],
  [/^(.+) does not say what was ordered$/, "$1 的回复与所设不符"],
  [/^tried again after (.+)$/, "$1后再试"],
  [/^the network has set a back-off timer, (.+) to go$/, "网络要求等待，还剩$1"],
  [/^the network forbids this APN until .*$/, "网络禁止使用该APN，直到模块或卡重新上电"],
  [
    /^the data call is somebody else's, and nobody is asked$/,
    "拨号由其他程序管理，未设置可请求的对象（bearer.request_command）",
  ],
  [/^the modem is somebody else's(?: to reset)?$/, "模块由其他程序管理"],
  [/^there is no command for it$/, "没有为此设置命令"],
  [/^the agent stops$/, "本程序正在停止"],
  [/^something else is being done to the modem$/, "模块正在执行其他操作"],
  [/^the modem did not come back$/, "模块未恢复"],
  [/^the port went away in the middle$/, "操作中端口消失"],
  [/^waits for the network: .*$/, "等待注册网络"],
  [/^waits (?:for|until) the modem.*$/, "等待模块"],
  [/^dials$/, "正在拨号"],
  [/^lost: the network took the context away$|^lost: the context is no longer active$/, "连接已被网络断开"],
  [/^lost: the network detached the device$/, "设备已被网络分离"],
  [/^lost: the modem restarted$/, "模块已重启，连接中断"],
  [/^dialling had failed before the restart$/, "重启前拨号失败"],
  [/^the modem tells no address of the active context$/, "模块未给出连接的地址"],
];

/** What is ordered of a modem, where the words are ours. */
const TURNS: readonly (readonly [en: string, zh: string])[] = [
  ["the context's definition", "写入上下文"],
  ["the data call", "拨号"],
  ["user name and password (+CGAUTH)", "用户名和密码（+CGAUTH）"],
];

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/(\d) d\b/g, "$1天"],
  [/(\d) h\b/g, "$1小时"],
  [/(\d) min\b/g, "$1分钟"],
  [/(\d) s\b/g, "$1秒"],
];

/** Why something could not be done, in Chinese; what is not ours is quoted as the other program's own words. */
export const failureZh = (text: string): string => text.replace(/\.$/, "").split("; ").map(clauseZh).join("；");

function clauseZh(clause: string): string {
  const known = CLAUSES.find(([said]) => said.test(clause));
  if (known === undefined) return `原文“${clause}”`;
  const [said, zh] = known;
  const told = TURNS.reduce((line, [en, turn]) => line.replace(en, turn), clause.replace(said, zh));
  return /^tried|timer/.test(clause)
    ? UNITS.reduce((line, [unit, one]) => line.replace(unit, one), told).replaceAll(" ", "")
    : told;
}
