import { useSearchParams } from 'wouter';
import { useChart } from '../../client/chart-feed';
import type { FeedSnapshot, LiveFeed } from '../../client/live-feed';
import { type ChartChoice, chartDefaults, choiceFrom, withChoice } from '../../protocol/chart/choice';
import { ProblemError } from '../../protocol/problem';
import { ChartPanel } from '../../ui/chart/ChartPanel';
import { ProblemNotice } from '../../ui/States';

/** What the landing reads, as it arrives. */
export function SourceChart({ feed, snapshot }: { feed: LiveFeed; snapshot: FeedSnapshot }) {
  const [search, setSearch] = useSearchParams();
  const usual = (kind: ChartChoice['kind']) => chartDefaults(kind, snapshot.fields, null);
  const choice = choiceFrom(search, usual);
  const view = useChart(feed, choice, null);
  const { status } = snapshot.subscription;
  if (status.kind === 'refused') return <ProblemNotice error={new ProblemError(status.problem)} />;
  return (
    <ChartPanel
      view={view}
      choice={choice}
      fields={snapshot.fields}
      windowing={null}
      onChange={(changes) => setSearch((previous) => withChoice(previous, changes), { replace: true })}
    />
  );
}
