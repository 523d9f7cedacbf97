import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconArrowsSplit2, IconPlayerPause, IconPlayerPlay, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, Redirect, useSearchParams } from 'wouter';
import { useStreams } from '../../client/streams';
import { liveHref } from '../../protocol/live';
import { type Stream, streamHref } from '../../protocol/stream';
import { rate, shortCount } from '../../ui/format';
import { More } from '../../ui/More';
import { Page } from '../../ui/Page';
import { Scroll } from '../../ui/Scroll';
import { StatePill } from '../../ui/StatePill';
import { Empty, ListState } from '../../ui/States';
import { DeleteStream } from './DeleteStream';
import { usePauseOrResume } from './StreamActions';

export default function StreamsPage() {
  const streams = useStreams();
  const [params] = useSearchParams();
  const [deleting, setDeleting] = useState<Stream>();
  const items = streams.data?.items;
  // The address of the form that this page used to have.
  if (params.get('new') !== null) return <Redirect to={`/streams/new?${params}`} replace />;
  return (
    <Page
      title="Streams"
      beside={
        streams.data?.total === undefined ? null : <span className="dim num">{streams.data.total}</span>
      }
      actions={
        <Button component={Link} href="/streams/new" leftSection={<IconPlus size={15} />}>
          Create stream
        </Button>
      }
    >
      <ListState what="streams" list={streams} />
      {items?.length === 0 ? (
        <Empty
          icon={<IconArrowsSplit2 size={34} stroke={1.4} />}
          title="No streams yet"
          actions={
            <Button component={Link} href="/streams/new">
              Create a stream
            </Button>
          }
        >
          A stream writes the records that match a filter to a topic of its own, whether anybody watches or
          not.
        </Empty>
      ) : null}
      {items !== undefined && items.length > 0 ? (
        <StreamTable streams={items} onDelete={setDeleting} />
      ) : null}
      <More list={streams} />
      {deleting === undefined ? null : (
        <DeleteStream stream={deleting} onClose={() => setDeleting(undefined)} />
      )}
    </Page>
  );
}

function StreamTable({
  streams,
  onDelete,
}: {
  streams: readonly Stream[];
  onDelete: (stream: Stream) => void;
}) {
  return (
    <Scroll label="Streams table">
      <table className="table" aria-label="Streams">
        <thead>
          <tr>
            <th>Name</th>
            <th>State</th>
            <th>From</th>
            <th>Filter</th>
            <th className="right">Scanned</th>
            <th className="right">Matched</th>
            <th className="right">Failed</th>
            <th className="right">Lag</th>
            <th className="right">Rate</th>
            <th>
              <span className="unseen">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {streams.map((stream) => (
            <StreamRow key={stream.id} stream={stream} onDelete={() => onDelete(stream)} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function StreamRow({ stream, onDelete }: { stream: Stream; onDelete: () => void }) {
  const { name, state, reason, sources, source, stats, window, sql } = stream;
  const { action, run, busy } = usePauseOrResume(stream);
  const idle = state === 'FAILED' || state === 'COMPLETED';
  const from = sources.map((one) => one.dataset ?? one.topic).join(', ');
  return (
    <tr data-testid="stream-row" data-stream={name}>
      <td style={{ maxWidth: 220 }} className="cut">
        <Link href={streamHref(stream)} style={{ color: 'var(--ink)', fontWeight: 550 }}>
          {name}
        </Link>
      </td>
      <td className="fit">
        <StatePill state={state} reason={reason} />
      </td>
      <td className="cut dim" style={{ maxWidth: 150 }} title={from}>
        {from}
      </td>
      <td className="cut mono" style={{ maxWidth: 260 }} title={source.where ?? sql ?? undefined}>
        {window ? (
          <span className="tag" style={{ marginRight: 6 }}>
            {window.type === 'none' ? 'groups' : window.type}
          </span>
        ) : null}
        {source.where || sql || <span className="faint">every record</span>}
      </td>
      <td className="right">{stats ? shortCount(stats.scanned) : '–'}</td>
      <td className="right">{stats ? shortCount(stats.matched) : '–'}</td>
      <td className="right" style={stats && stats.failed > 0 ? { color: 'var(--bad)' } : undefined}>
        {stats ? shortCount(stats.failed) : '–'}
      </td>
      <td className="right">{stats ? shortCount(stats.lag) : '–'}</td>
      <td className="right">{stats ? `${rate(stats.rate)}/s` : '–'}</td>
      <td className="fit">
        <div className="row" style={{ gap: 2, justifyContent: 'flex-end' }}>
          <Button
            component={Link}
            href={liveHref({ kind: 'stream', name })}
            size="compact-xs"
            variant="default"
            aria-label={`Watch live: ${name}`}
          >
            Watch
          </Button>
          <Tooltip label={action === 'pause' ? 'Pause' : 'Resume'}>
            <ActionIcon
              aria-label={`${action === 'pause' ? 'Pause' : 'Resume'} ${name}`}
              disabled={idle}
              loading={busy}
              onClick={run}
            >
              {action === 'pause' ? <IconPlayerPause size={15} /> : <IconPlayerPlay size={15} />}
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Delete">
            <ActionIcon aria-label={`Delete ${name}`} onClick={onDelete}>
              <IconTrash size={15} />
            </ActionIcon>
          </Tooltip>
        </div>
      </td>
    </tr>
  );
}
