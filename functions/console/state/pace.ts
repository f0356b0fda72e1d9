import { useEffect, useRef } from 'preact/hooks';

/** How often the journal is asked, ms: at first, and at most as seldom while nothing comes. */
export const paces = {
  laptop: { least: 1_000, most: 8_000 },
  deployed: { least: 3_000, most: 24_000 },
} as const;

export type Pace = (typeof paces)[keyof typeof paces];

const slower = 1.5;

/**
 * Does something again and again, less often while it finds nothing, and not while the page is hidden.
 *
 * @param look gives whether it found something
 */
export function useLive(look: () => Promise<boolean>, { least, most }: Pace, on: boolean): void {
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    if (!on) return;
    let pause: number = least;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const next = (): void => {
      if (!ended && document.visibilityState === 'visible') timer = setTimeout(again, pause);
    };
    const again = async (): Promise<void> => {
      const found = await latest.current().catch(() => false);
      pause = found ? least : Math.min(most, pause * slower);
      next();
    };
    const onVisible = (): void => {
      clearTimeout(timer);
      pause = least;
      if (document.visibilityState === 'visible') void again();
    };
    document.addEventListener('visibilitychange', onVisible);
    next();
    return () => {
      ended = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [least, most, on]);
}
