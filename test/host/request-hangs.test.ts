import { expect, test } from "vitest";
import { ownerAdvice } from "../../src/cli/owner-advice.ts";
import { Millis } from "../../src/base/duration.ts";
import { requestCommand } from "../../src/host/request-command.ts";

test("a command that hangs is told as one, not as a program that cannot be run", async () => {
  const request = { v: 1, request: "connect", why: "", attempt: 1, device: "d", interface: "wwan0" } as const;
  const owner = requestCommand(["/bin/sleep", "600"], Millis(300));
  const answer = await owner.ask(request, undefined as never);
  expect(answer).toMatchObject({
    kind: "failed",
    cause: "hangs",
    text: expect.stringMatching(/took longer/) as string,
  });
  const advice = ownerAdvice("command", { outcome: "failed", cause: "hangs" }).join("\n");
  expect(advice).toMatch(/bearer\.request_command.*does not end[^]*30 s[^]*没有结束/);
  const killed = await requestCommand(["/bin/sh", "-c", "kill -9 $$"]).ask(request, undefined as never);
  expect(killed).toMatchObject({ kind: "failed", cause: "failed" });
});
