import { useSearchParams } from 'wouter';
import { useChart } from '../../client/chart-feed';
import { type FeedSnapshot, type LiveFeed, useLiveFeed } from '../../client/live-feed';
import { type ChartChoice, chartDefaults, choiceFrom, withChoice } from '../../protocol/chart/choice';
import { latestRows } from '../../protocol/latest';
import type { LiveQuery } from '../../protocol/live';
import { ProblemError } from '../../protocol/problem';
import type { LiveRecord } from '../../protocol/record';
import { type Stream, windowingOf } from '../../protocol/stream';
import { ChartPanel } from '../../ui/chart/ChartPanel';
import { rate, shortCount } from '../../ui/format';
import { Empty, ProblemNotice } from '../../ui/States';
import { ValueGrid } from '../../ui/ValueGrid';

const ROWS = 100;
/** Of the newest records of a windowed stream: those that the rows of its latest windows are looked for in. */
const LOOKED_AT = 2000;

/** What the stream writes, as it writes it. */
export function FlowTab({ stream, as }: { stream: Stream; as: 'records' | 'chart' }) {
  const query: LiveQuery = {
    source: { kind: 'stream', name: stream.name },
    where: '',
    select: '',
    from: 'last:1000',
    delivery: 'latest',
  };
  const [feed, snapshot] = useLiveFeed(query);
  const { status } = snapshot.subscription;
  if (status.kind === 'refused') return <ProblemNotice error={new ProblemError(status.problem)} />;
  return as === 'chart' ? (
    <FlowChart stream={stream} feed={feed} snapshot={snapshot} />
  ) : (
    <FlowRows stream={stream} feed={feed} snapshot={snapshot} />
  );
}

interface FlowProps {
  readonly stream: Stream;
  readonly feed: LiveFeed;
  readonly snapshot: FeedSnapshot;
}

function FlowChart({ stream, feed, snapshot }: FlowProps) {
  const [search, setSearch] = useSearchParams();
  const windowing = windowingOf(stream.window);
  const usual = (kind: ChartChoice['kind']) => chartDefaults(kind, snapshot.fields, windowing);
  const choice = choiceFrom(search, usual);
  const view = useChart(feed, choice, windowing);
  return (
    <ChartPanel
      view={view}
      choice={choice}
      fields={snapshot.fields}
      windowing={windowing}
      onChange={(changes) => setSearch((previous) => withChoice(previous, changes), { replace: true })}
    />
  );
}

function FlowRows({ stream, feed, snapshot }: FlowProps) {
  const windowing = windowingOf(stream.window);
  const rows = latestRows(newestFirst(feed, snapshot), windowing, ROWS);
  const { stats, skipped } = snapshot;
  if (rows.length === 0) {
    return <Empty title="No records yet">As soon as {stream.name} writes one, it shows here.</Empty>;
  }
  return (
    <>
      <p className="small dim num" style={{ margin: '0 0 6px' }}>
        {windowing === null
          ? 'The newest records'
          : 'The latest row of each window and key, the newest window first'}
        ; {rate(stats.rate)} records a second
        {skipped > 0 ? `; ${shortCount(skipped)} were skipped` : ''}
      </p>
      <ValueGrid label="Newest rows" rows={rows} />
    </>
  );
}

function* newestFirst(feed: LiveFeed, { first, next }: FeedSnapshot): Generator<LiveRecord> {
  for (let sequence = next - 1; sequence >= Math.max(first, next - LOOKED_AT); sequence--) {
    const row = feed.row(sequence);
    if (row?.kind === 'record') yield row.record;
  }
}
