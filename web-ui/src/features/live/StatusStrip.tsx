import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { BUFFER_ROWS, type FeedSnapshot } from '../../client/live-feed';
import type { Status } from '../../protocol/subscription';
import { Countdown } from '../../ui/Countdown';
import { clock, count, duration, percent, rate, shortCount } from '../../ui/format';
import { Sparkline } from '../../ui/Sparkline';
import styles from './Live.module.css';
import { LivePill } from './LivePill';

const IDLE_MS = 10_000;

/** Always in sight: the state, how fast it flows, and every loss that there was. */
export function StatusStrip({ snapshot }: { snapshot: FeedSnapshot }) {
  const { subscription, stats, rates, first, next, skipped } = snapshot;
  const dropped = Math.max(stats.dropped, skipped);
  const size = next - first;
  return (
    <div className={styles.strip}>
      <LivePill status={subscription.status} />
      <Retry status={subscription.status} />
      <Figure label="Matching records per second over the last minute">
        <Sparkline values={rates} />
        <b data-testid="live-rate">{rate(stats.rate)}</b>/s
      </Figure>
      <Figure label="Records that matched, of those the server looked at">
        <b data-testid="live-matched">{shortCount(stats.matched)}</b> of {shortCount(stats.scanned)} scanned
        <span className="faint">{percent(stats.matched, stats.scanned)}</span>
      </Figure>
      <Figure label="Records behind the newest one">
        lag <b>{shortCount(stats.lag)}</b>
      </Figure>
      <Figure
        label="Records that this view was not sent; each gap is a row in the table"
        tone={dropped > 0 ? 'warn' : undefined}
      >
        dropped <b data-testid="live-dropped">{shortCount(dropped)}</b>
      </Figure>
      <Figure
        label="Records that the filter could not be tried on, such as those that are not JSON"
        tone={stats.errors > 0 ? 'bad' : undefined}
      >
        errors <b data-testid="live-errors">{shortCount(stats.errors)}</b>
      </Figure>
      <Idle snapshot={snapshot} />
      <Figure
        label={
          size >= BUFFER_ROWS
            ? 'The buffer is full: for each new row the oldest goes'
            : 'Rows kept on this page'
        }
        end
      >
        buffer <b>{count(size)}</b> / {count(BUFFER_ROWS)}
      </Figure>
    </div>
  );
}

/** What is tried again by itself, and when. */
function Retry({ status }: { status: Status }) {
  if (status.kind !== 'limited' && status.kind !== 'reconnecting') return null;
  return (
    <span className={styles.figure} data-testid="live-retry">
      {status.kind === 'limited' ? 'over a limit, trying again ' : 'trying again '}
      <Countdown until={status.retryAt} />
    </span>
  );
}

function Figure({
  label,
  tone,
  end,
  children,
}: {
  label: string;
  tone?: 'warn' | 'bad' | undefined;
  end?: boolean;
  children: ReactNode;
}) {
  return (
    <Tooltip label={label}>
      <span className={styles.figure} data-tone={tone} data-end={end}>
        {children}
      </span>
    </Tooltip>
  );
}

function Idle({ snapshot: { subscription, lastRecordAt } }: { snapshot: FeedSnapshot }) {
  if (subscription.status.kind !== 'live' || lastRecordAt === null) return null;
  const idle = Date.now() - lastRecordAt;
  if (idle < IDLE_MS) return null;
  return (
    <span className={styles.figure}>
      no match for {duration(idle)}; last one {clock(lastRecordAt).slice(0, 8)}
    </span>
  );
}
