import { elementsOf, membersOf } from './json';
import type { LiveQuery } from './live';
import type { Problem } from './problem';
import { LiveRecord } from './record';

/** What the page says on the live socket. */
export type ClientFrame =
  | {
      readonly type: 'subscribe';
      readonly id: string;
      readonly topic?: string;
      readonly stream?: string;
      readonly dataset?: string;
      readonly where?: string;
      readonly select?: string;
      readonly from?: string;
      readonly delivery: 'latest' | 'lossless';
      /** Goes on behind the records that came with this token; takes the place of `from`. */
      readonly resume?: string;
    }
  | { readonly type: 'update'; readonly id: string; readonly where: string; readonly select?: string }
  | { readonly type: 'pause'; readonly id: string }
  | { readonly type: 'resume'; readonly id: string }
  | { readonly type: 'unsubscribe'; readonly id: string }
  /** The connection goes on under this token, or the browser's session of now, which must be of the same user. */
  | { readonly type: 'renew'; readonly token?: string };

/** Counted by the server since the subscription was opened; `rate` is matches per second, `lag` records behind the head. */
export interface LiveStats {
  readonly scanned: number;
  readonly matched: number;
  readonly sent: number;
  readonly dropped: number;
  readonly errors: number;
  readonly lag: number;
  readonly rate: number;
  /** What the server is doing for the view: reading what was missed, or passing on what comes. */
  readonly state?: string;
}

export const NO_STATS: LiveStats = {
  scanned: 0,
  matched: 0,
  sent: 0,
  dropped: 0,
  errors: 0,
  lag: 0,
  rate: 0,
};

/** What the gateway says. A frame of a type that this page does not know is `unknown`, and passed over. */
export type ServerFrame =
  | {
      readonly type: 'subscribed';
      readonly id: string;
      readonly resumed: boolean;
      readonly token?: string;
      /** What it is called in `/sessions`. */
      readonly session?: string;
    }
  | {
      readonly type: 'records';
      readonly id: string;
      readonly records: readonly LiveRecord[];
      readonly token?: string;
    }
  | { readonly type: 'stats'; readonly id: string; readonly stats: LiveStats; readonly token?: string }
  | { readonly type: 'gap'; readonly id: string; readonly count: number; readonly reason: string }
  | {
      readonly type: 'end';
      readonly id: string;
      readonly reason: string;
      readonly token?: string;
      /** How long the server asks to stay away. */
      readonly retryMs?: number;
    }
  /** The identity behind the connection ends then, unless it is renewed. */
  | { readonly type: 'expiring'; readonly expiresAt: string }
  | { readonly type: 'renewed'; readonly expiresAt: string | null }
  | { readonly type: 'error'; readonly id?: string; readonly problem: Problem }
  | { readonly type: 'unknown'; readonly name: string };

/** Records stay text here; only the frame around them is parsed. @throws SyntaxError when the text is not a JSON object. */
export function readFrame(text: string): ServerFrame {
  const members = membersOf(text);
  const read = <T>(name: string): T | undefined => {
    const member = members.get(name);
    return member === undefined ? undefined : (JSON.parse(member) as T);
  };
  const type = read<string>('type') ?? '';
  const id = read<string>('id') ?? '';
  const token = read<string | null>('token');
  const withToken = token ? { token } : {};
  switch (type) {
    case 'records': {
      const records = elementsOf(members.get('records') ?? '[]').map((raw) => new LiveRecord(raw));
      return { type, id, records, ...withToken };
    }
    case 'subscribed': {
      const session = read<string>('session');
      const withSession = session === undefined ? {} : { session };
      return { type, id, resumed: read<boolean>('resumed') ?? false, ...withSession, ...withToken };
    }
    case 'stats':
      return { type, id, stats: { ...NO_STATS, ...JSON.parse(text) }, ...withToken };
    case 'gap':
      return { type, id, count: read<number>('count') ?? 0, reason: read<string>('reason') ?? 'unknown' };
    case 'end': {
      const retryMs = read<number>('retry_ms');
      const withRetry = retryMs === undefined ? {} : { retryMs };
      return { type, id, reason: read<string>('reason') ?? 'unknown', ...withRetry, ...withToken };
    }
    case 'expiring':
      return { type, expiresAt: read<string>('expires_at') ?? '' };
    case 'renewed':
      return { type, expiresAt: read<string | null>('expires_at') ?? null };
    case 'error': {
      const problem = read<Problem>('problem') ?? { title: 'Refused', status: 500, code: 'internal' };
      return members.has('id') ? { type, id, problem } : { type, problem };
    }
    default:
      return { type: 'unknown', name: type };
  }
}

export function subscribeFrame(
  id: string,
  query: LiveQuery,
  position: { token?: string; from: string },
): ClientFrame {
  return {
    type: 'subscribe',
    id,
    [query.source.kind]: query.source.name,
    ...(query.where === '' ? {} : { where: query.where }),
    ...(query.select === '' ? {} : { select: query.select }),
    delivery: query.delivery,
    ...(position.token === undefined ? { from: position.from } : { resume: position.token }),
  };
}
