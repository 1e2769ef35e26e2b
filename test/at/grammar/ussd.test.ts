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
    { kind: "unknown", raw: "+CUSD: (0-2)" },
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
    ussd(0, "F23A041104300442", 17, "Бат"),
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
