import { describe } from "vitest";
import { fakeNetworkUnderTest } from "../support/fake-network-seen.ts";
import { networkContract } from "../support/network-contract.ts";

describe("the network of the scenes", () => {
  networkContract((use) => use(fakeNetworkUnderTest()));
});
