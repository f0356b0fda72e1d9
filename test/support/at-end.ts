/**
 * Does something when this process ends, also by the signal that ends a worker of the tests, on which Node runs no
 * handlers for its exit.
 *
 * @returns leaves it undone
 */
export function atEnd(work: () => void): () => void {
  const onSignal = (): void => {
    work();
    // It is not heard any more, and so ends the process.
    process.kill(process.pid, 'SIGTERM');
  };
  process.once('exit', work).once('SIGTERM', onSignal);
  return () => process.off('exit', work).off('SIGTERM', onSignal);
}
