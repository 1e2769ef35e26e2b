/** SIGTERM, SIGINT, a reader of our output that is gone, and when asked for the end of our input. */
export function endOfRig(withInput: boolean): { readonly promise: Promise<void>; readonly stop: () => void } {
  let end = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    end = resolve;
  });
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  process.stdout.on("error", end);
  if (withInput) process.stdin.on("end", end).on("close", end);
  return {
    promise,
    stop: () => {
      process.off("SIGTERM", end);
      process.off("SIGINT", end);
      // An input that is still open would keep the process alive.
      process.stdin.destroy();
    },
  };
}
