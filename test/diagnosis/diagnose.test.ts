import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Hours, Minutes } from "../../src/base/duration.ts";
import { type WallMs, wallAfter, WallMs as wall } from "../../src/base/instant.ts";
import { CAUSE_CODES, type CauseCode, causeRow } from "../../src/diagnosis/cause.ts";
import { type Confirmation, diagnose, type Diagnosis } from "../../src/diagnosis/diagnose.ts";
import type { Finding } from "../../src/diagnosis/finding-item.ts";
import { evidenceOf, weighFindings } from "../../src/diagnosis/score.ts";
import { denialFinding } from "../../src/diagnosis/observe/refusal.ts";
import { FINDING_KINDS, type FindingKind, findingRow } from "../../src/diagnosis/findings/finding.ts";

const NOW = wall(Date.UTC(2026, 10, 23, 8));
const ago = (minutes: number): WallMs => wallAfter(NOW, Minutes(-minutes));
const seen = (...kinds: readonly FindingKind[]): readonly Finding[] => kinds.map((kind) => ({ kind, at: ago(5) }));
const said = (findings: readonly Finding[], confirmed?: Confirmation): Diagnosis =>
  diagnose({ findings, now: NOW, ...(confirmed === undefined ? {} : { confirmed }) });
const confidenceIn = ({ causes }: Diagnosis, cause: CauseCode): number =>
  causes.find((row) => row.cause === cause)?.confidence ?? 0;

const WELL: readonly FindingKind[] = [
  "modem-answers",
  "sim-ready",
  "signal-good",
  "worked-before",
  "device-same",
  "within-term",
];
const STOPPED = seen(...WELL, "detached-then-refused", "denied-data");

describe("the tables", () => {
  test("every cause has a slip code of its own, and a name and a sentence in both languages", () => {
    expect(new Set(CAUSE_CODES.map((cause) => causeRow(cause).slip)).size).toBe(CAUSE_CODES.length);
    for (const cause of CAUSE_CODES) {
      const { name, means, slip } = causeRow(cause);
      expect(slip).toMatch(/^[KNDS]\d\d$/);
      for (const words of [name, means])
        expect([words.en === "", /[\u4e00-\u9fff]|APN|DNS/.test(words.zh)]).toEqual([false, true]);
    }
  });

  test("of every cause a device can see something that speaks for it more than for any other", () => {
    const without = CAUSE_CODES.filter(
      (cause) =>
        !FINDING_KINDS.filter((kind) => !kind.includes(":")).some((kind) => {
          const { weights } = findingRow(kind);
          const own = weights[cause] ?? 0;
          return own >= 1 && CAUSE_CODES.every((other) => other === cause || (weights[other] ?? 0) <= own - 0.3);
        }),
    );
    // Only who stopped it can tell these: on the air they look like the other stops.
    expect(without).toEqual(["manual-stop", "retention", "real-name", "violation", "sunset"]);
  });

  test("no single finding that this device makes itself is worth more than 600 to one", () => {
    const most = FINDING_KINDS.flatMap((kind) => Object.values(findingRow(kind).weights).map(Math.abs));
    expect(Math.max(...most)).toBeLessThanOrEqual(6);
  });
});

const someKinds = fc.uniqueArray(fc.constantFrom(...FINDING_KINDS), { maxLength: 14 });

