import { expect, test } from "vitest";
import { Hours, Millis } from "../../src/base/duration.ts";
import { closePort, type ClosablePort } from "../../src/host/close-port.ts";

/** A terminal whose driver waits in close(2) until `drained`, as one of a hung modem does. */
function hung() {
  const calls: string[] = [];
  let drained = (): void => {};
  const port: ClosablePort = {
    flush: (done) => {
      calls.push("flush");
      done();
    },
    close: (done) => {
      calls.push("close");
      drained = done;
    },
  };
  return { port, calls, drained: () => drained() };
}

test("what a modem has not taken is thrown away before its port is closed, or the kernel would wait for it", async () => {
  const { port, calls, drained } = hung();
  const { waited } = closePort(port, async () => void calls.push("released"), Hours(1));
  drained();
  await waited;
  expect(calls).toEqual(["flush", "close", "released"]);
});

test("a close that hangs in the kernel keeps nobody waiting, and the port is released when it is over, not before", async () => {
  const { port, calls, drained } = hung();
  const { ended, waited } = closePort(port, async () => void calls.push("released"), Millis(1));
  await waited;
  expect(calls).not.toContain("released");
  drained();
  await ended;
  expect(calls).toContain("released");
});
