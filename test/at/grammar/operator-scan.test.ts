import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

type Row = readonly [
  stat: number,
  longOper: string | undefined,
  shortOper: string | undefined,
  numericOper: string,
  act?: number,
];

const TEST = "AT+COPS=?";

/** The operators as rows, and the two lists that may follow them. */
const scan = (rows: readonly Row[], modes?: readonly number[], formats?: readonly number[]): object => ({
  kind: "operator-scan",
  command: "+COPS",
  unsolicited: false,
  operators: rows.map(([stat, longOper, shortOper, numericOper, act]) => ({
    stat,
    ...(longOper === undefined ? {} : { longOper }),
    ...(shortOper === undefined ? {} : { shortOper }),
    numericOper,
    ...(act === undefined ? {} : { act }),
  })),
  ...(modes === undefined ? {} : { modes }),
  ...(formats === undefined ? {} : { formats }),
});

const TO_4 = [0, 1, 2, 3, 4];
const TO_2 = [0, 1, 2];

/** The modems' lists as ModemManager's test-modem-helpers has them, and some more. */
const SCANS: readonly Vector[] = [
  [
    '+COPS: (2,"","T-Mobile","31026",0),(2,"T - Mobile","T - Mobile","310260"),2),(1,"AT&T","AT&T","310410"),0)',
    TEST,
    scan([
      [2, undefined, "T-Mobile", "31026", 0],
      [2, "T - Mobile", "T - Mobile", "310260", 2],
      [1, "AT&T", "AT&T", "310410", 0],
    ]),
    "Sony Ericsson TM-506: entries closed twice",
  ],
  [
    '+COPS: (2,"T - Mobile","T - Mobile","31026",0),(1,"AT&T","AT&T","310410"),2),(1,"AT&T","AT&T","310410"),0)',
    TEST,
    scan([
      [2, "T - Mobile", "T - Mobile", "31026", 0],
      [1, "AT&T", "AT&T", "310410", 2],
      [1, "AT&T", "AT&T", "310410", 0],
    ]),
    "Ericsson F3607gw",
  ],
  [
    '+COPS: (1,"T-Mobile US","TMO US","31026",0),(1,"Cingular","Cingular","310410",0),,(0, 1, 3),(0-2)',
    TEST,
    scan(
      [
        [1, "T-Mobile US", "TMO US", "31026", 0],
        [1, "Cingular", "Cingular", "310410", 0],
      ],
      [0, 1, 3],
      TO_2,
    ),
    "Option GlobeTrotter 3G+",
  ],
  [
    '+COPS: (1,"T-Mobile","TMO","31026",0),(1,"AT&T","AT&T","310410",2),(1,"AT&T","AT&T","310410",0),,(0,1,2,3,4),)',
    undefined,
    scan(
      [
        [1, "T-Mobile", "TMO", "31026", 0],
        [1, "AT&T", "AT&T", "310410", 2],
        [1, "AT&T", "AT&T", "310410", 0],
      ],
      TO_4,
    ),
    "Sierra AirCard 881: second list lost",
  ],
  [
    '+COPS: (2,"T-Mobile US","TMO US","31026",0),(1,"AT&T","AT&T","310410",2),,(0, 1,)',
    TEST,
    scan(
      [
        [2, "T-Mobile US", "TMO US", "31026", 0],
        [1, "AT&T", "AT&T", "310410", 2],
      ],
      [0, 1],
    ),
    "Option GlobeTrotter MAX 3.6",
  ],
  [
    '+COPS: (2,"T-Mobile","TMO","31026",0),(1,"Cingular","Cinglr","310410",2),,)',
    TEST,
    scan([
      [2, "T-Mobile", "TMO", "31026", 0],
      [1, "Cingular", "Cinglr", "310410", 2],
    ]),
    "Sierra AirCard 860",
  ],
  [
    '+COPS: (2,"T-Mobile","","310260"),(0,"Cingular Wireless","","310410")',
    TEST,
    scan([
      [2, "T-Mobile", undefined, "310260"],
      [0, "Cingular Wireless", undefined, "310410"],
    ]),
    "Motorola C series",
  ],
  [
    '+COPS: (2,"AT&T@","AT&TD","310410",0),(3,"Vstream Wireless","VSTREAM","31026",0),',
    TEST,
    scan([
      [2, "AT&T@", "AT&TD", "310410", 0],
      [3, "Vstream Wireless", "VSTREAM", "31026", 0],
    ]),
    "ZTE MF627",
  ],
  [
    '+COPS: (2,"AT&T","","310410",0),(2,"","","3104100",2),(1,"AT&T","","310260",0),,(0-4),(0-2)',
    TEST,
    scan(
      [
        [2, "AT&T", undefined, "310410", 0],
        [2, undefined, undefined, "3104100", 2],
        [1, "AT&T", undefined, "310260", 0],
      ],
      TO_4,
      TO_2,
    ),
    "Option Quicksilver",
  ],
  [
    '+COPS: (2,"T - Mobile",,"31026"),(1,"Einstein PCS",,"31064"),(1,"Cingular",,"31041"),,(0,1,3),(0,2)',
    TEST,
    scan(
      [
        [2, "T - Mobile", undefined, "31026"],
        [1, "Einstein PCS", undefined, "31064"],
        [1, "Cingular", undefined, "31041"],
      ],
      [0, 1, 3],
      [0, 2],
    ),
    "Nokia N80",
  ],
  [
    '+COPS: (0,"AT&T MicroCell","AT&T MicroCell","310410",2)',
    TEST,
    scan([[0, "AT&T MicroCell", "AT&T MicroCell", "310410", 2]]),
    "Novatel XU870: a line for each",
  ],
  [
    '+COPS: (0,"AT&T MicroCell","AT&T MicroCell","310410",2)\r\n+COPS: (1,"T-Mobile","TMO","31026",0)\r\n',
    TEST,
    scan([
      [0, "AT&T MicroCell", "AT&T MicroCell", "310410", 2],
      [1, "T-Mobile", "TMO", "31026", 0],
    ]),
    "Novatel XU870, lines joined",
  ],
  [
    '+COPS: (2,"T - Mobile",,"31026",0),\r\n(1,"AT&T",,"310410",0),,(0,1,3),(0,2)',
    TEST,
    scan(
      [
        [2, "T - Mobile", undefined, "31026", 0],
        [1, "AT&T", undefined, "310410", 0],
      ],
      [0, 1, 3],
      [0, 2],
    ),
    "Nokia 2720: line break in the list",
  ],
  [
    '(1,"AT&T",,"310410",0),,(0,1,3),(0,2)',
    TEST,
    scan([[1, "AT&T", undefined, "310410", 0]], [0, 1, 3], [0, 2]),
    "Nokia 2720: the second of its lines",
  ],
  [
    '+COPS: (2,"blau","","26203"),(3,"","","26201")',
    TEST,
    scan([
      [2, "blau", undefined, "26203"],
      [3, undefined, undefined, "26201"],
    ]),
    "Sony Ericsson K600i",
  ],
  [
    '+COPS: (1,"T-Mobile USA, In","T-Mobile","310260",0),,(0,1,2,3,4),(0,1,2)',
    TEST,
    scan([[1, "T-Mobile USA, In", "T-Mobile", "310260", 0]], TO_4, TO_2),
    "Samsung Z810",
  ],
  [
    '+COPS: (2,"004D006F007600690073007400610072","004D006F007600690073007400610072","00320031003400300037",7)',
    TEST,
    scan([[2, "004D006F007600690073007400610072", "004D006F007600690073007400610072", "00320031003400300037", 7]]),
    "u-blox LARA: UCS2",
  ],
  [
    '+COPS: (1,"Telekom.de","TDG","26201",12),(1,"vodafone.de","Vodafone","26202",7)(0,1,2,3,4),(0,1,2)',
    TEST,
    scan(
      [
        [1, "Telekom.de", "TDG", "26201", 12],
        [1, "vodafone.de", "Vodafone", "26202", 7],
      ],
      TO_4,
      TO_2,
    ),
    "Sierra EM9191: no comma before the lists",
  ],
  [
    ' (1,"Plus","PLUS","26001",2),',
    TEST,
    scan([[1, "Plus", "PLUS", "26001", 2]]),
    "a line for each operator, indented",
  ],
  ["+COPS: (0,1,2,3),(1,2,3,4)", TEST, scan([], [0, 1, 2, 3], [1, 2, 3, 4]), "ModemManager: no network at all"],
  ["+COPS: (0,1,2,3,4),(1,2,3,4,5)", TEST, scan([], TO_4, [1, 2, 3, 4, 5]), "ModemManager"],
  ["+COPS: ,,(0-4),(0-2)", TEST, scan([], TO_4, TO_2), "Quectel: no network found"],
  [
    "+COPS: (2,CHINA MOBILE,CMCC,46000,7),(3,,,46001,7),,(0-4),(0-2)",
    TEST,
    scan(
      [
        [2, "CHINA MOBILE", "CMCC", "46000", 7],
        [3, undefined, undefined, "46001", 7],
      ],
      TO_4,
      TO_2,
    ),
    "without quotes",
  ],
  [
    '+COPS: (2,"Name (MVNO)","N,M","46000",7),,(0-4),(0-2)',
    TEST,
    scan([[2, "Name (MVNO)", "N,M", "46000", 7]], TO_4, TO_2),
    "parentheses and comma in names",
  ],
  ['+COPS: (2,"CHINA MOBILE","CMCC","46000",7', TEST, scan([[2, "CHINA MOBILE", "CMCC", "46000", 7]]), "cut off"],
  [
    '+COPS: (2,"Elisa","Elisa","24405",0),\r\n (3,"Telia","Telia","24491",2)',
    "AT+COPS=?",
    {
      kind: "operator-scan",
      command: "+COPS",
      unsolicited: false,
      operators: [
        { stat: 2, longOper: "Elisa", shortOper: "Elisa", numericOper: "24405", act: 0 },
        { stat: 3, longOper: "Telia", shortOper: "Telia", numericOper: "24491", act: 2 },
      ],
    },
    "27.007 7.3, Nokia: broken in two lines",
  ],
];

describeVectors("AT+COPS=?", SCANS);
