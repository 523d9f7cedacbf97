import { Button } from '@mantine/core';
import { IconBookmarks, IconBroadcast } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useDatasetOptions } from '../../client/search';
import { useStreams } from '../../client/streams';
import { useTopics } from '../../client/topics';
import { useViews } from '../../client/views';
import { liveHref, type SourceKind } from '../../protocol/live';
import { viewHref } from '../../protocol/view';
import { Page } from '../../ui/Page';
import { Empty, Loading, ProblemNotice } from '../../ui/States';
import styles from './Live.module.css';

interface Choice {
  readonly key: string;
  readonly name: string;
  readonly href: string;
  readonly beside?: ReactNode;
}

function ofSource(kind: SourceKind, name: string, beside?: ReactNode): Choice {
  return { key: name, name, href: liveHref({ kind, name }), beside };
}

/** The live page before it knows what to show. */
export function SourcePicker() {
  const datasets = useDatasetOptions('');
  const streams = useStreams();
  const topics = useTopics();
  const views = useViews();
  const error = datasets.error ?? streams.error ?? topics.error ?? views.error;
  const pending = datasets.isPending || streams.isPending || topics.isPending;
  const none = [datasets, streams, topics].every(({ data }) => data?.items.length === 0);
  return (
    <Page
      title="Watch live"
      actions={
        <Button component={Link} href="/views" variant="default" leftSection={<IconBookmarks size={15} />}>
          Saved views
        </Button>
      }
    >
      <ProblemNotice error={error} />
      {pending ? <Loading what="Loading what can be watched" /> : null}
      {none ? (
        <Empty
          icon={<IconBroadcast size={34} stroke={1.4} />}
          title="Nothing to watch yet"
          actions={
            <Button component={Link} href="/catalog/new">
              Register a dataset
            </Button>
          }
        >
          Register a file, a feed or a Kafka topic, or start a generator to try things out.
        </Empty>
      ) : (
        <div className={styles.choices}>
          {views.data === undefined || views.data.items.length === 0 ? null : (
            <Choices
              title="Saved views"
              choices={views.data.items.map((view) => ({
                key: view.id,
                name: view.name,
                beside: view.owner,
                href: viewHref(view),
              }))}
            />
          )}
          <Choices
            title="Datasets"
            choices={datasets.data?.items.map(({ name, organization }) =>
              ofSource('dataset', name, organization),
            )}
          />
          <Choices
            title="Streams"
            choices={streams.data?.items.map(({ name, state }) =>
              ofSource('stream', name, state.toLowerCase()),
            )}
          />
          <Choices title="Topics" choices={topics.data?.items.map(({ name }) => ofSource('topic', name))} />
        </div>
      )}
    </Page>
  );
}

function Choices({ title, choices }: { title: string; choices: readonly Choice[] | undefined }) {
  if (choices === undefined) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {choices.length === 0 ? <span className="faint">None</span> : null}
      {choices.map(({ key, name, href, beside }) => (
        <Link key={key} href={href}>
          <span className="mono cut">{name}</span>
          <span className="small faint">{beside}</span>
        </Link>
      ))}
    </section>
  );
}
