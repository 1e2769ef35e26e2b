import { describe, expect, it } from "vitest";
import { decode } from "../../../src/at/decode.ts";
import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const PY = "python-gsmmodem, test/test_modem.py";
const SESSIONS = ["done", "more", "terminated", "other-client", "not-supported", "timeout"] as const;

/** What a +CUSD says; `str` is also the text unless that is given. */
const ussd = (m: number, str?: string, dcs?: number, text = str): object => ({
  kind: "ussd",
  command: "+CUSD",
  unsolicited: true,
  m,
  ...(SESSIONS[m] === undefined ? {} : { session: SESSIONS[m] }),
  ...(str === undefined ? {} : { str, text }),
  ...(dcs === undefined ? {} : { dcs }),
});

const MENU =
  "Bal:$100.00 *\r\nExp 01 Jan 2013\r\n1. Recharge\r\n2. Balance\r\n3. My Offer\r\n4. PlusPacks\r\n5. Tones&Extras\r\n6. History\r\n7. CredMe2U\r\n8. Hlp\r\n00. Home\r\n*charges can take 48hrs";
const PACKED =
  "C274D96D2FBBD3E437280CA2A6CF6FD014FD86C3D3EE330B5466A7CF65D01B3E4EBFDD3A8522E66A41C3F17A999E3EBFE70A99AB452D83E2F532393CA79741F3B41B349697C969FAFBA798B95ACBF47BBE7E83A8C9E3534173B582637ADA1E064DC36CF21B0495BFDB6F05";
const BALANCE = "041204300448002004310430043B0430043D0441003A00200032002E003200320020044004430431002E";

