import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconBroadcast } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { useMe } from '../../client/identity';
import { SESSIONS_SHOWN, useEndSession, useSessions } from '../../client/sessions';
import type { LiveSession } from '../../protocol/resources';
import { Confirm } from '../../ui/Confirm';
import { plural } from '../../ui/format';
import { Page } from '../../ui/Page';
import { Empty, Loading, ProblemNotice } from '../../ui/States';
import { type Order, printOrder, readOrder, sorted } from './order';
import { SessionTable } from './SessionTable';

const DEBOUNCE_MS = 250;

/** Who watches what: one's own live subscriptions, everybody's for administrators. */
export default function SessionsPage() {
  const [params, setParams] = useSearchParams();
  const order = readOrder(params.get('sort'));
  const topic = params.get('topic') ?? '';
  const user = params.get('user') ?? '';
  const [filter] = useDebouncedValue({ topic, user }, DEBOUNCE_MS);
  const sessions = useSessions(filter);
  const admin = useMe().data?.role === 'admin';
  const [ending, setEnding] = useState<LiveSession>();
  const set = (name: string, value: string) =>
    setParams(
      (previous) => {
        const next = new URLSearchParams(previous);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const items = sessions.data?.items;
  const total = sessions.data?.total ?? items?.length ?? 0;
  return (
    <Page
      title="Sessions"
      beside={items === undefined ? null : <span className="dim num">{plural(total, 'live session')}</span>}
      actions={
        <>
          <TextInput
            aria-label="Topic"
            placeholder="Topic"
            value={topic}
            onChange={(event) => set('topic', event.currentTarget.value)}
          />
          {admin ? (
            <TextInput
              aria-label="User"
              placeholder="User"
              value={user}
              onChange={(event) => set('user', event.currentTarget.value)}
            />
          ) : null}
        </>
      }
    >
      <ProblemNotice error={sessions.error} retry={sessions.refetch} />
      {sessions.isPending ? <Loading what="Loading sessions" /> : null}
      {items?.length === 0 ? <NoSessions admin={admin} narrowed={topic !== '' || user !== ''} /> : null}
      {items !== undefined && items.length > 0 ? (
        <SessionTable
          sessions={sorted(items, order)}
          order={order}
          onOrder={(next: Order) => set('sort', printOrder(next))}
          onEnd={setEnding}
        />
      ) : null}
      {items !== undefined && total > items.length ? (
        <p className="dim">
          {SESSIONS_SHOWN} of {plural(total, 'session')} are shown; give a topic or a user to see others.
        </p>
      ) : null}
      {ending === undefined ? null : <EndSession session={ending} onClose={() => setEnding(undefined)} />}
    </Page>
  );
}

function NoSessions({ admin, narrowed }: { admin: boolean; narrowed: boolean }) {
  if (narrowed) return <Empty title="No session is like that" />;
  return (
    <Empty icon={<IconBroadcast size={34} stroke={1.4} />} title="Nobody is watching">
      {admin
        ? 'Whatever reads a topic live shows here, from this page or from a script.'
        : 'What you read live shows here, from this page or from a script.'}
    </Empty>
  );
}

function EndSession({ session, onClose }: { session: LiveSession; onClose: () => void }) {
  const end = useEndSession();
  const { id, user, topic } = session;
  const confirm = () =>
    end.mutate(id, {
      onSuccess: () => {
        notifications.show({ message: `Ended a session of ${user}` });
        onClose();
      },
    });
  return (
    <Confirm
      title="End session"
      action="End session"
      busy={end.isPending}
      error={end.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <b>{user}</b> gets no more records of <span className="mono">{topic}</span> over this session and is
      told why. Nothing keeps them from beginning a new one.
    </Confirm>
  );
}
