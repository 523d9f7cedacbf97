import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type Notice, noticeOf } from '../protocol/alert';
import type { LiveQuery } from '../protocol/live';
import { LiveFeed } from './live-feed';

/** Rules may have topics of their own; each watched one takes a live view of the user's. */
const MAX_TOPICS = 4;
const REFRESH_AFTER_MS = 300;

/** Hears of alerts as they are written to these topics, and has what is shown of alerts looked at again. */
export function useAlertNotices(topics: readonly string[], onNotice: (notice: Notice) => void): void {
  const queries = useQueryClient();
  const heard = useRef(onNotice);
  heard.current = onNotice;
  const watched = topics.slice(0, MAX_TOPICS).join('\n');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const lookAgain = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void queries.invalidateQueries({ queryKey: ['alerts'] });
      }, REFRESH_AFTER_MS);
    };
    const onEvent = (notice: Notice) => {
      heard.current(notice);
      lookAgain();
    };
    const stops = watched === '' ? [] : watched.split('\n').map((topic) => watch(topic, onEvent, lookAgain));
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [watched, queries]);
}

/** A topic that one may not read, or that is not there yet, brings no notices; the page of alerts shows them all the same. */
function watch(topic: string, onNotice: (notice: Notice) => void, onLive: () => void): () => void {
  const query: LiveQuery = {
    source: { kind: 'topic', name: topic },
    where: '',
    select: '',
    from: 'latest',
    delivery: 'latest',
  };
  const feed = new LiveFeed(query);
  let read = feed.range.next;
  const stop = feed.onArrival(() => {
    const { first, next } = feed.range;
    for (read = Math.max(read, first); read < next; read++) {
      const row = feed.row(read);
      const notice = row?.kind === 'record' ? noticeOf(row.record.value) : undefined;
      if (notice !== undefined) onNotice(notice);
    }
  });
  // What fired before the view stood is in no record of it.
  let live = false;
  const unsubscribe = feed.subscribe(() => {
    const before = live;
    live = feed.snapshot().subscription.status.kind === 'live';
    if (live && !before) onLive();
  });
  feed.start(query);
  return () => {
    stop();
    unsubscribe();
    feed.stop();
  };
}
