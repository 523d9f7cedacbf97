import { Button, TextInput } from '@mantine/core';
import { IconFlag, IconPlus, IconSearch, IconStack2 } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useTopics } from '../../client/topics';
import { liveHref } from '../../protocol/live';
import type { TopicSummary } from '../../protocol/resources';
import { bytes, count, plural, shortCount } from '../../ui/format';
import { More } from '../../ui/More';
import { Page } from '../../ui/Page';
import { Scroll } from '../../ui/Scroll';
import { Empty, Loading, ProblemNotice } from '../../ui/States';
import { ClaimName, CreateTopic } from './NewTopicDialogs';
import { PrivacyPill } from './PrivacyPill';

export default function TopicsPage() {
  const topics = useTopics();
  const [search, setSearch] = useState('');
  const [dialog, setDialog] = useState<'create' | 'claim'>();
  const close = () => setDialog(undefined);
  const items = topics.data?.items;
  const shown = items?.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()));
  return (
    <Page
      title="Topics"
      beside={
        items === undefined ? null : (
          <span className="dim num">{plural(topics.data?.total ?? items.length, 'topic')}</span>
        )
      }
      actions={
        <>
          <Button variant="default" leftSection={<IconFlag size={15} />} onClick={() => setDialog('claim')}>
            Claim a name
          </Button>
          <Button leftSection={<IconPlus size={15} />} onClick={() => setDialog('create')}>
            Create topic
          </Button>
        </>
      }
    >
      <ProblemNotice error={topics.error} retry={topics.refetch} />
      {topics.isPending ? <Loading what="Loading topics" /> : null}
      {items?.length === 0 ? (
        <Empty
          icon={<IconStack2 size={34} stroke={1.4} />}
          title="No topics yet"
          actions={<Button onClick={() => setDialog('create')}>Create a topic</Button>}
        >
          Topics also come with generators and streams.
        </Empty>
      ) : null}
      {items !== undefined && items.length > 0 ? (
        <>
          <TextInput
            mb={8}
            w={320}
            aria-label="Search topics"
            placeholder="Search topics"
            leftSection={<IconSearch size={15} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <TopicTable topics={shown ?? []} />
          <More list={topics} />
          {shown?.length === 0 ? <Empty title="No topic has that in its name" /> : null}
        </>
      ) : null}
      {dialog === 'create' ? <CreateTopic onClose={close} /> : null}
      {dialog === 'claim' ? <ClaimName onClose={close} /> : null}
    </Page>
  );
}

function TopicTable({ topics }: { topics: readonly TopicSummary[] }) {
  return (
    <Scroll label="Topics table">
      <table className="table" aria-label="Topics">
        <thead>
          <tr>
            <th>Name</th>
            <th>Belongs to</th>
            <th>Owner</th>
            <th>Access</th>
            <th className="right">Partitions</th>
            <th className="right">Replicas</th>
            <th className="right">Records</th>
            <th className="right">Size</th>
            <th>
              <span className="unseen">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {topics.map(
            ({
              name,
              partitions,
              replication_factor,
              records,
              size_bytes,
              owner,
              dataset,
              stream,
              private: closed,
            }) => (
              <tr key={name} data-testid="topic-row">
                <td>
                  <Link
                    href={`/topics/${encodeURIComponent(name)}`}
                    className="mono"
                    style={{ color: 'var(--ink)' }}
                  >
                    {name}
                  </Link>
                </td>
                <td className="dim">
                  {dataset ? (
                    <Link href={`/datasets/${encodeURIComponent(dataset)}`}>dataset {dataset}</Link>
                  ) : null}
                  {stream ? (
                    <Link href={`/streams/${encodeURIComponent(stream)}`}>stream {stream}</Link>
                  ) : null}
                </td>
                <td className="dim">{owner ?? '–'}</td>
                <td className="fit">
                  <PrivacyPill closed={closed === true} />
                </td>
                <td className="right">{count(partitions)}</td>
                <td className="right">{count(replication_factor)}</td>
                <td className="right">{shortCount(records)}</td>
                <td className="right">{bytes(size_bytes)}</td>
                <td className="fit">
                  <Button
                    component={Link}
                    href={liveHref({ kind: 'topic', name })}
                    size="compact-xs"
                    variant="default"
                    aria-label={`Watch live: ${name}`}
                  >
                    Watch
                  </Button>
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </Scroll>
  );
}
