import type { SetSearchParams } from 'wouter';
import { useChart } from '../../client/chart-feed';
import type { FeedSnapshot, LiveFeed } from '../../client/live-feed';
import { useStream } from '../../client/streams';
import { type ChartChoice, chartDefaults, choiceFrom, withChoice } from '../../protocol/chart/choice';
import type { LiveSource } from '../../protocol/live';
import { windowingOf } from '../../protocol/stream';
import { ChartPanel } from '../../ui/chart/ChartPanel';
import styles from './Live.module.css';

interface ChartTabProps {
  readonly source: LiveSource;
  readonly feed: LiveFeed;
  readonly snapshot: FeedSnapshot;
  readonly search: URLSearchParams;
  readonly setSearch: SetSearchParams;
}

/** The same records as in the table, as a chart. Of a stream with windows, later rows replace earlier ones. */
export function ChartTab({ source, feed, snapshot, search, setSearch }: ChartTabProps) {
  const stream = useStream(source.name, source.kind === 'stream');
  const windowing = windowingOf(stream.data?.window);
  const choice = choiceFrom(search, (kind) => chartDefaults(kind, snapshot.fields, windowing));
  const view = useChart(feed, choice, windowing);
  const change = (changes: Partial<ChartChoice>) =>
    setSearch((previous) => withChoice(previous, changes), { replace: true });
  return (
    <div className={styles.chart}>
      <ChartPanel
        view={view}
        choice={choice}
        fields={snapshot.fields}
        windowing={windowing}
        onChange={change}
      />
    </div>
  );
}
