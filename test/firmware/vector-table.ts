/** What passes between a client and the bridge, from its beginning: the bridge of each is a new one on a new script. */
export interface Vector {
  readonly name: string;
  /** Lines for `cellward rig bridge`. */
  readonly script: readonly string[];
  /** Lines that the client has sent before; their answers are not looked at. */
  readonly before?: readonly string[];
  /** What firmware calls; absent where the C client has no such call. */
  readonly call?: string;
  /** What the client sends for it. */
  readonly send: string;
  /** What it types behind the prompt (CR LF, `> `) that comes then; `^Z` is byte 26, which ends it, `^[` byte 27, which gives it up. */
  readonly text?: string;
  /** What the client makes of the answer: kind, grant, bytes, seconds, reason. */
  readonly result?: string;
}

/** What a client makes of lines that no bridge of this version sends, or that were damaged on the way. */
export interface ClientVector {
  readonly name: string;
  readonly call?: string;
  readonly send?: string;
  readonly receive: readonly string[];
  readonly result?: string;
  readonly event?: string;
  readonly mode?: string;
}

/** The client's references begin behind its seed, 41. */
const ASK = "AT+WARDASK=42,1,2048,30";

export const VECTORS: readonly Vector[] = [
  {
    name: "a payment is granted",
    script: [],
    call: "ask 1 2048 30",
    send: ASK,
    result: "done 1000000001 2048 30 0",
  },
  {
    name: "a time that is not told is the agent's to choose",
    script: [],
    call: "ask 3 500 0",
    send: "AT+WARDASK=42,3,500,0",
    result: "done 1000000001 500 300 0",
  },
  {
    name: "bulk is refused for ten minutes",
    script: ["refuse bulk 600"],
    call: "ask 4 100000 60",
    send: "AT+WARDASK=42,4,100000,60",
    result: "refused 0 0 600 2",
  },
  {
    name: "a person holds telemetry back",
    script: ["refuse telemetry 90 person"],
    call: "ask 3 100 60",
    send: "AT+WARDASK=42,3,100,60",
    result: "refused 0 0 90 8",
  },
  {
    name: "only payments pass at reserve-only",
    script: ["level reserve-only"],
    call: "ask 2 100 60",
    send: "AT+WARDASK=42,2,100,60",
    result: "refused 0 0 600 2",
  },
  {
    name: "a suspended card refuses for that reason",
    script: ["cause arrears 0.9", "level offline"],
    call: "ask 1 100 60",
    send: "AT+WARDASK=42,1,100,60",
    result: "refused 0 0 30 6",
  },
  {
    name: "fewer bytes are granted than were asked for",
    script: ["budget telemetry 300"],
    call: "ask 3 5000 60",
    send: "AT+WARDASK=42,3,5000,60",
    result: "done 1000000001 300 60 1",
  },
  {
    name: "the class's allowance is used up",
    script: ["budget bulk 0"],
    call: "ask 4 5000 60",
    send: "AT+WARDASK=42,4,5000,60",
    result: "refused 0 0 600 4",
  },
  {
    name: "the largest numbers",
    script: ["lasts 9999999"],
    call: "ask 1 4294967295 4294967295",
    send: "AT+WARDASK=42,1,4294967295,4294967295",
    result: "done 1000000001 4294967295 9999999 0",
  },
  {
    name: "what was used is reported",
    script: [],
    before: [ASK],
    call: "use 1000000001 1200 800 1",
    send: "AT+WARDUSE=1000000001,1200,800,1",
    result: "done 0 0 0 0",
  },
  {
    name: "a grant that nobody knows",
    script: [],
    call: "use 1000000077 1200 800 1",
    send: "AT+WARDUSE=1000000077,1200,800,1",
    result: "error 0 0 0 22",
  },
  {
    name: "a transaction is reported",
    script: [],
    before: [ASK],
    call: "transaction 1000000001 1 350",
    send: "AT+WARDTXN=1000000001,1,350",
    result: "done 0 0 0 0",
  },
  {
    name: "the state after a start",
    script: [],
    call: "state",
    send: "AT+WARDSTAT?",
    result: "done 0 0 0 0",
  },
  {
    name: "the state of a card in arrears",
    script: ["service down", "level offline", "cause arrears 0.87", "clock distrusted", "check 90"],
    call: "state",
    send: "AT+WARDSTAT?",
    result: "done 0 0 0 0",
  },
  { name: "a recheck is taken", script: [], call: "check 2", send: "AT+WARDCHK=2", result: "done 0 1 900 0" },
  {
    name: "a second recheck is not",
    script: [],
    before: ["AT+WARDCHK=2"],
    call: "check 1",
    send: "AT+WARDCHK=1",
    result: "refused 0 0 900 0",
  },
  { name: "the greeting of the C client", script: [], send: "ATE0Q0V1+CMEE=1;+WARDVER?" },
  { name: "the version", script: [], send: "AT+WARDVER?" },
  { name: "a class without a limit", script: [], send: "AT+WARDBUD=2" },
  { name: "a class with an allowance and a rate", script: ["budget bulk 100000 2000"], send: "AT+WARDBUD=4" },
  { name: "a class that is refused", script: ["refuse bulk 600"], send: "AT+WARDBUD=4" },
  { name: "the time", script: [], send: "AT+WARDTIME?" },
  { name: "a subscription", script: [], send: "AT+WARDSUB=127;+WARDSUB?" },
  { name: "bytes that were sent without an agent", script: [], send: "AT+WARDUSE=0,1200,800,1,42" },
  { name: "a slip in English", script: ["level essential"], send: "AT+WARDTEXT=en,32,ascii" },
  { name: "a slip in Chinese, its first line, in UCS-2", script: [], send: "AT+WARDTEXT=zh-CN,24,ucs2,1" },
  { name: "a command of the modem's", script: [], send: "AT+CSQ" },
  {
    name: "a message goes behind the prompt",
    script: ["sms to 10086"],
    before: ["AT+CMGF=1"],
    send: 'AT+CMGS="10086"',
    text: "CXLL^Z",
  },
  {
    name: "a message that is given up at the prompt",
    script: ["sms to 10086"],
    before: ["AT+CMGF=1"],
    send: 'AT+CMGS="10086"',
    text: "CX^[",
  },
  {
    name: "a message in Chinese",
    script: ["sms to 10086"],
    before: ["AT+CMGF=1", 'AT+CSCS="UCS2"'],
    send: 'AT+CMGS="00310030003000380036"',
    text: "67E58BE2^Z",
  },
  {
    name: "a message that the network refuses",
    script: ["sms to 10086", "sms answer refused 38"],
    send: 'AT+CMGS="10086"',
    text: "CXLL^Z",
  },
  { name: "a number that nobody permitted gets no prompt", script: ["sms to 10086"], send: 'AT+CMGS="10010"' },
  { name: "a command that would switch the radio off", script: [], send: "AT+CFUN=0" },
  { name: "a command that would change the APN", script: [], send: 'AT+CGDCONT=1,"IP","other"' },
  { name: "a command that is not known", script: [], send: "AT+WARDNEW=1" },
  { name: "a value that is missing", script: [], send: "AT+WARDASK=42,1,2048" },
  { name: "values that a newer client adds", script: [], send: `${ASK},7,8` },
  { name: "a class that does not exist", script: [], send: "AT+WARDASK=42,5,2048,30" },
  { name: "two commands on a line", script: [], send: "AT+WARDVER?;+WARDBUD=1" },
  { name: "a check byte", script: [], send: "AT+WARDSTAT?*1B" },
  { name: "a check byte that is wrong", script: [], send: "AT+WARDSTAT?*1C" },
  { name: "no AT line", script: [], send: "hello" },
];

