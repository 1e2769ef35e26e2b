import { afterAll, beforeAll } from "vitest";
import { NftGate } from "../../src/host/nft-gate.ts";
import { DELETE_TABLE } from "../../src/enforce/nft-words.ts";
import { EnforceLab } from "../support/enforce-lab.ts";
import { gateContract, PAYMENT_PORT } from "../support/gate-contract.ts";
import { describeReal } from "../support/real-parts.ts";

describeReal(["namespaces", "nft"], "the kernel's packet filter", () => {
  let lab: EnforceLab;

  beforeAll(() => {
    lab = new EnforceLab();
  });
  afterAll(() => lab.close());

  gateContract(() => {
    const gate = new NftGate({ program: lab.nft });
    return {
      gate,
      pay: (count) => lab.send("device", PAYMENT_PORT, { count }),
      close: async () => {
        await gate.run([DELETE_TABLE]);
        await gate.close();
      },
    };
  });
});
