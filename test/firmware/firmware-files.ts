import {
  CAPABILITY_CODES,
  BRIDGE_ERRORS,
  CAUSE_CODES,
  CHARSET_CODES,
  CHECK_CODES,
  CLASS_CODES,
  EVENT_CODES,
  LANGUAGE_CODES,
  LEVEL_CODES,
  MESSAGE_ERRORS,
  REASON_CODES,
  SERVICE_CODES,
  WIRE_LIMITS,
  WIRE_VERSION,
  type WireCode,
} from "../../src/bridge/wire-codes.ts";
import { exchange } from "./exchange.ts";
import { CLIENT_VECTORS, type ClientVector, type Vector, VECTORS } from "./vector-table.ts";

type Codes = Readonly<Record<string, WireCode>>;

/** By the word that names the numbers in C and the table in PROTOCOL.md. */
const TABLES: readonly (readonly [word: string, codes: Codes])[] = [
  ["SERVICE", SERVICE_CODES],
  ["LEVEL", LEVEL_CODES],
  ["CLASS", CLASS_CODES],
  ["REASON", REASON_CODES],
  ["CAUSE", CAUSE_CODES],
  ["CHECK", CHECK_CODES],
  ["EVENT", EVENT_CODES],
  ["CAPABILITY", CAPABILITY_CODES],
  ["LANGUAGE", LANGUAGE_CODES],
  ["CHARSET", CHARSET_CODES],
  ["ERROR", BRIDGE_ERRORS],
  ["MESSAGE_ERROR", MESSAGE_ERRORS],
];

const macro = (word: string): string => word.toUpperCase().replaceAll("-", "_");

/** The constants of cellward_bridge.h. */
export function headerConstants(): string {
  const define = (name: string, code: number): string => `#define WARD_${name} ${code}${code > 0x7fff_ffff ? "u" : ""}`;
  const groups = TABLES.map(([word, codes]) =>
    Object.entries(codes).map(([name, { code }]) => define(`${word}_${macro(name)}`, code)),
  );
  const limits = Object.entries(WIRE_LIMITS).map(([name, { code }]) => `#define WARD_${macro(name)} ${code}u`);
  return [
    [`#define WARD_VERSION_MAJOR ${WIRE_VERSION.major}u`, `#define WARD_VERSION_MINOR ${WIRE_VERSION.minor}u`],
    limits,
    ...groups,
    [
      "/** The bit of an event kind in the mask of ward_subscribe. */",
      "#define WARD_EVENT_BIT(kind) (1ul << ((kind) - 1))",
    ],
  ]
    .map((group) => group.join("\n"))
    .join("\n\n");
}

/** The tables of PROTOCOL.md, by name. */
export function protocolTables(): Readonly<Record<string, string>> {
  const rows = ([word, codes]: readonly [string, Codes]): readonly [string, string] => {
    const lines = Object.entries(codes).map(([name, row]) => {
      const values = "values" in row ? ` | \`${String(row.values)}\`` : "";
      return `| ${row.code} | \`${name}\`${values.replace("``", "-")} | ${row.sentence} |`;
    });
    const head =
      word === "EVENT"
        ? "| Number | Word | Values | Meaning |\n|---|---|---|---|"
        : "| Number | Word | Meaning |\n|---|---|---|";
    return [word.toLowerCase().replaceAll("_", "-"), [head, ...lines].join("\n")];
  };
  return Object.fromEntries([...TABLES, ["LIMITS", WIRE_LIMITS] as const].map(rows));
}

/** `<!-- table:name -->`, the table, `<!-- /table -->`. Throws where a table has no place, or a place no table. */
export function withTables(text: string, tables: Readonly<Record<string, string>>): string {
  const places = [...text.matchAll(/<!-- table:([a-z-]+) -->/g)].map(([, name = ""]) => name);
  const missing = [
    ...Object.keys(tables).filter((name) => !places.includes(name)),
    ...places.filter((name) => !(name in tables)),
  ];
  if (missing.length > 0) throw new Error(`PROTOCOL.md and the tables do not agree on ${missing.join(", ")}`);
  return text.replace(
    /(<!-- table:([a-z-]+) -->\n)[^]*?(\n<!-- \/table -->)/g,
    (_all, open: string, name: string, close: string) => open + String(tables[name]) + close,
  );
}

/** The header with the constants in their place. */
export function withConstants(text: string, constants: string): string {
  const place = /(\/\* generated: codes \*\/\n)[^]*?(\/\* \/generated \*\/)/;
  if (!place.test(text)) throw new Error("cellward_bridge.h has no place for the generated codes");
  return text.replace(place, (_all, open: string, close: string) => `${open}${constants}\n${close}`);
}

const HEAD = `# What passes between a client and the bridge, line by line; PROTOCOL.md says what the lines mean.
# script: lines for \`cellward rig bridge\`   before: sent earlier   call: what firmware calls   send, receive: the lines
# text: typed behind the prompt (CR LF, "> ") that answers send, ^Z is byte 26, ^[ byte 27; receive: the lines after it
# result: kind grant bytes seconds reason     event: sequence kind values     mode: what the client holds of the agent
`;

/** vectors/*.json and vectors/*.txt, from one table; the answers are those of the bridge itself. */
export async function vectorFiles(): Promise<Readonly<Record<string, string>>> {
  const exchanges = await Promise.all(VECTORS.map(async (vector) => ({ ...vector, receive: await exchange(vector) })));
  return {
    "vectors/exchanges.json": `${JSON.stringify(exchanges, undefined, 1)}\n`,
    "vectors/client.json": `${JSON.stringify(CLIENT_VECTORS, undefined, 1)}\n`,
    "vectors/exchanges.txt": HEAD + exchanges.map(plain).join(""),
    "vectors/client.txt": HEAD + CLIENT_VECTORS.map(plain).join(""),
  };
}

const ORDER = ["script", "before", "call", "send", "text", "receive", "result", "event", "mode"];

function plain({ name, ...fields }: Partial<Vector> & ClientVector): string {
  const lines = Object.entries(fields)
    .toSorted(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b))
    .flatMap(([word, value]) => [value].flat().map((text) => `${word} ${text}`));
  return ["", `vector ${name}`, ...lines, "end", ""].join("\n");
}
