import { expect, test } from "vitest";
import { readOffloads } from "../../src/host/ip-offloads.ts";
import { offloadDoubt } from "../../src/meter/offload-doubt.ts";

// `ip -d -j link show dev wwan0`, iproute2 6.1.
const VETH =
  '[{"ifindex":3,"ifname":"wwan0","link_type":"ether","linkinfo":{"info_kind":"veth"},"gso_max_size":65536,"gso_max_segs":65535}]';

test("what iproute2 says of a link is read, and nothing else is taken for it", () => {
  expect(readOffloads(VETH)).toEqual({ segments: 65_535, kind: "veth" });
  expect(readOffloads('[{"ifname":"wwan0","gso_max_segs":1}]')).toEqual({ segments: 1 });
  for (const text of ["", "[]", "[{}]", "null", '[{"gso_max_segs":-1}]']) expect(readOffloads(text)).toBeUndefined();
});

test("pieces are no matter where they are cut before anybody counts, and are told with their cure where they are not", () => {
  const cure = /`ip link set dev wwan0 gso_max_segs 1`/;
  expect(offloadDoubt("wwan0", { segments: 1, kind: "veth" }, true)).toBeUndefined();
  expect(offloadDoubt("wwan0", { segments: 65_535 }, false)).toBeUndefined();
  expect(offloadDoubt("wwan0", { segments: 65_535 }, true)?.en).toMatch(/packet filter/);
  for (const kind of [{ kind: "veth" }, {}]) {
    const doubt = offloadDoubt("wwan0", { segments: 65_535, ...kind }, true);
    expect(doubt?.en).toMatch(cure);
    expect(doubt?.zh).toMatch(cure);
  }
});