export const CLIENT_VECTORS: readonly ClientVector[] = [
  {
    name: "an answer of a newer minor version has more values",
    call: "ask 1 2048 30",
    send: ASK,
    receive: ["+WARDASK: 42,1000000001,2048,30,0,0,77,new", "OK"],
    result: "done 1000000001 2048 30 0",
  },
  {
    name: "a reason that is not known is a refusal like any",
    call: "ask 4 2048 30",
    send: "AT+WARDASK=42,4,2048,30",
    receive: ["+WARDASK: 42,0,0,0,99,45", "OK"],
    result: "refused 0 0 45 99",
  },
  {
    name: "a grant with a reason that is not known is no permission",
    call: "ask 1 2048 30",
    send: ASK,
    receive: ["+WARDASK: 42,1000000005,2048,30,77,45", "OK"],
    result: "refused 0 0 45 77",
  },
  {
    name: "a grant that is over as it comes is no permission",
    call: "ask 1 2048 30",
    send: ASK,
    receive: Array.from({ length: 3 }, () => ["+WARDASK: 42,1000000005,2048,0,0,0", "OK"]).flat(),
    result: "refused 0 0 1 12",
  },
  {
    name: "a grant that lost a digit is none",
    call: "ask 1 2048 30",
    send: ASK,
    receive: ["+WARDASK: 42,100000001,2048,30,0,0", "OK"],
    result: "pending",
  },
  {
    name: "an answer to another question is none",
    call: "ask 1 2048 30",
    send: ASK,
    receive: ["+WARDASK: 4,1000000001,2048,30,0,0", "OK"],
    result: "pending",
  },
  {
    name: "more than was asked for is no grant",
    call: "ask 1 2048 30",
    send: ASK,
    receive: ["+WARDASK: 42,1000000001,20480,30,0,0", "OK"],
    result: "pending",
  },
  {
    name: "an answer that lost a comma is none",
    call: "ask 1 2048 30",
    send: ASK,
    receive: ["+WARDASK: 42,10000000012048,30,0,0", "OK"],
    result: "pending",
  },
  {
    name: "a lost answer costs one retry",
    call: "ask 1 2048 30",
    send: ASK,
    receive: ["OK", "+WARDASK: 42,1000000001,2048,30,0,0", "OK"],
    result: "done 1000000001 2048 30 0",
  },
  {
    name: "a damaged question costs one retry",
    call: "ask 1 2048 30",
    send: ASK,
    receive: ["+CME ERROR: 50", "+WARDASK: 42,1000000001,2048,30,0,0", "OK"],
    result: "done 1000000001 2048 30 0",
  },
  {
    name: "three errors are an error",
    call: "ask 1 2048 30",
    send: ASK,
    receive: ["ERROR", "ERROR", "ERROR"],
    result: "error 0 0 0 0",
  },
  {
    name: "an event between an answer and its OK",
    call: "ask 1 2048 30",
    send: ASK,
    receive: ["+WARDASK: 42,1000000001,2048,30,0,0", "+WARDEVT: 9,1,2", "OK"],
    result: "done 1000000001 2048 30 0",
    event: "9 1 2",
  },
  {
    name: "an event with values of a newer minor version",
    receive: ["+WARDEVT: 9,3,13,90,1,2,3,4,5"],
    event: "9 3 13 90 1 2 3",
  },
  { name: "an event of a kind that is not known", receive: ["+WARDEVT: 10,88,5"], event: "10 88 5" },
  { name: "an event that is cut is none", receive: ["+WARDEVT: 10,"] },
  { name: "an agent of a newer minor version is as good as any", receive: ["+WARDRDY: 1.7"], mode: "guarded" },
  { name: "an agent of a newer major version is none", receive: ["+WARDRDY: 2.0"], mode: "strange" },
  { name: "a number beyond 32 bits is none", receive: ["+WARDEVT: 4294967296,1,2"] },
];
