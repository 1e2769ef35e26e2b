import { closeSync, openSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { guardHangUp, isPolledPort } from "../../src/host/hang-up-guard.ts";

function port(path: string) {
  const fd = openSync(path, "r");
  const polled = {
    fd: fd as number | null,
    poller: { once: () => {} },
    read: () => Promise.reject(new Error("not guarded")),
  };
  return { fd, polled };
}

describe("a terminal that was hung up", () => {
  it("reads zero bytes, and that ends the port instead of being asked again for ever", async () => {
    const { fd, polled } = port("/dev/null");
    if (isPolledPort(polled)) guardHangUp(polled);
    await expect(Reflect.apply(polled.read, polled, [Buffer.alloc(8), 0, 8])).rejects.toThrow("port-hung-up");
    closeSync(fd);
  });

  it("bytes pass as they are", async () => {
    const { fd, polled } = port("/dev/zero");
    if (isPolledPort(polled)) guardHangUp(polled);
    await expect(Reflect.apply(polled.read, polled, [Buffer.alloc(8, 1), 0, 8])).resolves.toMatchObject({
      bytesRead: 8,
    });
    closeSync(fd);
  });

  it("a port that was closed cancels the read, which is no failure", async () => {
    const { fd, polled } = port("/dev/zero");
    if (isPolledPort(polled)) guardHangUp(polled);
    polled.fd = null;
    await expect(Reflect.apply(polled.read, polled, [Buffer.alloc(8), 0, 8])).rejects.toMatchObject({ canceled: true });
    closeSync(fd);
  });
});
