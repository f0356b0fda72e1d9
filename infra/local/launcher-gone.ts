const pollMs = 500;

/**
 * Calls back when the npm that started this process has ended without telling it: npm passes a signal to the
 * shell between the two, and not every shell passes it on. Started without npm, it may outlive its starter.
 *
 * @param launchedBy npm's own variable npm_lifecycle_event
 */
export function onLauncherGone(launchedBy: string | undefined, callback: () => void): void {
  if (launchedBy === undefined) return;
  const launcher = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === launcher) return;
    clearInterval(timer);
    callback();
  }, pollMs);
  timer.unref();
}
