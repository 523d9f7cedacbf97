import { Tabs } from '@mantine/core';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useStream } from '../../client/streams';
import { isAbsent } from '../../protocol/problem';
import type { Stream } from '../../protocol/stream';
import { Absent } from '../../ui/Absent';
import { type Figure, Figures } from '../../ui/Figures';
import { rate, shortCount } from '../../ui/format';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import { StatePill } from '../../ui/StatePill';
import { Loading, ProblemNotice, Stale } from '../../ui/States';
import { DefinitionTab } from './DefinitionTab';
import { DeleteStream } from './DeleteStream';
import { FailuresTab } from './FailuresTab';
import { FlowTab } from './FlowTab';
import { GraphTab } from './graph/GraphTab';
import { StreamActions } from './StreamActions';
import { UpgradeNotice } from './UpgradeNotice';

/** What a stream is, what it does at the moment, and what came of it. */
export default function StreamPage({ id }: { id: string }) {
  const stream = useStream(id);
  const [deleting, setDeleting] = useState(false);
  const [, navigate] = useLocation();
  const { data } = stream;
  const absent = isAbsent(stream.error);
  return (
    <Page
      title={data?.name ?? id}
      parent={{ title: 'Streams', href: '/streams' }}
      beside={data === undefined || absent ? null : <StatePill state={data.state} reason={data.reason} />}
      actions={
        data === undefined || absent ? null : (
          <StreamActions stream={data} onDelete={() => setDeleting(true)} />
        )
      }
    >
      {absent ? <Absent thing={{ kind: 'stream', id }} /> : null}
      {stream.isPending ? <Loading what="Loading the stream" /> : null}
      {data === undefined && !absent ? <ProblemNotice error={stream.error} retry={stream.refetch} /> : null}
      {data === undefined || absent ? null : (
        <>
          <Stale error={stream.error} retry={stream.refetch} />
          <Failed stream={data} />
          <UpgradeNotice stream={data} />
          <Figures figures={figuresOf(data)} />
          <StreamTabs stream={data} />
        </>
      )}
      {deleting && data !== undefined ? (
        <DeleteStream
          stream={data}
          onClose={() => setDeleting(false)}
          onDeleted={() => navigate('/streams')}
        />
      ) : null}
    </Page>
  );
}

function Failed({ stream: { state, reason } }: { stream: Stream }) {
  if (state !== 'FAILED') return null;
  return (
    <Notice tone="bad">
      <strong>It has failed.</strong> {reason ?? 'No reason was told.'}
    </Notice>
  );
}

function figuresOf({ stats, version, dead_letters, window }: Stream): Figure[] {
  const figure = (label: string, value: number | undefined, tone?: Figure['tone']): Figure => ({
    label,
    value: value === undefined ? '–' : shortCount(value),
    tone: value !== undefined && value > 0 ? tone : undefined,
  });
  return [
    figure('Scanned', stats?.scanned),
    figure('Matched', stats?.matched),
    { label: 'Per second', value: stats ? rate(stats.rate) : '–' },
    figure('Lag', stats?.lag),
    ...(window ? [figure('Late', stats?.late ?? 0, 'warn')] : []),
    figure('Failed', stats?.failed, 'bad'),
    ...(dead_letters ? [figure('Dead letters', dead_letters.count, 'bad')] : []),
    ...(version === undefined ? [] : [{ label: 'Version', value: version, testId: 'version' }]),
  ];
}

function StreamTabs({ stream }: { stream: Stream }) {
  const [search, setSearch] = useSearchParams();
  const tab = search.get('tab') ?? 'records';
  const choose = (chosen: string | null) =>
    setSearch(chosen === null || chosen === 'records' ? {} : { tab: chosen }, { replace: true });
  const failed = stream.stats?.failed ?? 0;
  return (
    <Tabs value={tab} onChange={choose} keepMounted={false}>
      <Tabs.List mb={10}>
        <Tabs.Tab value="records">Records</Tabs.Tab>
        <Tabs.Tab value="chart">Chart</Tabs.Tab>
        <Tabs.Tab value="graph">Graph</Tabs.Tab>
        <Tabs.Tab value="definition">Definition</Tabs.Tab>
        <Tabs.Tab value="failures">Failures{failed > 0 ? ` (${shortCount(failed)})` : ''}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="records">
        <FlowTab key={stream.topic} stream={stream} as="records" />
      </Tabs.Panel>
      <Tabs.Panel value="chart">
        <FlowTab key={stream.topic} stream={stream} as="chart" />
      </Tabs.Panel>
      <Tabs.Panel value="graph">
        <GraphTab id={stream.id} />
      </Tabs.Panel>
      <Tabs.Panel value="definition">
        <DefinitionTab stream={stream} />
      </Tabs.Panel>
      <Tabs.Panel value="failures">
        <FailuresTab stream={stream} />
      </Tabs.Panel>
    </Tabs>
  );
}
