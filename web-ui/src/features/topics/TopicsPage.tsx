import { Button, Group, Modal, NumberInput, TextInput } from '@mantine/core';
import { IconPlus, IconSearch, IconStack2 } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useCreateTopic, useTopics } from '../../client/topics';
import { liveHref } from '../../protocol/live';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import type { TopicSummary } from '../../protocol/resources';
import { bytes, count, plural, shortCount } from '../../ui/format';
import { More } from '../../ui/More';
import { Page } from '../../ui/Page';
import { Scroll } from '../../ui/Scroll';
import { Empty, Loading, ProblemNotice } from '../../ui/States';

export default function TopicsPage() {
  const topics = useTopics();
  const [search, setSearch] = useState('');
  const [creating, setCreating] = useState(false);
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
        <Button leftSection={<IconPlus size={15} />} onClick={() => setCreating(true)}>
          Create topic
        </Button>
      }
    >
      <ProblemNotice error={topics.error} retry={topics.refetch} />
      {topics.isPending ? <Loading what="Loading topics" /> : null}
      {items?.length === 0 ? (
        <Empty
          icon={<IconStack2 size={34} stroke={1.4} />}
          title="No topics yet"
          actions={<Button onClick={() => setCreating(true)}>Create a topic</Button>}
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
      {creating ? <CreateTopic onClose={() => setCreating(false)} /> : null}
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
            ({ name, partitions, replication_factor, records, size_bytes, owner, dataset, stream }) => (
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

const SHOWN = ['/name', '/partitions', '/configs/retention.ms'];
const HOUR_MS = 3_600_000;

function CreateTopic({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [partitions, setPartitions] = useState<number | string>(3);
  const [hours, setHours] = useState<number | string>('');
  const [, navigate] = useLocation();
  const create = useCreateTopic();
  const reasons = reasonsByPointer(create.error === null ? undefined : problemOf(create.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const configs =
      hours === '' ? {} : { configs: { 'retention.ms': String(Math.round(Number(hours) * HOUR_MS)) } };
    create.mutate(
      { name: name.trim(), partitions: Number(partitions), ...configs },
      { onSuccess: (topic) => navigate(`/topics/${encodeURIComponent(topic.name)}`) },
    );
  };
  return (
    <Modal opened onClose={onClose} title="Create topic">
      <form className="stack" onSubmit={submit}>
        <TextInput
          data-autofocus
          label="Name"
          required
          error={reasons.get('/name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group grow align="flex-start">
          <NumberInput
            label="Partitions"
            min={1}
            max={1000}
            allowDecimal={false}
            error={reasons.get('/partitions')}
            value={partitions}
            onChange={setPartitions}
          />
          <NumberInput
            label="Keep records for"
            suffix=" h"
            placeholder="as the broker does"
            min={0}
            hideControls
            error={reasons.get('/configs/retention.ms')}
            value={hours}
            onChange={setHours}
          />
        </Group>
        <ProblemNotice error={create.error} shown={SHOWN} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create topic
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
