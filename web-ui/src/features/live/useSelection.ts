import { useState } from 'react';
import type { FeedSnapshot, LiveFeed } from '../../client/live-feed';
import type { LiveRecord } from '../../protocol/record';
import type { Follow } from './useFollow';

export interface Selection {
  readonly sequence: number | null;
  readonly record: LiveRecord | undefined;
  /** The drawer shows the record. */
  readonly open: boolean;
  readonly select: (sequence: number) => void;
  /** By rows on the screen: 1 is down, to the older. Marks between records are stepped over. */
  readonly move: (by: 1 | -1) => void;
  readonly show: () => void;
  readonly close: () => void;
}

export function useSelection(feed: LiveFeed, snapshot: FeedSnapshot, follow: Follow): Selection {
  const [sequence, setSequence] = useState<number | null>(null);
  const [held, setHeld] = useState<LiveRecord>();
  const [open, setOpen] = useState(false);

  const go = (to: number): boolean => {
    const row = feed.row(to);
    if (row?.kind !== 'record') return false;
    follow.hold();
    setSequence(to);
    // Kept here as well: it may be overwritten in the buffer while it is being read.
    setHeld(row.record);
    return true;
  };
  const select = (to: number) => {
    if (go(to)) setOpen(true);
  };
  const move = (by: 1 | -1) => {
    if (sequence === null) {
      for (let to = follow.end - 1; to >= snapshot.first; to--) if (go(to)) return;
      return;
    }
    for (let to = sequence - by; to >= snapshot.first && to < follow.end; to -= by) if (go(to)) return;
  };
  const show = () => setOpen(sequence !== null);
  const close = () => {
    setOpen(false);
    setSequence(null);
    setHeld(undefined);
  };
  return { sequence, record: held, open, select, move, show, close };
}
