/** What follows AT in a question by form: `+NAME?` tells a value, `+NAME=?` what values there are (V.250 5.4.4.4, 5.4.4.5). */
const BY_FORM = /^[+^*#%$!&][A-Z][A-Z0-9_]*(\?|=\?)$/;

/** A question by form that does more than tell: +COPS=? leaves the cell to look at all others (27.007 7.3). */
const NOT_BY_FORM: readonly RegExp[] = [/^\+COPS=\?$/, /^\+CNETSCAN/, /^\+CMGR\?/, /^\+CRES\?/];

/**
 * Commands that tell something by being carried out, each after the manual of its maker: 27.007, 27.005, and those that
 * config/modems names. A number or a text behind `=` chooses what is told.
 */
const BY_EXECUTION: readonly RegExp[] = [
  /^$/,
  /^I\d?$/,
  /^&V$/,
  /^\+(CSQ|CESQ|CIMI|CGSN|CGMI|CGMM|CGMR|GMI|GMM|GMR|GSN|GCAP|CCID|ICCID|CICCID|CPINR|CNUM|CEER|CPAS|CLAC|CBC|CSCA)$/,
  /^\+(CGPADDR|CGCONTRDP|CGSCONTRDP|CGEQOSRDP|CGTFTRDP|CGSN|CPINR|CPBR)=("[A-Z0-9 ]*"|\d{1,3})$/,
  // 27.007 8.18: the instructions that read (176, 178, 192, 242); the others write.
  /^\+CRSM=(176|178|192|242),[\dA-F,"]*$/,
  // Quectel
  /^\+(QCCID|QCSQ|QNWINFO|QSPN|QPINC|QRSRP|QRSRQ|QSINR|QTEMP|QINISTAT|QCAINFO|QLTS|QNETINFO)$/,
  /^\+QENG="(SERVINGCELL|NEIGHBOURCELL)"$/,
  /^\+QLTS=[012]$/,
  /^\+QPINC="(SC|P2)"$/,
  // With a name alone these tell a setting; a value behind it would make one.
  /^\+(QCFG|QNWCFG|QNWPREFCFG)="[A-Z0-9_/-]+"$/,
  // SIMCom, u-blox, Fibocom, Neoway, MeiG, ZTE
  /^\+(SPIC|UGCNTRD|UPINCNT|UCGED|GTCCINFO|ZGETICCID|SGSW|CPMUTEMP|CMTE|CPSI|CNSMOD|EPIN)$/,
  // Huawei
  /^\^(SYSINFO|SYSINFOEX|DSFLOWQRY|ICCID|HCSQ|VERSION|MONSC|MONNC|CSNR)$/,
  // Cinterion
  /^\^(SMONI|SMONP|SPIC|SCID|SXRAT)$/,
  // Telit
  /^#(PCT|CCID|CIMI|RFSTS|SERVINFO|MONI|CGSN|CGMM|CGMR)$/,
  // 0 resets the counters.
  /^#GDATAVOL=[12]$/,
  // Sierra
  /^\*CNTI=0$/,
  /^!(GSTATUS|ICCID)$/,
];

/** Whether a command line only asks. Of a line with a second command behind it, nothing can be said. */
export function isReadOnly(line: string): boolean {
  const text = line.slice(2).toUpperCase();
  if (NOT_BY_FORM.some((shape) => shape.test(text))) return false;
  return BY_FORM.test(text) || BY_EXECUTION.some((shape) => shape.test(text));
}

/**
 * What an init line may not begin with: functions, calls, contexts, the attach, the choice of the network, the profile's
 * reset (27.007 8.2, 10.1, 7.3; V.250 6.1). Who owns the data call decides over those.
 */
const NO_SETTING: readonly RegExp[] = [
  /^(D|Z|&F|H|O|A$)/,
  /^\+(CFUN|CGACT|CGATT|CGDCONT|CGDATA|CGPAF|COPS|CPWROFF|CPOF|CRESET|QPOWD|UPIN|CPIN|CLCK|CPWD)(=(?!\?)|$)/,
  /^\^(RESET|NDISDUP|SMSO|SWWAN)/,
  /^[#!](REBOOT|SHDN|RESET|SCACT|SGACT|ECM)/,
];

/** Whether a line may be sent to a modem whose data call is somebody else's. */
export function isSetting(line: string): boolean {
  const text = line.slice(2).toUpperCase();
  return !text.includes(";") && !NO_SETTING.some((shape) => shape.test(text));
}
