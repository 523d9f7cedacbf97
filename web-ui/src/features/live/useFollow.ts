import { useCallback, useEffect, useState } from 'react';
import { BUFFER_ROWS, type FeedSnapshot, type LiveFeed } from '../../client/live-feed';

export interface Follow {
  /** Sequence number behind the newest row on screen. */
  readonly end: number;
  readonly held: boolean;
  readonly unseen: number;
  readonly hold: () => void;
  readonly release: () => void;
}

/**
 * Whether the table runs along. Held, it stands still while the buffer goes on filling behind it; before the buffer
 * could overwrite what is being read, the flow itself is paused on the server, which keeps the place.
 */
export function useFollow(feed: LiveFeed, snapshot: FeedSnapshot): Follow {
  const [heldAt, setHeldAt] = useState<number | null>(null);
  const [pausedByHold, setPausedByHold] = useState(false);
  const { first, next, subscription } = snapshot;
  const unseen = heldAt === null ? 0 : next - heldAt;

  useEffect(() => {
    if (unseen < BUFFER_ROWS / 2 || subscription.paused) return;
    feed.pause();
    setPausedByHold(true);
  }, [feed, unseen, subscription.paused]);

  useEffect(() => {
    // The rows that it was held on are gone: the view was emptied, or the filter changed.
    if (heldAt !== null && heldAt <= first) setHeldAt(null);
  }, [heldAt, first]);

  const hold = useCallback(() => setHeldAt((at) => at ?? feed.snapshot().next), [feed]);
  const release = useCallback(() => {
    setHeldAt(null);
    if (pausedByHold) feed.resume();
    setPausedByHold(false);
  }, [feed, pausedByHold]);
  return { end: heldAt ?? next, held: heldAt !== null, unseen, hold, release };
}
