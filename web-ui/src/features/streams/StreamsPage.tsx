import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowsSplit2, IconPlayerPause, IconPlayerPlay, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useDeleteStream, useStreamAction, useStreams } from '../../client/streams';
import { liveHref } from '../../protocol/live';
import { problemOf } from '../../protocol/problem';
import type { Stream } from '../../protocol/resources';
import { ConfirmTyped } from '../../ui/ConfirmTyped';
import { rate, shortCount } from '../../ui/format';
import { Page } from '../../ui/Page';
import { Scroll } from '../../ui/Scroll';
import { StatePill } from '../../ui/StatePill';
import { Empty, Loading, ProblemNotice } from '../../ui/States';
import { CreateStreamForm } from './CreateStreamForm';

export default function StreamsPage() {
  const streams = useStreams();
  const [params, setParams] = useSearchParams();
  const [deleting, setDeleting] = useState<Stream>();
  const creating = params.get('new') !== null;
  const show = (open: boolean) => setParams(open ? { new: '1' } : {}, { replace: true });
  const items = streams.data?.items;
  return (
    <Page
      title="Streams"
      actions={
        <Button leftSection={<IconPlus size={15} />} onClick={() => show(true)}>
          Create stream
        </Button>
      }
    >
      <ProblemNotice error={streams.error} retry={streams.refetch} />
      {streams.isPending ? <Loading what="Loading streams" /> : null}
      {items?.length === 0 ? (
        <Empty
          icon={<IconArrowsSplit2 size={34} stroke={1.4} />}
          title="No streams yet"
          actions={<Button onClick={() => show(true)}>Create a stream</Button>}
        >
          A stream writes the records that match a filter to a topic of its own, whether anybody watches or
          not.
        </Empty>
      ) : null}
      {items !== undefined && items.length > 0 ? (
        <StreamTable streams={items} onDelete={setDeleting} />
      ) : null}
      {creating ? (
        <CreateStreamForm
          dataset={params.get('dataset')}
          topic={params.get('topic')}
          where={params.get('where') ?? ''}
          onClose={() => show(false)}
        />
      ) : null}
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
  const { id, name, topic, state, reason, sources, source, stats } = stream;
  const act = useStreamAction();
  const action = state === 'PAUSED' ? 'resume' : 'pause';
  const idle = state === 'FAILED' || state === 'COMPLETED';
  const run = () =>
    act.mutate(
      { id, action },
      {
        onError: (error) =>
          notifications.show({
            color: 'red',
            title: `Could not ${action} ${name}`,
            message: problemOf(error).detail ?? error.message,
          }),
      },
    );
  const from = sources.map((one) => one.dataset ?? one.topic).join(', ');
  return (
    <tr data-testid="stream-row" data-stream={name}>
      <td style={{ maxWidth: 220 }} className="cut">
        <Link href={`/topics/${encodeURIComponent(topic)}`} style={{ color: 'var(--ink)', fontWeight: 550 }}>
          {name}
        </Link>
      </td>
      <td className="fit">
        <StatePill state={state} reason={reason} />
      </td>
      <td className="cut dim" style={{ maxWidth: 150 }} title={from}>
        {from}
      </td>
      <td className="cut mono" style={{ maxWidth: 260 }} title={source.where}>
        {source.where || <span className="faint">every record</span>}
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
              loading={act.isPending}
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

function DeleteStream({ stream, onClose }: { stream: Stream; onClose: () => void }) {
  const remove = useDeleteStream();
  const confirm = () =>
    remove.mutate(stream.id, {
      onSuccess: () => {
        notifications.show({ message: `Deleted ${stream.name}` });
        onClose();
      },
    });
  return (
    <ConfirmTyped
      title="Delete stream"
      action="Delete stream"
      word={stream.name}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      The stream stops. Its topic <span className="mono">{stream.topic}</span> goes
      {stream.stats ? (
        <> with the {shortCount(stream.stats.matched)} records that matched</>
      ) : (
        ' with all its records'
      )}
      . What it reads from is not touched.
    </ConfirmTyped>
  );
}
