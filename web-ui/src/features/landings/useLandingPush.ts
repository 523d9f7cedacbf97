import { useEffect, useRef } from 'react';
import { useRefreshLanding } from '../../client/landings';
import type { LiveFeed } from '../../client/live-feed';
import type { Landing } from '../../protocol/landing';

/** A batch that was just read is in the table about this much later. */
const LANDS_AFTER_MS = 400;

/**
 * Looks at a landing's figures when records of its source have come, and again while it is behind: they are told within a
 * second, and nobody asks while nothing happens.
 */
export function useLandingPush(asked: string, { stats, state }: Landing, feed: LiveFeed): void {
  const refresh = useRefreshLanding(asked);
  const latest = useRef(refresh);
  latest.current = refresh;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const soon = useRef(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void latest.current();
    }, LANDS_AFTER_MS);
  });
  useEffect(() => {
    const stop = feed.onArrival(soon.current);
    return () => {
      stop();
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [feed]);
  const behind = (stats?.lag ?? 0) > 0 && state === 'RUNNING';
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each new look at the figures
  useEffect(() => {
    if (behind) soon.current();
  }, [behind, stats]);
}
