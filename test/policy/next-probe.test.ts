import { describe, expect, test } from "vitest";
import { Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import {
  distanceAfter,
  forgotten,
  MOST_BYTES,
  nextProbe,
  NO_COURSE,
  type ProbeCourse,
  probed,
  type ProbeKind,
  type ProbeLimits,
  type ProbeResult,
  type ProbeStanding,
} from "../../src/policy/next-probe.ts";

const LIMITS: ProbeLimits = {
  kinds: ["echo", "tcp", "dns", "page"],
  bytesPerDay: 32_768,
  distance: Minutes(5),
  distanceCap: Hours(1),
};
const DOUBTED: ProbeStanding = { now: 0, doubted: true, traffic: "silent", closed: false, addressed: true };

/** A round from its beginning: which kinds are asked where each answers so. */
function asked(
  answers: Partial<Record<ProbeKind, ProbeResult>>,
  standing: Partial<ProbeStanding> = {},
  limits = LIMITS,
): readonly ProbeKind[] {
  let course: ProbeCourse = { ...NO_COURSE, notBefore: 0 };
  const kinds: ProbeKind[] = [];
  for (;;) {
    const next = nextProbe(course, { ...DOUBTED, ...standing }, limits, 0.5);
    if (next.kind === "none") return kinds;
    kinds.push(next.probe);
    course = probed(next.course, next.probe, answers[next.probe] ?? "silent", 100);
  }
}

describe("no byte is sent", () => {
  const why = (standing: Partial<ProbeStanding>, course = { ...NO_COURSE, notBefore: 0 }, limits = LIMITS) => {
    const next = nextProbe(course, { ...DOUBTED, ...standing }, limits, 0.5);
    return next.kind === "none" ? next.why : next.probe;
  };

  test.each([
    ["while nothing is doubted", { doubted: false, traffic: "unknown" }, "not-doubted"],
    ["while the business's own packets come back, whatever is doubted", { traffic: "proves" }, "path-proved"],
    ["while data cannot pass at all", { closed: true }, "closed"],
    ["while the interface has no address to send from", { addressed: false }, "no-address"],
  ] as const)("%s", (_name, standing, expected) => {
    expect(why(standing)).toBe(expected);
  });

  test("unless it was ordered", () => {
    expect(why({}, { ...NO_COURSE, notBefore: 0 }, { ...LIMITS, kinds: [] })).toBe("nothing-ordered");
  });

  test("beyond what a day may cost, the worst case of the next probe counted", () => {
    const spent = LIMITS.bytesPerDay - MOST_BYTES.echo;
    expect(why({}, { ...NO_COURSE, notBefore: 0, spent })).toBe("echo");
    expect(why({}, { ...NO_COURSE, notBefore: 0, spent: spent + 1 })).toBe("budget");
  });

  test("in the second in which a doubt arises: from half a minute later on, at another moment on each device", () => {
    const at = [0, 0.5, 0.999].map((random) => {
      const next = nextProbe(NO_COURSE, DOUBTED, LIMITS, random);
      return next.kind === "none" ? next.at : undefined;
    });
    expect(at).toEqual([Seconds(30), Seconds(60), expect.closeTo(Seconds(90), -3)]);
  });
});

describe("a round", () => {
  test("is begun by the cheapest, and a page is asked for after two silences", () => {
    expect(asked({})).toEqual(["echo", "tcp", "page"]);
  });

  test("goes on after one silence and one answer: that may be one server", () => {
    expect(asked({ echo: "answered", dns: "answered" })).toEqual(["echo", "tcp", "dns"]);
  });

  test.each(["answered", "refused"] as const)(
    "asks for a page where nothing but a connection was %s beside silence: a portal takes every address for its own",
    (tcp) => {
      expect(asked({ tcp, dns: "answered" })).toEqual(["echo", "tcp", "dns", "page"]);
      expect(asked({ echo: "unreachable", tcp, dns: "answered" }, { traffic: "unknown" })).toEqual([
        "echo",
        "tcp",
        "dns",
      ]);
    },
  );

  test("asks for a name where addresses answer, and for no page", () => {
    expect(asked({ echo: "answered", tcp: "refused" })).toEqual(["echo", "tcp", "dns"]);
  });

  test("ends with a stranger's answer", () => {
    expect(asked({ echo: "unreachable", tcp: "unreachable", dns: "foreign" })).toEqual(["echo", "tcp", "dns"]);
  });

  test("asks for no page where nothing was silent", () => {
    expect(asked({ echo: "unreachable", tcp: "unreachable", dns: "unreachable" }, { traffic: "unknown" })).toEqual([
      "echo",
      "tcp",
      "dns",
    ]);
  });

  test("of a page alone is one only while the business hears nothing", () => {
    const limits = { ...LIMITS, kinds: ["page"] as const };
    expect(asked({}, {}, limits)).toEqual(["page"]);
    expect(asked({}, { traffic: "unknown" }, limits)).toEqual([]);
  });
});

describe("between rounds", () => {
  const ended = (course: ProbeCourse, random = 0) => nextProbe(course, { ...DOUBTED, now: 1_000 }, LIMITS, random);

  test("the distance doubles up to its cap, and chance only makes it longer", () => {
    expect([0, 1, 2, 3, 4, 20].map((rounds) => distanceAfter(rounds, LIMITS) / 60_000)).toEqual([
      5, 10, 20, 40, 60, 60,
    ]);
    const round = { echo: "silent", tcp: "silent", page: "silent" } as const;
    const over = { ...NO_COURSE, running: true, notBefore: 0, round };
    expect(ended(over)).toMatchObject({ why: "waits", at: 1_000 + Minutes(5), course: { rounds: 1, running: false } });
    expect(ended(over, 0.999)).toMatchObject({ at: expect.closeTo(1_000 + Minutes(7.5), -3) as number });
  });

  test("a path that is proved takes the growth back, and never the least distance", () => {
    const course = { ...NO_COURSE, rounds: 5, notBefore: Hours(1), round: { echo: "silent" } as const };
    const { course: after } = nextProbe(course, { ...DOUBTED, traffic: "proves" }, LIMITS, 0);
    expect(after).toMatchObject({ rounds: 0, notBefore: Minutes(5) });
  });

  test("a doubt that goes and comes does not hurry anything", () => {
    const course = { ...NO_COURSE, rounds: 1, notBefore: Minutes(5) };
    const { course: calm } = nextProbe(course, { ...DOUBTED, doubted: false, traffic: "unknown" }, LIMITS, 0);
    expect(nextProbe(calm, { ...DOUBTED, now: 1_000 }, LIMITS, 0)).toMatchObject({ why: "waits", at: Minutes(5) });
  });

  test("what was found with another card or address is forgotten, what it cost is not", () => {
    const course = { ...NO_COURSE, running: true, round: { echo: "silent" } as const, spent: 300 };
    expect(forgotten(course)).toMatchObject({ round: {}, spent: 300 });
  });
});

test("what a probe cost is what counts after it, the worst case while it is under way", () => {
  const next = nextProbe({ ...NO_COURSE, notBefore: 0, spent: 1_000 }, DOUBTED, LIMITS, 0);
  expect(next.course.spent).toBe(1_000 + MOST_BYTES.echo);
  expect(probed(next.course, "echo", "silent", 88).spent).toBe(1_088);
});
