import { expect, test } from "vitest";
import { Seconds } from "../../src/base/duration.ts";
import { ModemTalk } from "../support/modem-talk.ts";

/** What programs send one after the other when they start; those that may fail, because they ask for a maker's, are marked. */
const STARTS: Readonly<Record<string, readonly string[]>> = {
  "python-gsmmodem":
    'ATZ|ATE0|AT+CFUN?|AT+CMEE=1|AT+CPIN?|AT+CLAC|AT+CGMI|?AT+ZPAS?|AT+COPS=3,0|AT+CMGF=0|AT+CSCA?|AT+CPMS=?|AT+CPMS="MT","MT","MT"|AT+CNMI=2,1,0,2|AT+CLIP=1|AT+CRC=1|AT+CVHU=0|AT+CGSN|AT+CIMI|AT+CGMM|AT+CGMR|AT+COPS?|AT+CSQ|AT+CREG?|AT+CMGL=4|AT+CSCS="UCS2"|AT+CSCS="GSM"'.split(
      "|",
    ),
  "serialport-gsm": "ATZ|ATE1|AT+CPIN?|AT+CMEE=1;+CREG=2|AT+CMGF=0|AT+CNMI=2,1,0,2,1|AT+CSQ|AT+CGSN|AT+CMGL=4".split(
    "|",
  ),
  comgt:
    'AT+CREG?|AT+COPS?|AT+CSQ|ATi|AT+cgmi|AT+GSN|AT+GMR|?AT_OHWV|AT+clck="PN",2|?AT_ocst|?AT_OSBM?|AT+CGDCONT?'.split(
      "|",
    ),
  smsd: "AT|ATE0|AT+CMEE=1;+CREG=2|AT+CPIN?|AT+CSQ|AT+CREG?|AT+CMGF=0|AT+CGSN|AT+CIMI|AT+CPMS?".split("|"),
  gammu:
    '?AT+MODE=2|AT+CMEE=1|AT+CSCS=?|AT+CSCS?|AT+CSCS="HEX"|AT+CGMM|AT+CGMI|?AT+CPROT=?|?AT+SYNCML=?|?AT$TSSPCSW=?|AT+CHUP=?|AT+CGMR|AT+CFUN=1|AT+CGSN|AT+CIMI|AT+CREG=2|AT+CGREG=2|AT+CGATT?|AT+COPS=3,2|AT+COPS?|AT+CPBS=?|AT+CBC|AT+CNMI=?'.split(
      "|",
    ),
};

test.each(Object.entries(STARTS))("%s gets an answer to all that it begins with", async (_client, commands) => {
  const talk = new ModemTalk();
  for (const command of commands) {
    const foreign = command.startsWith("?");
    talk.modem.receive(Buffer.from(`${foreign ? command.slice(1) : command}\r`));
    await talk.clock.advance(Seconds(1));
    const result = talk.lines().at(-1) ?? "silence";
    expect(`${command} ${result}`).toMatch(foreign ? /ERROR/ : / OK$/);
  }
});
