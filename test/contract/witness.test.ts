import { join } from "node:path";
import { describe } from "vitest";
import { WitnessDirectory } from "../../src/host/witness-file.ts";
import { MemoryWitnesses } from "../support/memory-witnesses.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";
import { witnessContract } from "./witness-contract.ts";

const scratch = scratchDirectories();

describe("witnesses in memory keep the contract", () => {
  witnessContract(() => {
    const witnesses = new MemoryWitnesses();
    return { witnesses, again: () => witnesses };
  });
});

describe("witness files keep the contract", () => {
  witnessContract(() => {
    const path = join(scratch(), "witness");
    return { witnesses: new WitnessDirectory(path), again: () => new WitnessDirectory(path) };
  });
});