describe("whatever was found", () => {
  test("no confidence is ever 1, none below 0, and the likeliest comes first", () => {
    fc.assert(
      fc.property(someKinds, (kinds) => {
        const confidences = said(seen(...kinds)).causes.map(({ confidence }) => confidence);
        expect(confidences.every((one) => one > 0 && one < 1)).toBe(true);
        expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
      }),
      { numRuns: 60 },
    );
  });

  test("the order in which it was found makes no difference", () => {
    fc.assert(
      fc.property(someKinds, fc.nat(), (kinds, seed) => {
        const shuffled = kinds.toSorted((a, b) => ((a.length * 31 + seed) % 7) - ((b.length * 31 + seed) % 7));
        expect(said(seen(...shuffled))).toEqual(said(seen(...kinds)));
      }),
      { numRuns: 40 },
    );
  });

  test("another finding for a cause never lowers it against one that the finding does not speak for", () => {
    fc.assert(
      fc.property(someKinds, fc.constantFrom(...FINDING_KINDS), (kinds, added) => {
        const { weights } = findingRow(added);
        const of = (all: readonly FindingKind[]) => evidenceOf(weighFindings(seen(...new Set(all)), {}));
        const [before, after] = [of(kinds), of([...kinds, added])];
        const gain = (cause: CauseCode): number =>
          (after[CAUSE_CODES.indexOf(cause)] ?? 0) - (before[CAUSE_CODES.indexOf(cause)] ?? 0);
        for (const cause of CAUSE_CODES.filter((one) => (weights[one] ?? 0) > 0))
          for (const other of CAUSE_CODES.filter((one) => (weights[one] ?? 0) <= 0))
            expect(gain(cause) - gain(other)).toBeGreaterThanOrEqual(-1e-9);
      }),
      { numRuns: 100 },
    );
  });

  test("0.8 is not reached without something that separates the cause from everything else", () => {
    fc.assert(
      fc.property(someKinds, (kinds) => {
        const sure = said(seen(...kinds)).causes.filter(({ confidence }) => confidence >= 0.8);
        expect(sure.flatMap(({ notSeparatedFrom }) => notSeparatedFrom)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("a stop without a word of why", () => {
  test("is shared among what looks the same, and none is likely", () => {
    const { causes } = said(STOPPED);
    expect(
      causes
        .slice(0, 2)
        .map(({ cause }) => cause)
        .toSorted(),
    ).toEqual(["arrears", "manual-stop"]);
    expect(causes.every(({ confidence }) => confidence < 0.6)).toBe(true);
    expect(causes[0]?.notSeparatedFrom.length).toBeGreaterThan(1);
  });

  test("a detach of this minute is an event and no verdict", () => {
    const { causes } = said(seen(...WELL, "detached"));
    expect(causes.every(({ confidence }) => confidence <= 0.5)).toBe(true);
  });

  test("nor does a message make one of it: it is suspected until the modem came back and was refused", () => {
    const early = said(seen(...WELL, "detached", "path-silent", "notice:arrears", "balance-empty"));
    expect(early.causes[0]).toMatchObject({ cause: "arrears", standing: "suspected", confidence: 0.5 });
    expect(early.causes[0]?.bounds).toContain("too-early");
    expect(said([...STOPPED, ...seen("notice:arrears", "balance-empty")]).causes[0]?.standing).toBe("likely");
  });

  test("a detach with a quick return is maintenance", () => {
    const [first] = said(seen(...WELL, "registered", "detached-and-back", "denied-failure")).causes;
    expect(first?.cause).toBe("network-fault");
  });
});

describe("a refusal for the place, the roaming or the technology", () => {
  const told = (cause: number): readonly CauseCode[] =>
    said(seen(...WELL, denialFinding("eps", cause, false))).causes.map((row) => row.cause);

  test.each([
    [12, "area-control"],
    [13, "roaming-barred"],
    [15, "rat-not-allowed"],
  ] as const)("with cause %i says %s first", (number, cause) => {
    expect(told(number)[0]).toBe(cause);
    expect(told(number).slice(0, 3)).toContain("area-control");
  });
});

describe("before the carrier is blamed", () => {
  const noticed: readonly FindingKind[] = ["quota-used-up", "limit-stops", "path-silent"];

  test("the device, the card's contact and the coverage are excluded, or it stays a suspicion and says so", () => {
    const told = said(seen(...noticed));
    expect(told.notExcluded).toEqual(["device", "sim", "coverage"]);
    expect(told.causes[0]).toMatchObject({ cause: "over-limit", standing: "suspected", bounds: ["not-excluded"] });
    expect(said(seen(...noticed, "modem-answers", "sim-ready", "registered")).causes[0]).toMatchObject({
      cause: "over-limit",
      standing: "likely",
    });
  });
});

describe("a message", () => {
  test("raises a suspicion and never decides alone", () => {
    const written = said([...STOPPED, ...seen("notice:arrears")]);
    expect(confidenceIn(written, "arrears")).toBeGreaterThan(confidenceIn(said(STOPPED), "arrears") + 0.2);
    expect(confidenceIn(written, "arrears")).toBeLessThan(0.8);
  });

  test("in favour of the card lifts no block", () => {
    const before = said(STOPPED);
    const after = said([...STOPPED, ...seen("notice:resumed", "platform:in-service")]);
    const blocked = (told: Diagnosis): number =>
      told.causes.filter(({ cause }) => causeRow(cause).withheld).reduce((sum, row) => sum + row.confidence, 0);
    expect(blocked(after)).toBeGreaterThan(blocked(before) * 0.6);
    expect(after.state).toBe("trouble");
  });

  test("says nothing any more after its month", () => {
    const old: Finding = { kind: "notice:arrears", at: wallAfter(NOW, Hours(-24 * 40)) };
    expect(said([...STOPPED, old])).toEqual(said(STOPPED));
  });
});

describe("two causes at once", () => {
  test("are both held, each with what speaks for it", () => {
    const { causes } = said(
      seen(...WELL, "quota-used-up", "limit-stops", "balance-empty", "notice:arrears", "registered", "context-barred"),
    );
    expect(
      causes
        .slice(0, 2)
        .map(({ cause }) => cause)
        .toSorted(),
    ).toEqual(["arrears", "over-limit"]);
    for (const { confidence } of causes.slice(0, 2)) expect(confidence).toBeGreaterThan(0.4);
  });
});

describe("a confirmed cause", () => {
  const confirmed = { cause: "arrears", at: ago(60), by: "10086" } as const;

  test("comes first, above what is inferred, which is kept beside it", () => {
    const told = said([...STOPPED, ...seen("platform:manual-stop")], confirmed);
    expect(told.causes[0]).toMatchObject({ cause: "arrears", standing: "confirmed", confidence: 0.95 });
    expect(told.confirmed?.believed?.cause).toBe("manual-stop");
  });

  test("falls when what came after it cannot be", () => {
    const told = said(seen(...WELL, "registered", "context-up", "path-open"), confirmed);
    expect(told.causes.every(({ standing }) => standing !== "confirmed")).toBe(true);
    expect(told.confirmed?.contradictedBy.map(({ kind }) => kind)).toEqual(["path-open"]);
  });

  test("does not fall by what was known before it", () => {
    const earlier: Finding = { kind: "path-open", at: ago(70), until: wallAfter(NOW, Hours(1)) };
    expect(said([...STOPPED, earlier], confirmed).causes[0]?.standing).toBe("confirmed");
  });
});

test.each(["balance-empty", "quota-used-up"] as const)(
  "%s speaks against a stop by the owner, which can be lifted at any time but then",
  (kind) => {
    const told = seen(...WELL, "denied-data", "platform:stopped", "person:manual-stop");
    const weight = findingRow(kind).weights["manual-stop"] ?? 0;
    expect(weight).toBeLessThan(0);
    expect(confidenceIn(said([...told, ...seen(kind)]), "manual-stop")).toBeLessThan(
      confidenceIn(said(told), "manual-stop"),
    );
  },
);

describe("arrears", () => {
  test("with the card let in and data refused are one-way, refused at the door two-way", () => {
    const oneWay = said(seen(...WELL, "registered", "context-barred", "balance-empty"));
    expect(oneWay.causes[0]).toMatchObject({ cause: "arrears", form: "one-way" });
    expect(said([...STOPPED, ...seen("balance-empty")]).causes[0]).toMatchObject({ cause: "arrears", form: "two-way" });
  });
});

describe("a device that works", () => {
  test("is not diagnosed with anything", () => {
    const told = said(seen(...WELL, "registered", "context-up", "path-open", "quota-used-up"));
    expect(told.state).toBe("calm");
    expect(told.causes.every(({ confidence }) => confidence < 0.25)).toBe(true);
  });
});

test("nothing is known: nothing is said", () => {
  const told = said([]);
  expect(told).toMatchObject({ state: "calm", findings: [] });
  expect(told.causes.every(({ standing }) => standing === "possible")).toBe(true);
});
