import {
  type Connection,
  type ConnectionEvent,
  type Effect,
  IDLE,
  step,
} from '../../src/protocol/connection';
import { type ClientFrame, type LiveStats, NO_STATS, readFrame } from '../../src/protocol/frames';
import type { LiveQuery } from '../../src/protocol/live';

export const QUERY: LiveQuery = {
  source: { kind: 'topic', name: 'rides' },
  where: 'fare_amount > 50',
  select: '',
  from: 'latest',
  delivery: 'latest',
};

/** Feeds events to the machine and remembers what it wanted done. */
export class Session {
  state: Connection = IDLE;
  effects: Effect[] = [];
  now = 1_000_000;

  send(...events: ConnectionEvent[]): this {
    for (const event of events) {
      const [state, effects] = step(this.state, event);
      this.state = state;
      this.effects.push(...effects);
    }
    return this;
  }

  subscribe(query: Partial<LiveQuery> = {}, id = 'a'): this {
    return this.send({ type: 'subscribe', id, query: { ...QUERY, ...query }, now: this.now });
  }

  opened(): this {
    return this.send({ type: 'opened', now: this.now });
  }

  frame(frame: object): this {
    return this.send({ type: 'frame', frame: readFrame(JSON.stringify(frame)), now: this.now });
  }

  closed(code = 1006, reason = ''): this {
    return this.send({ type: 'closed', code, reason, now: this.now, chance: 0.5 });
  }

  live(query: Partial<LiveQuery> = {}): this {
    return this.subscribe(query).opened().frame({ type: 'subscribed', id: 'a', resumed: false });
  }

  stats(stats: Partial<LiveStats>): this {
    return this.frame({ type: 'stats', id: 'a', ...NO_STATS, ...stats });
  }

  take(): Effect[] {
    return this.effects.splice(0);
  }

  frames(): ClientFrame[] {
    return this.take().flatMap((effect) => (effect.type === 'send' ? [effect.frame] : []));
  }

  items() {
    return this.take().flatMap((effect) => (effect.type === 'emit' ? [effect.item] : []));
  }

  get one() {
    const subscription = this.state.subscriptions.get('a');
    if (subscription === undefined) throw new Error('There is no subscription a');
    return subscription;
  }
}

export const RECORD = {
  topic: 'rides',
  partition: 0,
  offset: 7,
  timestamp: 1,
  key: null,
  value: { fare_amount: 60 },
};
