import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { Seconds } from "../base/duration.ts";
import { textOf } from "../base/fault.ts";
import type { NetworkBefore, NetworkOutcome } from "../ports/network-config.ts";
import { findProgram, runProgram } from "./system-program.ts";

type Kind = NetworkBefore["resolver"];

const WITHIN = Seconds(10);
const DONE: NetworkOutcome = { kind: "done" };
const HEAD = "# Written by cellward for the interface";

/** Where the resolvers of a data call are told: systemd-resolved, resolvconf, else a file of the agent's own. */
export class ResolverPlace {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async kind(): Promise<Kind> {
    // Made by the running service; the program alone would only fail.
    const resolved = await stat("/run/systemd/resolve/resolv.conf").then(
      () => true,
      () => false,
    );
    if (resolved && (await findProgram("resolvectl")) !== undefined) return "resolved";
    return (await findProgram("resolvconf")) === undefined ? "file" : "resolvconf";
  }

  async tell(kind: Kind, interfaceName: string, resolvers: readonly string[]): Promise<NetworkOutcome> {
    const text = resolvers.map((address) => `nameserver ${address}\n`).join("");
    switch (kind) {
      case "resolved":
        return this.#run("resolvectl", ["dns", interfaceName, ...resolvers]);
      case "resolvconf":
        return this.#run("resolvconf", ["-a", `${interfaceName}.cellward`], text);
      case "file":
      default:
        return this.#write(`${HEAD} ${interfaceName}.\n${text}`);
    }
  }

  async takeBack(kind: Kind, interfaceName: string): Promise<void> {
    switch (kind) {
      case "resolved":
        await this.#run("resolvectl", ["revert", interfaceName]);
        return;
      case "resolvconf":
        await this.#run("resolvconf", ["-d", `${interfaceName}.cellward`]);
        return;
      case "file":
      default: {
        const text = await readFile(this.#file, "utf8").catch(() => "");
        // A file that somebody else has written meanwhile is his.
        if (text.startsWith(`${HEAD} ${interfaceName}.`)) await rm(this.#file, { force: true });
      }
    }
  }

  async #run(name: string, words: readonly string[], input = ""): Promise<NetworkOutcome> {
    const path = await findProgram(name);
    const end = path === undefined ? undefined : await runProgram({ command: [path, ...words], input, within: WITHIN });
    if (end?.kind === "ended" && end.code === 0) return DONE;
    const said = end === undefined ? "not here" : end.kind === "ended" ? end.complaints.trim() : end.why;
    return {
      kind: "failed",
      found: `\`${[name, ...words].join(" ")}\` failed: ${said}.`,
      remedy: "The resolver has to be set by root or a user whom polkit allows it.",
    };
  }

  async #write(text: string): Promise<NetworkOutcome> {
    const made = `${this.#file}.new`;
    try {
      await mkdir(dirname(this.#file), { recursive: true });
      await writeFile(made, text, { mode: 0o644 });
      await rename(made, this.#file);
      return DONE;
    } catch (thrown) {
      return {
        kind: "failed",
        found: `${this.#file} cannot be written: ${textOf(thrown)}.`,
        remedy: "Set bearer.resolver_file to a place that the agent may write.",
      };
    }
  }
}
