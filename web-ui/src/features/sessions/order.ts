import type { LiveSession } from '../../protocol/resources';

export type Key =
  | 'user'
  | 'topic'
  | 'transport'
  | 'state'
  | 'rate'
  | 'bytes'
  | 'lag'
  | 'dropped'
  | 'since'
  | 'node';

/** By what, and whether the largest, the last or the latest comes first. */
export interface Order {
  readonly key: Key;
  readonly down: boolean;
}

export const NEWEST_FIRST: Order = { key: 'since', down: true };

const VALUES: Readonly<Record<Key, (session: LiveSession) => string | number>> = {
  user: ({ user }) => user,
  topic: ({ topic }) => topic,
  transport: ({ transport }) => transport,
  state: ({ state }) => state,
  rate: ({ rate }) => rate,
  bytes: ({ bytes_per_second }) => bytes_per_second,
  lag: ({ lag }) => lag,
  dropped: ({ dropped }) => dropped,
  since: ({ since }) => Date.parse(since),
  node: ({ node }) => node,
};

/** Equal ones keep one order whatever the server's, so that rows do not jump while figures change. */
export function sorted(sessions: readonly LiveSession[], { key, down }: Order): LiveSession[] {
  const value = VALUES[key];
  return [...sessions].sort((a, b) => {
    const order = compare(value(a), value(b));
    return (down ? -order : order) || compare(a.id, b.id);
  });
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** As it stands in the address: `-rate` is the highest rate first. */
export function readOrder(text: string | null): Order {
  const key = text?.replace(/^-/, '') ?? '';
  return Object.hasOwn(VALUES, key)
    ? { key: key as Key, down: text?.startsWith('-') ?? false }
    : NEWEST_FIRST;
}

export function printOrder({ key, down }: Order): string {
  return `${down ? '-' : ''}${key}`;
}

/** A second click turns it round; figures begin with the largest, words with the first. */
export function clicked(order: Order, key: Key): Order {
  if (order.key === key) return { key, down: !order.down };
  return { key, down: ['rate', 'bytes', 'lag', 'dropped', 'since'].includes(key) };
}
