import { ActionIcon, Button, Menu, Tabs } from '@mantine/core';
import { IconDots, IconEraser, IconSend, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useTopic } from '../../client/topics';
import { liveHref } from '../../protocol/live';
import { isAbsent } from '../../protocol/problem';
import { formatText } from '../../protocol/record-format';
import type { TopicDetail } from '../../protocol/resources';
import { bytes, count, plural } from '../../ui/format';
import { Page } from '../../ui/Page';
import { Scroll } from '../../ui/Scroll';
import { Empty, Loading, ProblemNotice, Stale } from '../../ui/States';
import { Browse } from './Browse';
import { DeleteTopic, PurgeTopic } from './DangerDialogs';
import { FormatSection } from './FormatSection';
import { LiveReading } from './LiveReading';
import { ProduceDialog } from './ProduceDialog';

const PARENT = { title: 'Topics', href: '/topics' };

export default function TopicPage({ name }: { name: string }) {
  const { data: topic, error, isPending, refetch } = useTopic(name);
  const [params, setParams] = useSearchParams();
  const choose = (tab: string | null) =>
    setParams(tab === null || tab === 'records' ? {} : { tab }, { replace: true });
  if (topic === undefined) {
    const gone = isAbsent(error);
    return (
      <Page title={name} parent={PARENT}>
        {isPending ? <Loading what="Loading the topic" /> : null}
        {gone ? (
          <Empty title="There is no such topic">It may have been deleted, or you may not see it.</Empty>
        ) : (
          <ProblemNotice error={error} retry={refetch} />
        )}
      </Page>
    );
  }
  return (
    <Page title={name} parent={PARENT} beside={<Beside topic={topic} />} actions={<Actions topic={topic} />}>
      <Stale error={error} retry={refetch} />
      <Tabs value={params.get('tab') ?? 'records'} onChange={choose} keepMounted={false}>
        <Tabs.List mb={12}>
          <Tabs.Tab value="records">Records</Tabs.Tab>
          <Tabs.Tab value="format">Format</Tabs.Tab>
          <Tabs.Tab value="partitions">Partitions</Tabs.Tab>
          <Tabs.Tab value="configs">Configuration</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="records">
          <Browse topic={name} />
        </Tabs.Panel>
        <Tabs.Panel value="format">
          <FormatSection key={JSON.stringify(topic.format)} topic={topic} />
        </Tabs.Panel>
        <Tabs.Panel value="partitions">
          <Partitions topic={topic} />
        </Tabs.Panel>
        <Tabs.Panel value="configs">
          <Configs configs={topic.configs} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Beside({ topic }: { topic: TopicDetail }) {
  return (
    <>
      <span className="dim num">
        {plural(topic.partitions, 'partition')} · {plural(topic.records, 'record')} ·{' '}
        {bytes(topic.size_bytes)}
      </span>
      {topic.format?.value === undefined || topic.format.value.type === 'auto' ? null : (
        <span className="tag">{formatText(topic.format.value)}</span>
      )}
      <LiveReading topic={topic} />
    </>
  );
}

type Dialog = 'produce' | 'purge' | 'delete';

function Actions({ topic }: { topic: TopicDetail }) {
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  return (
    <>
      <Button variant="default" leftSection={<IconSend size={15} />} onClick={() => setDialog('produce')}>
        Produce
      </Button>
      <Button
        component={Link}
        variant="default"
        href={`/streams/new?topic=${encodeURIComponent(topic.name)}`}
      >
        Create stream
      </Button>
      {topic.live === false ? null : (
        <Button component={Link} href={liveHref({ kind: 'topic', name: topic.name })}>
          Watch live
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label="More actions" variant="default" size={30}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconEraser size={15} />} onClick={() => setDialog('purge')}>
            Purge records…
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setDialog('delete')}>
            Delete topic…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'produce' ? <ProduceDialog topic={topic} onClose={close} /> : null}
      {dialog === 'purge' ? <PurgeTopic topic={topic} onClose={close} /> : null}
      {dialog === 'delete' ? <DeleteTopic topic={topic} onClose={close} /> : null}
    </>
  );
}

function Partitions({ topic }: { topic: TopicDetail }) {
  return (
    <Scroll label="Partitions table">
      <table className="table tight" aria-label="Partitions">
        <thead>
          <tr>
            <th className="right fit">Partition</th>
            <th className="right">Leader</th>
            <th>Replicas</th>
            <th>In sync</th>
            <th className="right">First offset</th>
            <th className="right">Next offset</th>
            <th className="right">Records</th>
          </tr>
        </thead>
        <tbody>
          {topic.partition_details.map(({ partition, leader, replicas, isr, begin_offset, end_offset }) => (
            <tr key={partition}>
              <td className="right">{partition}</td>
              <td className="right">{leader}</td>
              <td className="num">{replicas.join(', ')}</td>
              <td className="num" style={isr.length < replicas.length ? { color: 'var(--bad)' } : undefined}>
                {isr.join(', ')}
              </td>
              <td className="right">{count(begin_offset)}</td>
              <td className="right">{count(end_offset)}</td>
              <td className="right">{count(end_offset - begin_offset)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Configs({ configs }: { configs: Readonly<Record<string, string>> }) {
  const entries = Object.entries(configs).sort(([a], [b]) => a.localeCompare(b));
  return (
    <Scroll label="Configuration table">
      <table className="table tight" aria-label="Configuration">
        <thead>
          <tr>
            <th>Name</th>
            <th>Value</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(([name, value]) => (
            <tr key={name}>
              <td className="mono">{name}</td>
              <td className="mono">{value === '' ? <span className="faint">empty</span> : value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
