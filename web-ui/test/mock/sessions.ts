import type { LiveSession } from '../../src/protocol/resources';
import { type Handler, json, notFound } from './http';

const STARTED = Date.now();

/** As many as fill a screen, in every state that there is. */
const sessions = new Map<string, LiveSession>(
  [
    { user: 'ana', topic: 'rides', where: 'fare_amount > 50', state: 'live' },
    { user: 'ana', topic: 'burst', transport: 'sse', delivery: 'latest', state: 'lagging', dropped: 51_200 },
    { user: 'ben', topic: 'rides', select: 'fare_amount, zone', state: 'replaying', lag: 1_204_331 },
    { user: 'ben', topic: 'air_quality', transport: 'ndjson', state: 'waiting', lag: 88_112 },
    { user: 'collector-with-a-long-name', topic: 'timestamp', state: 'paused' },
    {
      user: 'dora',
      topic: 'traffic',
      state: 'live',
      where: "protocol in ('tcp', 'udp') and bytes > 100000 and person like 'x%' and not country = 'xx'",
    },
  ].map((one, index) => {
    const id = `session-${index}`;
    return [
      id,
      {
        transport: 'websocket',
        where: '',
        select: '',
        delivery: 'lossless',
        lag: 0,
        dropped: 0,
        ...one,
        id,
        address: `192.0.2.${index + 7}`,
        since: new Date(STARTED - 41_000 * 4 ** index).toISOString(),
        scanned: 10_000,
        matched: 400,
        sent: 400,
        errors: 0,
        rate: 0,
        bytes_per_second: 0,
        node: index % 2 === 0 ? 'gateway-1' : 'gateway-2',
      } as LiveSession,
    ];
  }),
);

export const listSessions: Handler = ({ query }) => {
  const items = [...sessions.values()]
    .filter(({ topic }) => !query.get('topic') || topic === query.get('topic'))
    .filter(({ user }) => !query.get('user') || user === query.get('user'))
    .map((session) => ({
      ...session,
      rate: session.state === 'live' ? 100 * Math.random() : 0,
      bytes_per_second: session.state === 'live' ? Math.round(20_000 * Math.random()) : 0,
    }));
  return json({ items, total: items.length, next: null });
};

export const endSession: Handler = ({ path }) =>
  sessions.delete(path[1] ?? '') ? { status: 204, text: '' } : notFound();
