import { Button } from '@mantine/core';
import { IconEdit, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useStreamAction } from '../../client/streams';
import { liveHref } from '../../protocol/live';
import { type Stream, streamHref } from '../../protocol/stream';
import { AccessLink } from '../../ui/AccessLink';
import { couldNot } from '../../ui/tell';

export function StreamActions({ stream, onDelete }: { stream: Stream; onDelete: () => void }) {
  const { id, name, state } = stream;
  const { action, run, busy } = usePauseOrResume(stream);
  return (
    <>
      <Button component={Link} href={liveHref({ kind: 'stream', name })} variant="default">
        Watch live
      </Button>
      <Button component={Link} href={`/landings?new=1&stream=${encodeURIComponent(name)}`} variant="default">
        Land in Postgres
      </Button>
      <AccessLink thing={{ kind: 'stream', id: name }} />
      <Button
        variant="default"
        leftSection={action === 'pause' ? <IconPlayerPause size={15} /> : <IconPlayerPlay size={15} />}
        disabled={state === 'FAILED' || state === 'COMPLETED'}
        loading={busy}
        onClick={run}
      >
        {action === 'pause' ? 'Pause' : 'Resume'}
      </Button>
      <Button
        component={Link}
        href={`${streamHref({ id, name })}/edit`}
        variant="default"
        leftSection={<IconEdit size={15} />}
      >
        Change
      </Button>
      <Button variant="default" leftSection={<IconTrash size={15} />} onClick={onDelete}>
        Delete
      </Button>
    </>
  );
}

export function usePauseOrResume({ id, name, state }: Stream) {
  const act = useStreamAction();
  const action: 'pause' | 'resume' = state === 'PAUSED' ? 'resume' : 'pause';
  const run = () =>
    act.mutate(
      { id, action },
      {
        onError: couldNot(`${action} ${name}`),
      },
    );
  return { action, run, busy: act.isPending };
}
