import { NftGate } from "../../src/host/nft-gate.ts";
import { EnforceLab } from "../support/enforce-lab.ts";
import { gateContract, PAYMENT_PORT } from "../support/gate-contract.ts";
import { describeReal } from "../support/real-parts.ts";

describeReal(["namespaces", "nft"], "the kernel's packet filter", () => {
  gateContract(() => {
    const lab = new EnforceLab();
    const gate = new NftGate({ program: lab.nft });
    return {
      gate,
      pay: (count) => lab.send("device", PAYMENT_PORT, { count }),
      close: async () => {
        await gate.close();
        lab.close();
      },
    };
  });
});
