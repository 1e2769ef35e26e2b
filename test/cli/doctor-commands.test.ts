import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkCommands } from "../../src/cli/doctor-commands.ts";
import { accepted } from "../support/accepted-settings.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

const looked = (...flags: readonly string[]) =>
  checkCommands({
    inForce: { ...accepted({ flags }), deviceId: "dev", file: undefined },
    agent: { kind: "none", found: "" },
    running: false,
  });

test("no command, nothing to say", async () => {
  expect(await looked()).toEqual([]);
});

test("a program that may be run is well; one that is not there, a directory, and a file that is no program are faults", async () => {
  const directory = scratch();
  const [program, file] = [join(directory, "power"), join(directory, "text")];
  writeFileSync(program, "#!/bin/sh\n");
  chmodSync(program, 0o755);
  writeFileSync(file, "text");
  chmodSync(file, 0o644);
  const results = await looked(
    `recovery.power_command=${JSON.stringify([program, "cycle"])}`,
    `recovery.reboot_command=${JSON.stringify([directory])}`,
    `bearer.request_command=${JSON.stringify([file])}`,
  );
  expect(results.map(({ verdict }) => verdict)).toEqual(["fault", "ok", "fault"]);
  expect(results[0]).toMatchObject({
    found: { en: `bearer.request_command: ${file} is no program that this user may run` },
  });
  const [none] = await looked('recovery.power_command=["/nonexistent/x"]');
  expect(none).toMatchObject({
    what: "commands",
    verdict: "fault",
    remedy: { zh: expect.stringContaining("chmod 755") as string },
  });
});
