import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconCircleFilled,
  IconClockPause,
  IconHourglass,
  IconPlayerPauseFilled,
  IconPlayerTrackNextFilled,
  IconPlugConnectedX,
  IconX,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { LiveSession } from '../../protocol/resources';
import { ago, bytes, fullTime, rate, shortCount } from '../../ui/format';
import { Scroll } from '../../ui/Scroll';
import { Pill, type Tone } from '../../ui/StatePill';
import { clicked, type Key, type Order } from './order';
import styles from './Sessions.module.css';

const COLUMNS: readonly { readonly key: Key; readonly title: string; readonly right?: boolean }[] = [
  { key: 'user', title: 'Who' },
  { key: 'topic', title: 'What' },
  { key: 'transport', title: 'How' },
  { key: 'state', title: 'State' },
  { key: 'rate', title: 'Records/s', right: true },
  { key: 'bytes', title: 'Bytes/s', right: true },
  { key: 'lag', title: 'Lag', right: true },
  { key: 'dropped', title: 'Dropped', right: true },
  { key: 'since', title: 'Since', right: true },
  { key: 'node', title: 'Node' },
];

interface SessionTableProps {
  readonly sessions: readonly LiveSession[];
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
  readonly onEnd: (session: LiveSession) => void;
}

export function SessionTable({ sessions, order, onOrder, onEnd }: SessionTableProps) {
  return (
    <div className={styles.scroll}>
      <Scroll label="Sessions table">
        <table className="table" aria-label="Sessions">
          <thead>
            <tr>
              {COLUMNS.map(({ key, title, right }) => (
                <th key={key} className={right ? 'right' : undefined} aria-sort={sortOf(order, key)}>
                  <button type="button" className={styles.sort} onClick={() => onOrder(clicked(order, key))}>
                    {title}
                    <span aria-hidden>{order.key === key ? (order.down ? ' ↓' : ' ↑') : ''}</span>
                  </button>
                </th>
              ))}
              <th>
                <span className="unseen">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <SessionRow key={session.id} session={session} onEnd={() => onEnd(session)} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}

function sortOf(order: Order, key: Key): 'ascending' | 'descending' | undefined {
  if (order.key !== key) return undefined;
  return order.down ? 'descending' : 'ascending';
}

const TRANSPORTS: Readonly<Record<LiveSession['transport'], string>> = {
  websocket: 'WebSocket',
  sse: 'Events',
  ndjson: 'NDJSON',
};

function SessionRow({ session, onEnd }: { session: LiveSession; onEnd: () => void }) {
  const { user, address, topic, where, select, transport, delivery, state, since, node } = session;
  return (
    <tr data-testid="session-row" data-session={session.id}>
      <td className={styles.two}>
        {user}
        <span className="small faint mono">{address}</span>
      </td>
      <td className={styles.what}>
        <Link href={`/topics/${encodeURIComponent(topic)}`} className="mono">
          {topic}
        </Link>
        <span className="small faint mono cut" title={where ?? ''}>
          {where || 'every record'}
          {select ? ` · ${select}` : ''}
        </span>
      </td>
      <td className={styles.two}>
        {TRANSPORTS[transport] ?? transport}
        <span className="small faint">{delivery}</span>
      </td>
      <td className="fit">
        <StateOf state={state} />
      </td>
      <td className="right">{rate(session.rate)}</td>
      <td className="right">{bytes(session.bytes_per_second)}</td>
      <td className="right">{shortCount(session.lag)}</td>
      <td className="right" style={session.dropped > 0 ? { color: 'var(--warn)' } : undefined}>
        {shortCount(session.dropped)}
      </td>
      <td className="right" title={fullTime(since)}>
        {ago(since)}
      </td>
      <td className="dim mono cut" style={{ maxWidth: 110 }} title={node}>
        {node}
      </td>
      <td className="fit">
        <Tooltip label="End">
          <ActionIcon aria-label={`End the session of ${user} on ${topic}`} onClick={onEnd}>
            <IconX size={15} />
          </ActionIcon>
        </Tooltip>
      </td>
    </tr>
  );
}

const STATES: Readonly<Record<string, { tone: Tone; icon: ReactNode }>> = {
  live: { tone: 'good', icon: <IconCircleFilled size={9} aria-hidden /> },
  replaying: { tone: 'info', icon: <IconPlayerTrackNextFilled size={12} aria-hidden /> },
  waiting: { tone: 'info', icon: <IconHourglass size={12} aria-hidden /> },
  lagging: { tone: 'warn', icon: <IconClockPause size={13} aria-hidden /> },
  paused: { tone: 'warn', icon: <IconPlayerPauseFilled size={11} aria-hidden /> },
};

function StateOf({ state }: { state: string }) {
  const look = STATES[state] ?? { tone: 'calm' as const, icon: <IconPlugConnectedX size={13} aria-hidden /> };
  return (
    <Pill tone={look.tone} icon={look.icon}>
      {state.toUpperCase()}
    </Pill>
  );
}
