import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef } from 'react';
import type { FeedSnapshot, LiveFeed } from '../../client/live-feed';
import { type Column, templateOf, totalWidth } from './columns';
import { HeaderRow } from './HeaderRow';
import styles from './Live.module.css';
import { RowView } from './RowView';
import type { Follow } from './useFollow';

export const ROW_PX = 26;
const EDGE_PX = 4;
const HEADER_PX = 28;
/** Above this many records a second everything would flash all the time, and most rows are on screen once only. */
const CALM_PER_SECOND = 25;
/** A backlog that arrives in one piece is not news. */
const FLASHING_AT_ONCE = 12;

interface LiveTableProps {
  readonly feed: LiveFeed;
  readonly snapshot: FeedSnapshot;
  readonly follow: Follow;
  readonly columns: readonly Column[];
  readonly selected: number | null;
  readonly scrollRef: RefObject<HTMLDivElement | null>;
  readonly onSelect: (sequence: number) => void;
  readonly onResize: (id: string, width: number) => void;
}

/**
 * Newest on top, so that a table that is held never moves: what arrives waits above it, what goes leaves below.
 */
export function LiveTable({
  feed,
  snapshot,
  follow,
  columns,
  selected,
  scrollRef,
  onSelect,
  onResize,
}: LiveTableProps) {
  const template = templateOf(columns);
  const { end, held, hold, release } = follow;
  const rows = Math.max(0, end - snapshot.first);
  const own = useRef(end);
  own.current = end;
  const virtualizer = useVirtualizer({
    count: rows,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => end - 1 - index,
    paddingStart: HEADER_PX,
    scrollPaddingStart: HEADER_PX,
    overscan: 6,
    useFlushSync: false,
  });
  // Calm, a row keeps its elements for life; else each place keeps its elements, and only their text changes.
  const calm = held || snapshot.stats.rate < CALM_PER_SECOND;
  const drawn = useRef(end);
  const few = end - drawn.current <= FLASHING_AT_ONCE;
  useEffect(() => {
    drawn.current = end;
  });
  useHoldOnTextSelection(scrollRef, hold);
  useEffect(() => {
    if (selected !== null) virtualizer.scrollToIndex(own.current - 1 - selected, { align: 'auto' });
  }, [selected, virtualizer]);
  const onScroll = () => {
    const top = scrollRef.current?.scrollTop ?? 0;
    if (top > EDGE_PX && !held) hold();
    else if (top <= EDGE_PX && held && selected === null) release();
  };
  return (
    <div
      ref={scrollRef}
      className={styles.scroll}
      onScroll={onScroll}
      tabIndex={0}
      role="region"
      aria-label="Live records"
    >
      <div
        className={styles.grid}
        role="table"
        aria-rowcount={rows + 1}
        style={{ height: virtualizer.getTotalSize(), width: totalWidth(columns) }}
      >
        <HeaderRow columns={columns} template={template} onResize={onResize} />
        {virtualizer.getVirtualItems().map(({ key, index, start }) => (
          <RowView
            key={calm ? key : index}
            row={feed.row(Number(key))}
            sequence={Number(key)}
            top={start}
            columns={columns}
            template={template}
            selected={key === selected}
            fresh={calm && few && Number(key) >= drawn.current}
            onSelect={onSelect}
          />
        ))}
      </div>
    </div>
  );
}

/** Nothing is more annoying than text that runs away while it is being marked. */
function useHoldOnTextSelection(scrollRef: RefObject<HTMLDivElement | null>, hold: () => void): void {
  useEffect(() => {
    const onChange = () => {
      const marked = document.getSelection();
      if (marked === null || marked.isCollapsed) return;
      if (scrollRef.current?.contains(marked.anchorNode)) hold();
    };
    document.addEventListener('selectionchange', onChange);
    return () => document.removeEventListener('selectionchange', onChange);
  }, [scrollRef, hold]);
}
