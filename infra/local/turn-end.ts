let ending: Promise<void> | undefined;

/**
 * Waits for the end of this turn of the event loop.
 *
 * Answers that are ready in the same turn are sent together then: a client that sleeps is woken once for all of
 * them, which takes the kernel as long as to answer one.
 */
export function turnEnd(): Promise<void> {
  ending ??= new Promise((resolve) => {
    setImmediate(() => {
      ending = undefined;
      resolve();
    });
  });
  return ending;
}
