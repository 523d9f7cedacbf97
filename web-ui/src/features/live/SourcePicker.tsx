import { Button } from '@mantine/core';
import { IconBroadcast } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useDatasetOptions } from '../../client/search';
import { useStreams } from '../../client/streams';
import { useTopics } from '../../client/topics';
import { liveHref, type SourceKind } from '../../protocol/live';
import { Page } from '../../ui/Page';
import { Empty, Loading, ProblemNotice } from '../../ui/States';
import styles from './Live.module.css';

interface Choice {
  readonly name: string;
  readonly beside?: ReactNode;
}

/** The live page before it knows what to show. */
export function SourcePicker() {
  const datasets = useDatasetOptions('');
  const streams = useStreams();
  const topics = useTopics();
  const error = datasets.error ?? streams.error ?? topics.error;
  const pending = datasets.isPending || streams.isPending || topics.isPending;
  const none = [datasets, streams, topics].every(({ data }) => data?.items.length === 0);
  return (
    <Page title="Watch live">
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
          <Choices
            title="Datasets"
            kind="dataset"
            choices={datasets.data?.items.map(({ name, organization }) => ({ name, beside: organization }))}
          />
          <Choices
            title="Streams"
            kind="stream"
            choices={streams.data?.items.map(({ name, state }) => ({ name, beside: state.toLowerCase() }))}
          />
          <Choices title="Topics" kind="topic" choices={topics.data?.items.map(({ name }) => ({ name }))} />
        </div>
      )}
    </Page>
  );
}

function Choices({
  title,
  kind,
  choices,
}: {
  title: string;
  kind: SourceKind;
  choices: readonly Choice[] | undefined;
}) {
  if (choices === undefined) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {choices.length === 0 ? <span className="faint">None</span> : null}
      {choices.map(({ name, beside }) => (
        <Link key={name} href={liveHref({ kind, name })}>
          <span className="mono cut">{name}</span>
          <span className="small faint">{beside}</span>
        </Link>
      ))}
    </section>
  );
}