const VECTORS: readonly Vector[] = [
  [
    '+CUSD: 0,"Available Balance: R 96.45 .",15',
    'AT+CUSD=1,"*101#",15',
    ussd(0, "Available Balance: R 96.45 .", 15),
    PY,
  ],
  ['+CUSD: 1,"Hallo daar",15', undefined, ussd(1, "Hallo daar", 15), PY],
  ['+CUSD: 2,"Totsiens",15', undefined, ussd(2, "Totsiens", 15), PY],
  [
    '+CUSD: 2,"You have the following remaining balances:\n0 free minutes\n20 MORE Weekend minutes ",15',
    undefined,
    ussd(2, "You have the following remaining balances:\n0 free minutes\n20 MORE Weekend minutes ", 15),
    PY,
  ],
  [`+CUSD: 1,"${MENU}",15`, undefined, ussd(1, MENU, 15), PY],
  ['+CUSD: 2,"Initiating Release",15', undefined, ussd(2, "Initiating Release", 15), PY],
  ['+CUSD: 3,"Other local client responded",15', undefined, ussd(3, "Other local client responded", 15), PY],
  ["+CUSD: 2", undefined, ussd(2), "27.007 7.15; an extra line of many modems"],
  ["+CUSD: 4", undefined, ussd(4), "27.007 7.15"],
  ["+CUSD: 5", undefined, ussd(5), "27.007 7.15"],
  ["+CUSD: 1", "AT+CUSD?", { kind: "ussd", command: "+CUSD", unsolicited: false, n: 1 }, "27.007 7.15"],
  [
    "+CUSD: (0-2)",
    undefined,
    { kind: "range", command: "+CUSD", unsolicited: false, ranges: [[[0, 2]]] },
    "27.007 7.15: a range, and no answer of the network",
  ],
  [
    '+CUSD: 0,"Your account balance is 49.10 USD and will expire on 04/03/16.",64',
    undefined,
    ussd(0, "Your account balance is 49.10 USD and will expire on 04/03/16.", 64),
    "public firmware, Airtel: 64 named, plain characters sent",
  ],
  ['+CUSD: 0,"004F004B",72', undefined, ussd(0, "004F004B", 72, "OK"), "public test suite, UCS2"],
  [
    '+CUSD: 0,"0421043F0430044104380431043E0020043704300020043E04310440043004490435043D04380435",72',
    undefined,
    ussd(
      0,
      "0421043F0430044104380431043E0020043704300020043E04310440043004490435043D04380435",
      72,
      "Спасибо за обращение",
    ),
    "Stack Overflow 23102775",
  ],
  [`+CUSD: 2,"${BALANCE}",72`, undefined, ussd(2, BALANCE, 72, "Ваш баланс: 2.22 руб."), "public test suite, MegaFon"],
  [
    `+CUSD: 2,"${BALANCE}",15`,
    undefined,
    ussd(2, BALANCE, 15, "Ваш баланс: 2.22 руб."),
    "the same under CSCS UCS2 with another coding named",
  ],
  [
    `+CUSD: 2,"${BALANCE}"`,
    undefined,
    ussd(2, BALANCE, undefined, "Ваш баланс: 2.22 руб."),
    "the same without a coding",
  ],
  [
    '+CUSD: 0,"EBB79B1E0685E9ECF4BADE9E03", 0',
    undefined,
    ussd(0, "EBB79B1E0685E9ECF4BADE9E03", 0, "konta atlikums"),
    "MikroTik RouterOS manual: packed septets",
  ],
  [
    `+CUSD: 1,"${PACKED}",15`,
    undefined,
    ussd(
      1,
      PACKED,
      15,
      "Bienvenido a Tigo Shopping, elige opcion:\n\n1.-Paquetigos\n2.-Te quedaste sin credito?\n3.-Kiosko TIGO\n4.-Activa Saldo Promo\n",
    ),
    "public capture of a Huawei modem: packed septets",
  ],
  [
    "+CUSD: 0, 49B41C74ACD3D16171D90D66666666666666666666B45CAC76C3CD6CB41B2D060389CB74F9FE4C07DD5CB91AA85897BF1B",
    undefined,
    ussd(
      0,
      "49B41C74ACD3D16171D90D66666666666666666666B45CAC76C3CD6CB41B2D060389CB74F9FE4C07DD5CB91AA85897BF1B",
      undefined,
      "Ihr Guthaben¿LΘ3fLΘ3fLΘ34915783647410 beträgt 7.95 Euro",
    ),
    "gammu, tests/at-ussd/01-E160.dump: no quotes; the number is made unreadable in the source",
  ],
  [
    '+CUSD: 0,"49B41C74ACD3D16171D90D32FBE52072BA0C72CA5DB45CAC76C3CD6CB41B2D060389CB74F9FE4C07D55C371CA85897BF1B",15',
    undefined,
    ussd(
      0,
      "49B41C74ACD3D16171D90D32FBE52072BA0C72CA5DB45CAC76C3CD6CB41B2D060389CB74F9FE4C07D55C371CA85897BF1B",
      15,
      "Ihr Guthaben für die Nr.4915783647410 beträgt 5.78 Euro",
    ),
    "gammu, tests/at-ussd/02-E160.dump",
  ],
  [
    '+CUSD: 1,"Kontostand: 3.00 EUR Bitte w{hlen Sie: 1 Konto aufladen 2 CallNow Transfer"',
    undefined,
    ussd(1, "Kontostand: 3.00 EUR Bitte w{hlen Sie: 1 Konto aufladen 2 CallNow Transfer"),
    "gammu, tests/at-ussd/03-unknown.dump",
  ],
  [
    '+CUSD: 1,"536973612070756C73612052702E333030302E416B7469662073642032362F30322F323032302E0A4B6F6E74656E",0',
    undefined,
    ussd(
      1,
      "536973612070756C73612052702E333030302E416B7469662073642032362F30322F323032302E0A4B6F6E74656E",
      0,
      "Sisa pulsa Rp.3000.Aktif sd 26/02/2020.\nKonten",
    ),
    "gammu, tests/at-ussd/H-issue-hex-8bit.dump (its beginning): CSCS HEX",
  ],
  [
    '+CUSD: 2,"00480061007600690020006B0065007200650074003A0020003000460074002E",15',
    undefined,
    ussd(2, "00480061007600690020006B0065007200650074003A0020003000460074002E", 15, "Havi keret: 0Ft."),
    "gammu, tests/at-ussd/Uissue358-Quectel_M35.dump (its beginning)",
  ],
  [
    '+CUSD: 2,"613906310635064A062F06430020003100300037002E0039003300200000FFFF60B16260EEEEFFFF",17',
    undefined,
    {
      ...ussd(
        2,
        "613906310635064A062F06430020003100300037002E0039003300200000FFFF60B16260EEEEFFFF",
        17,
        "رصيدك 107.93 ",
      ),
      language: "ar",
    },
    "gammu, tests/at-ussd/issue377-HE910-D.dump (shortened): memory's rest behind the text",
  ],
  [
    '+CUSD: 0,"CF2135487D2E4131DCCD25A381E02E",15',
    undefined,
    ussd(0, "CF2135487D2E4131DCCD25A381E02E", 15, "OCTATOK 187.24 p."),
    "asterisk-chan-dongle, issue 38: packed septets that would pass for Chinese and Korean",
  ],
  [
    '+CUSD: 0,"C2303BEC1E9741389BAB06030D9D59",15',
    undefined,
    ussd(0, "C2303BEC1E9741389BAB06030D9D59", 15, "Balance 86.50 CNY"),
    "own: packed septets of which every sixteen bits are a character of a script in use",
  ],
  [
    '+CUSD: 0,"CE325C1EB6A7D9EE7C1AE47EB7CB72507DCEAE9FD3"',
    undefined,
    ussd(0, "CE325C1EB6A7D9EE7C1AE47EB7CB72507DCEAE9FD3", undefined, "Nepravilnyi nomer uslugi"),
    "asterisk-chan-dongle, issue 38",
  ],
  [
    '+CUSD: 0,"002000440075002000680061007200200030002C003000300020006B0072007",7',
    undefined,
    ussd(0, "002000440075002000680061007200200030002C003000300020006B0072007", 7, " Du har 0,00 kr"),
    "sms_tool, issue 13: ZTE MF286D, cut within a character",
  ],
  ['+CUSD: 2,"foo",25', undefined, ussd(2, "foo", 25), "vumi, test_dial_single_screen_session"],
  [
    '+CUSD: 1,"What would you like to search Wikipedia for? ",15',
    undefined,
    ussd(1, "What would you like to search Wikipedia for? ", 15),
    "txgsm README",
  ],
  [
    "+CUSD: 2,\"Na Vashomu rahunku 8.05 grn. Taryf 'Vodafone Device M'. Nomer diysnyi do 28.12.2025 00:00:00.\", 0",
    undefined,
    ussd(2, "Na Vashomu rahunku 8.05 grn. Taryf 'Vodafone Device M'. Nomer diysnyi do 28.12.2025 00:00:00.", 0),
    "public firmware, Vodafone UA",
  ],
  [
    "+CUSD: 2,Na rahunku: 12.50 grn",
    undefined,
    ussd(2, "Na rahunku: 12.50 grn"),
    "public firmware, Kyivstar: no quotes",
  ],
  ["+CUSD: 2,Na rahunku, 12.50 grn,15", undefined, ussd(2, "Na rahunku, 12.50 grn", 15), "the same with a coding"],
  [
    '+CUSD: 2,"Balans 35.28grn, bonus',
    undefined,
    ussd(2, "Balans 35.28grn, bonus"),
    "public firmware, Life: the closing quote is lost",
  ],
  ['+CUSD: 0,"H', undefined, ussd(0, "H"), "MessagingToolkit unit test: cut short"],
  [
    '+CUSD: 0,"a "quoted" word, and more",15',
    undefined,
    ussd(0, 'a "quoted" word, and more', 15),
    "ModemManager 3f8b11e3: quotes and commas inside",
  ],
  ['+CUSD: 0,"ends in ",15",15', undefined, ussd(0, 'ends in ",15', 15), "27.007 7.15"],
  ['+CUSD:0,"no blank",15', undefined, ussd(0, "no blank", 15), "Huawei"],
  ['+CUSD: 0 , "blanks" , 15', undefined, ussd(0, "blanks", 15), "MediaTek"],
  ['+CUSD: 0,"text","15"', undefined, ussd(0, "text", 15), "a coding in quotes"],
  ['+CUSD: 0,"text",', undefined, ussd(0, "text"), "an empty coding"],
  ['+CUSD: 0,"",15', undefined, ussd(0, undefined, 15), "an empty string"],
  ['+CUSD: 0,"text",-1', undefined, ussd(0, "text"), "a coding that is none"],
  ['+CUSD: 0,"Balance OK",72', undefined, ussd(0, "Balance OK", 72), "ModemManager: UCS2 named, characters sent"],
  ['+CUSD: 0,"12345678",15', undefined, ussd(0, "12345678", 15), "digits are digits"],
  ['+CUSD: 0,"DEADBEEF",15', undefined, ussd(0, "DEADBEEF", 15), "a word is a word"],
  [
    '+CUSD: 0,"48656C6C6F2031323334",68',
    undefined,
    { ...ussd(0, "48656C6C6F2031323334", 68, "Hello 1234"), data: "48656C6C6F2031323334" },
    "23.038 5: 8-bit data",
  ],
  [
    '+CUSD: 2,"00360031003100320020044004430431",17',
    undefined,
    ussd(2, "00360031003100320020044004430431", 17, "6112 руб"),
    "public firmware, MTS: UCS2 with a language announced and none there",
  ],
  [
    '+CUSD: 0,"F23A041104300442",17',
    undefined,
    { ...ussd(0, "F23A041104300442", 17, "Бат"), language: "ru" },
    "23.038 5: two octets of language before UCS2",
  ],
  ['+CUSD: 9,"x",15', undefined, ussd(9, "x", 15), "a state that nobody knows"],
  ["+CUSD: x", undefined, { kind: "unknown", raw: "+CUSD: x" }, "no number"],
];

describeVectors("USSD", VECTORS);

describe("a text of the network", () => {
  it("is unsolicited also while AT+CUSD is being answered: it may come before or after OK", () => {
    expect(decode('+CUSD: 0,"x",15', 'AT+CUSD=1,"*100#",15')).toMatchObject({ unsolicited: true });
  });
});
