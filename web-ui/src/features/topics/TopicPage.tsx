import { Tabs } from '@mantine/core';
import { useSearchParams } from 'wouter';
import { useTopic } from '../../client/topics';
import { isAbsent } from '../../protocol/problem';
import { formatText } from '../../protocol/record-format';
import type { TopicDetail } from '../../protocol/resources';
import { Absent } from '../../ui/Absent';
import { bytes, plural } from '../../ui/format';
import { Page } from '../../ui/Page';
import { Loading, ProblemNotice, Stale } from '../../ui/States';
import { Browse } from './Browse';
import { ConfigTab } from './ConfigTab';
import { ConnectTab } from './ConnectTab';
import { FormatSection } from './FormatSection';
import { LiveReading } from './LiveReading';
import { PartitionsTab } from './PartitionsTab';
import { PrivacyPill } from './PrivacyPill';
import { TopicActions } from './TopicActions';

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
          <Absent thing={{ kind: 'topic', id: name }} />
        ) : (
          <ProblemNotice error={error} retry={refetch} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={name}
      parent={PARENT}
      beside={<Beside topic={topic} />}
      actions={<TopicActions topic={topic} />}
    >
      <Stale error={error} retry={refetch} />
      <Tabs value={params.get('tab') ?? 'records'} onChange={choose} keepMounted={false}>
        <Tabs.List mb={12}>
          <Tabs.Tab value="records">Records</Tabs.Tab>
          <Tabs.Tab value="format">Format</Tabs.Tab>
          <Tabs.Tab value="partitions">Partitions</Tabs.Tab>
          <Tabs.Tab value="configs">Configuration</Tabs.Tab>
          <Tabs.Tab value="connect">Connect</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="records">
          <Browse topic={name} />
        </Tabs.Panel>
        <Tabs.Panel value="format">
          <FormatSection key={JSON.stringify(topic.format)} topic={topic} />
        </Tabs.Panel>
        <Tabs.Panel value="partitions">
          <PartitionsTab topic={topic} />
        </Tabs.Panel>
        <Tabs.Panel value="configs">
          <ConfigTab topic={topic} />
        </Tabs.Panel>
        <Tabs.Panel value="connect">
          <ConnectTab topic={name} />
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
        {topic.owner ? ` · of ${topic.owner}` : ''}
      </span>
      <PrivacyPill closed={topic.private === true} />
      {topic.format?.value === undefined || topic.format.value.type === 'auto' ? null : (
        <span className="tag">{formatText(topic.format.value)}</span>
      )}
      <LiveReading topic={topic} />
    </>
  );
}
