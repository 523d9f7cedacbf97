import { type ClientFrame, type LiveStats, NO_STATS, type ServerFrame, subscribeFrame } from './frames';
import type { LiveQuery } from './live';
import type { Problem } from './problem';
import type { LiveRecord } from './record';

/** How a subscription is doing, in the words that the screen shows. */
export type Status =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'catching_up' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'reconnecting'; readonly attempt: number; readonly retryAt: number }
  | { readonly kind: 'limited'; readonly reason: string; readonly retryAt: number }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'ended'; readonly reason: string };

/** A filter that was asked for and not yet answered. */
export interface Proposal {
  readonly where: string;
  readonly select: string;
}

export interface Subscription {
  readonly id: string;
  readonly query: LiveQuery;
  readonly status: Status;
  readonly paused: boolean;
  /** The server acknowledged it on the present socket. */
  readonly attached: boolean;
  readonly proposal: Proposal | null;
  /** Everything up to here was received. */
  readonly token: string | null;
  /** Of the present attachment, and of the ones before it: the server counts anew on each. */
  readonly stats: LiveStats;
  readonly carried: LiveStats;
  /** What the present attachment had counted under the filter before this one. */
  readonly before: Pick<LiveStats, 'scanned' | 'matched'>;
  readonly openedAt: number | null;
  readonly lostAt: number | null;
}

/** What reaches the table. */
export type Item =
  | { readonly kind: 'records'; readonly records: readonly LiveRecord[] }
  | { readonly kind: 'gap'; readonly count: number; readonly reason: string }
  | { readonly kind: 'note'; readonly tone: 'info' | 'warning'; readonly text: string }
  | { readonly kind: 'filtered'; readonly where: string }
  | { readonly kind: 'filter_refused'; readonly problem: Problem };

/** A step: the subscription after it, and what it lets fall into the table. */
export type Step = readonly [Subscription, readonly Item[]];

/** After this long a view that is over a limit asks again, unless the server says when. */
export const LIMITED_DELAY_MS = 5_000;

/** More records behind the head than this, plus three seconds of flow, and the view says that it is catching up. */
const BEHIND_RECORDS = 500;

export function openSubscription(id: string, query: LiveQuery): Subscription {
  return {
    id,
    query,
    status: { kind: 'connecting' },
    paused: false,
    attached: false,
    proposal: null,
    token: null,
    stats: NO_STATS,
    carried: NO_STATS,
    before: NO_STATS,
    openedAt: null,
    lostAt: null,
  };
}

/** The figures across reconnections: losses since the table was opened, matches since the filter was applied. */
export function totalStats({ stats, carried, before }: Subscription): LiveStats {
  return {
    scanned: carried.scanned + stats.scanned - before.scanned,
    matched: carried.matched + stats.matched - before.matched,
    sent: carried.sent + stats.sent,
    dropped: carried.dropped + stats.dropped,
    errors: carried.errors + stats.errors,
    lag: stats.lag,
    rate: stats.rate,
  };
}

/** It is over, and no socket will bring it back without the user's doing. */
export function isOver(subscription: Subscription): boolean {
  const { kind } = subscription.status;
  return kind === 'ended' || kind === 'refused';
}

/**
 * Asks to go on where it was: behind the last token; before the first record, from the age of the first acknowledgement,
 * so that nothing between is missed (an age and not a time, as the clocks of browser and server may differ).
 */
export function attachFrame(subscription: Subscription, now: number): ClientFrame {
  const { id, query, token, openedAt } = subscription;
  const waited = openedAt === null ? 0 : Math.ceil((now - openedAt) / 1000);
  const from = query.from === 'latest' && waited > 0 ? `-${waited}s` : query.from;
  return subscribeFrame(id, query, token === null ? { from } : { token, from });
}

export function detach(subscription: Subscription, now: number, status: Status): Subscription {
  if (isOver(subscription)) return subscription;
  return {
    ...subscription,
    status: subscription.paused ? { kind: 'paused' } : status,
    attached: false,
    carried: { ...totalStats(subscription), lag: 0, rate: 0 },
    stats: { ...NO_STATS, lag: subscription.stats.lag },
    before: NO_STATS,
    lostAt: subscription.lostAt ?? (subscription.openedAt === null ? null : now),
  };
}

