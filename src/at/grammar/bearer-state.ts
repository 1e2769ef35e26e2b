import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { cameUnasked } from "./asked.ts";
import { maybeAddress, maybeWhole, maybeWritten, unsolicited, whole as wholeNumber } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { canonicalAddress } from "./ip-address.ts";
import { type Parameter, splitParameters, whole, written } from "./parameters.ts";

const bearer = v.strictObject({
  cid: v.exactOptional(
    v.pipe(wholeNumber, v.description("the context's or, where the maker has those, the profile's")),
  ),
  state: v.exactOptional(v.pipe(v.number(), v.description("the maker's number"))),
  connected: v.exactOptional(v.pipe(v.boolean(), v.description("state where its meaning is certain"))),
  pdpType: maybeWritten,
  errCode: maybeWhole,
  wxState: maybeWhole,
  wwanAdapter: maybeWhole,
  contextType: maybeWhole,
  result: maybeWhole,
  ipAddr: maybeWritten,
  ipAddress: maybeAddress,
});

/** The makers' own words for "the data call is up" and "it is down"; one line may tell of two address families. */
export const bearerStateSchema = v.strictObject({
  kind: v.literal("bearer-state"),
  command: v.string(),
  unsolicited,
  bearers: v.array(bearer),
});

export type BearerStateMessage = Readonly<v.InferOutput<typeof bearerStateSchema>>;
type BearerState = BearerStateMessage["bearers"][number];

interface Dialect {
  /** True when the name only ever comes by itself. */
  readonly urc?: boolean;
  readonly read: (parameters: readonly Parameter[]) => readonly (BearerState | undefined)[];
}

const number = (parameter: Parameter | undefined): number | undefined => whole(parameter, 4_294_967_295);

/** 0 is down and 1 is up, everywhere; other numbers are on the way. */
const up = (state: number | undefined): boolean | undefined => (state === 0 || state === 1 ? state === 1 : undefined);
const stateOf = (state: number | undefined, more: BearerState = {}): BearerState | undefined =>
  state === undefined ? undefined : Object.assign(defined({ state, connected: up(state) }), more);

const cidAndState = ([cid, state]: readonly Parameter[]): readonly (BearerState | undefined)[] => [
  number(cid) === undefined ? undefined : stateOf(number(state), defined({ cid: number(cid) })),
];

const addressed = (parameter: Parameter | undefined): BearerState =>
  defined({ ipAddr: written(parameter), ipAddress: canonicalAddress(written(parameter)) });

/** Huawei: `<stat>[,<err_code>][,<wx_state>][,<PDP_type>]`, four parameters again for the second family. */
function ndis(parameters: readonly Parameter[]): readonly (BearerState | undefined)[] {
  const found: (BearerState | undefined)[] = [];
  for (let at = 0; at < Math.min(parameters.length, 8); at += 4) {
    const [state, error, wx, type] = parameters.slice(at, at + 4);
    const more = defined({ errCode: number(error), wxState: number(wx), pdpType: written(type) });
    found.push(stateOf(number(state), more));
  }
  return found;
}

/** Names as their makers write them: Huawei, Cinterion, Sierra, Option, Icera, Ericsson, Telit, Quectel, u-blox, SIMCom. */
const DIALECTS: Readonly<Record<string, Dialect>> = {
  "^NDISSTAT": { urc: true, read: ndis },
  "^NDISSTATQRY": { read: ndis },
  "^SWWAN": {
    read: ([cid, state, adapter]) => {
      const wwanAdapter = defined({ wwanAdapter: number(adapter) });
      return cidAndState([cid, state].flatMap((parameter) => parameter ?? [])).map(
        (found) => found && { ...found, ...wwanAdapter },
      );
    },
  },
  "!SCACT": { read: cidAndState },
  _OWANCALL: { urc: true, read: cidAndState },
  "%IPDPACT": { urc: true, read: cidAndState },
  "#SGACT": { read: cidAndState },
  "*ENAP": { read: ([state]) => [stateOf(number(state))] },
  "*E2NAP": { urc: true, read: ([state]) => [stateOf(number(state))] },
  "+QIURC": {
    urc: true,
    read: ([what, cid]) =>
      what?.text === "pdpdeact" ? [defined({ cid: number(cid), connected: false as const })] : [],
  },
  "+QIACT": {
    read: ([cid, state, type, address]) => [
      stateOf(number(state), {
        ...defined({ cid: number(cid), contextType: number(type) }),
        ...addressed(address),
      }),
    ],
  },
  "+UUPSDD": {
    urc: true,
    read: ([profile]) => (number(profile) === undefined ? [] : [defined({ cid: number(profile), connected: false })]),
  },
  "+UUPSDA": {
    urc: true,
    read: ([result, address]) => {
      const code = number(result);
      return code === undefined ? [] : [{ result: code, connected: code === 0, ...addressed(address) }];
    },
  },
  "+CNACT": {
    read: ([cid, state, address]) => [
      stateOf(number(state), { ...defined({ cid: number(cid) }), ...addressed(address) }),
    ],
  },
  $QCRMCALL: { read: ([state, type]) => [stateOf(number(state), defined({ pdpType: written(type) }))] },
};

function parseBearerState(line: string, asked?: string): BearerStateMessage | undefined {
  // Huawei's E173 answers as `^NDISSTATQry:1`.
  const match = /^([+^*#%$!_][A-Za-z0-9]+)\s*:\s*(.*)$/.exec(line);
  const command = match?.[1];
  const dialect = command === undefined ? undefined : DIALECTS[command.toUpperCase()];
  if (command === undefined || dialect === undefined) return undefined;
  const bearers = dialect.read(splitParameters(match?.[2] ?? "")).flatMap((found) => found ?? []);
  if (bearers.length === 0) return undefined;
  return {
    kind: "bearer-state",
    command,
    unsolicited: dialect.urc === true || cameUnasked(command, asked),
    bearers,
  };
}

export const bearerStateGrammar: Grammar<BearerStateMessage> = {
  names: Object.keys(DIALECTS),
  parse: parseBearerState,
};