export function onFrame(subscription: Subscription, frame: ServerFrame, now: number): Step {
  switch (frame.type) {
    case 'subscribed':
      return onSubscribed(withToken(subscription, frame.token), frame.resumed, now);
    case 'records':
      return [withToken(subscription, frame.token), [{ kind: 'records', records: frame.records }]];
    case 'stats':
      return [onStats(withToken(subscription, frame.token), frame.stats), []];
    case 'gap':
      return [subscription, [{ kind: 'gap', count: frame.count, reason: frame.reason }]];
    case 'end':
      return [onEnd(withToken(subscription, frame.token), frame.reason, now, frame.retryMs ?? 0), []];
    case 'error':
      return onError(subscription, frame.problem, now);
    case 'expiring':
    case 'renewed':
    case 'unknown':
      return [subscription, []];
  }
}

function withToken(subscription: Subscription, token: string | undefined): Subscription {
  return token === undefined ? subscription : { ...subscription, token };
}

function onSubscribed(subscription: Subscription, resumed: boolean, now: number): Step {
  if (subscription.attached && subscription.proposal)
    return applyProposal(subscription, subscription.proposal);
  const { lostAt, query } = subscription;
  const behind = lostAt !== null || query.from !== 'latest';
  const attached: Subscription = {
    ...subscription,
    attached: true,
    proposal: null,
    openedAt: subscription.openedAt ?? now,
    lostAt: null,
    status: subscription.paused ? { kind: 'paused' } : { kind: behind ? 'catching_up' : 'live' },
  };
  if (lostAt === null) return [attached, []];
  const seconds = Math.max(1, Math.round((now - lostAt) / 1000));
  return [attached, [reconnected(seconds, resumed || subscription.token === null)]];
}

function reconnected(seconds: number, whole: boolean): Item {
  return whole
    ? { kind: 'note', tone: 'info', text: `Reconnected after ${seconds} s, nothing lost` }
    : {
        kind: 'note',
        tone: 'warning',
        text: `Reconnected after ${seconds} s; records in between may be missing`,
      };
}

function applyProposal(subscription: Subscription, proposal: Proposal): Step {
  const query = { ...subscription.query, ...proposal };
  const { stats, carried } = subscription;
  const filtered: Subscription = {
    ...subscription,
    query,
    proposal: null,
    before: stats,
    carried: { ...carried, scanned: 0, matched: 0 },
  };
  return [filtered, [{ kind: 'filtered', where: proposal.where }]];
}

function onStats(subscription: Subscription, stats: LiveStats): Subscription {
  // A server may count anew with each filter; its figures fall then.
  const before = stats.scanned < subscription.before.scanned ? NO_STATS : subscription.before;
  return { ...subscription, stats, before, status: statusAfter(subscription, stats) };
}

/** Two thresholds, so that the word does not flicker when the lag hovers around one. */
function statusAfter({ status }: Subscription, { lag, rate, state }: LiveStats): Status {
  if (status.kind !== 'live' && status.kind !== 'catching_up') return status;
  if (state === 'live') return { kind: 'live' };
  if (state === 'replaying' || state === 'waiting') return { kind: 'catching_up' };
  const limit = BEHIND_RECORDS + 3 * rate;
  if (status.kind === 'live' && lag > limit) return { kind: 'catching_up' };
  if (status.kind === 'catching_up' && lag <= limit / 5) return { kind: 'live' };
  return status;
}

/** A server that shuts down has others beside it, or comes back: the socket's end will bring the reconnection. */
function onEnd(subscription: Subscription, reason: string, now: number, retryMs: number): Subscription {
  if (reason === 'shutdown') {
    return detach(subscription, now, { kind: 'reconnecting', attempt: 1, retryAt: now + retryMs });
  }
  return { ...subscription, attached: false, status: { kind: 'ended', reason } };
}

function onError(subscription: Subscription, problem: Problem, now: number): Step {
  if (subscription.attached && subscription.proposal) {
    return [{ ...subscription, proposal: null }, [{ kind: 'filter_refused', problem }]];
  }
  // Refused at once, or broken later: either way the server has let go of it.
  if (problem.code !== 'too_many') {
    return [{ ...subscription, attached: false, status: { kind: 'refused', problem } }, []];
  }
  const { retry_after, detail, title } = problem;
  const wait = retry_after === undefined ? LIMITED_DELAY_MS : retry_after * 1000;
  return [detach(subscription, now, { kind: 'limited', reason: detail ?? title, retryAt: now + wait }), []];
}
