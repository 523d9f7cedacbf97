import { BY_SOCKET, OVER_A_LIMIT, pauseOf, type Way, wayAfter } from './backoff';
import type { ClientFrame, ServerFrame } from './frames';
import type { LiveQuery } from './live';
import type { Problem } from './problem';
import {
  attachFrame,
  detach,
  type Item,
  isOver,
  onFrame,
  openSubscription,
  type Proposal,
  type Status,
  type Subscription,
} from './subscription';

/**
 * The live connection of a page as a pure machine: `(state, event) -> (state, effects)`. One socket carries all
 * subscriptions. It is opened with the first and closed after the last; when it breaks, each subscription goes on from
 * its own token on the next one. Where sockets cannot be opened, server-sent events take their place. Clock and chance come
 * in with the events.
 */
export interface Connection {
  readonly phase: Phase;
  readonly way: Way;
  /** A server that shuts down asked to be left alone until then. */
  readonly quietUntil: number | null;
  readonly subscriptions: ReadonlyMap<string, Subscription>;
}

export type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'opening'; readonly attempt: number }
  | { readonly kind: 'open'; readonly attempt: number }
  | { readonly kind: 'waiting'; readonly attempt: number };

export type ConnectionEvent =
  | { readonly type: 'subscribe'; readonly id: string; readonly query: LiveQuery; readonly now: number }
  | { readonly type: 'unsubscribe'; readonly id: string }
  | { readonly type: 'filter'; readonly id: string; readonly proposal: Proposal }
  | { readonly type: 'pause'; readonly id: string }
  | { readonly type: 'resume'; readonly id: string; readonly now: number }
  | { readonly type: 'opened'; readonly now: number }
  | { readonly type: 'frame'; readonly frame: ServerFrame; readonly now: number }
  | {
      readonly type: 'closed';
      readonly code: number;
      readonly reason: string;
      readonly now: number;
      readonly chance: number;
      /** How long the server wants each new attempt to wait. */
      readonly retryMs?: number;
    }
  | { readonly type: 'retry' }
  /** The limit that stood in the way of one view may be gone. */
  | { readonly type: 'again'; readonly id: string; readonly now: number }
  /** Somebody signed in anew. */
  | { readonly type: 'renew'; readonly token?: string };

export type Effect =
  | { readonly type: 'open'; readonly transport: Way['transport'] }
  | { readonly type: 'close' }
  | { readonly type: 'send'; readonly frame: ClientFrame }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'wait_for'; readonly id: string; readonly ms: number }
  | { readonly type: 'emit'; readonly id: string; readonly item: Item }
  /** The identity may no longer hold: ask the server, and sign in again if so. */
  | { readonly type: 'verify' };

export type Transition = readonly [Connection, readonly Effect[]];

export const IDLE: Connection = {
  phase: { kind: 'idle' },
  way: BY_SOCKET,
  quietUntil: null,
  subscriptions: new Map(),
};

const NOT_AUTHENTICATED = 4401;
const NOT_ALLOWED = 4403;
const BAD_REQUEST = 4400;

export function step(state: Connection, event: ConnectionEvent): Transition {
  switch (event.type) {
    case 'subscribe':
      return subscribe(state, event.id, event.query, event.now);
    case 'unsubscribe':
      return unsubscribe(state, event.id);
    case 'filter':
      return filter(state, event.id, event.proposal);
    case 'pause':
      return pause(state, event.id);
    case 'resume':
      return resume(state, event.id, event.now);
    case 'opened':
      return opened(state, event.now);
    case 'frame':
      return frameArrived(state, event.frame, event.now);
    case 'closed':
      return closed(state, event);
    case 'retry':
      return state.phase.kind === 'waiting' ? open(state, state.phase.attempt) : [state, []];
    case 'again':
      return again(state, event.id, event.now);
    case 'renew':
      return [
        state,
        state.phase.kind === 'open'
          ? [send(event.token === undefined ? { type: 'renew' } : { type: 'renew', token: event.token })]
          : [],
      ];
  }
}

function open(state: Connection, attempt: number): Transition {
  const opening: Connection = { ...state, phase: { kind: 'opening', attempt } };
  return [opening, [{ type: 'open', transport: state.way.transport }]];
}

function put(state: Connection, subscription: Subscription): Connection {
  return { ...state, subscriptions: new Map(state.subscriptions).set(subscription.id, subscription) };
}

function mapAll(state: Connection, change: (subscription: Subscription) => Subscription): Connection {
  const subscriptions = new Map(
    [...state.subscriptions].map(([id, subscription]) => [id, change(subscription)]),
  );
  return { ...state, subscriptions };
}

function send(frame: ClientFrame): Effect {
  return { type: 'send', frame };
}

function subscribe(state: Connection, id: string, query: LiveQuery, now: number): Transition {
  const subscription = openSubscription(id, query);
  const next = put(state, subscription);
  if (state.phase.kind === 'idle') return open(next, 1);
  return [next, state.phase.kind === 'open' ? [send(attachFrame(subscription, now))] : []];
}

function unsubscribe(state: Connection, id: string): Transition {
  const leaving = state.subscriptions.get(id);
  if (leaving === undefined) return [state, []];
  const subscriptions = new Map(state.subscriptions);
  subscriptions.delete(id);
  if (subscriptions.size === 0) {
    return [{ ...state, phase: { kind: 'idle' }, quietUntil: null, subscriptions }, [{ type: 'close' }]];
  }
  const tell = state.phase.kind === 'open' && !isOver(leaving);
  return [{ ...state, subscriptions }, tell ? [send({ type: 'unsubscribe', id })] : []];
}

function filter(state: Connection, id: string, proposal: Proposal): Transition {
  const subscription = state.subscriptions.get(id);
  if (subscription === undefined) return [state, []];
  if (subscription.attached) {
    const { where, select } = proposal;
    const frame: ClientFrame = { type: 'update', id, where, ...(select === '' ? {} : { select }) };
    return [put(state, { ...subscription, proposal }), [send(frame)]];
  }
  const query = { ...subscription.query, ...proposal };
  const item: Item = { kind: 'filtered', where: proposal.where };
  return [put(state, { ...subscription, query }), [{ type: 'emit', id, item }]];
}

function pause(state: Connection, id: string): Transition {
  const subscription = state.subscriptions.get(id);
  if (subscription === undefined || subscription.paused || isOver(subscription)) return [state, []];
  const next = put(state, { ...subscription, paused: true, status: { kind: 'paused' } });
  return [next, subscription.attached ? [send({ type: 'pause', id })] : []];
}

/** A view that was cut off while paused stayed off; only now does it need its place on the socket again. */
function resume(state: Connection, id: string, now: number): Transition {
  const subscription = state.subscriptions.get(id);
  if (subscription === undefined || !subscription.paused) return [state, []];
  const status: Status = { kind: subscription.attached ? 'catching_up' : 'connecting' };
  const running: Subscription = { ...subscription, paused: false, status };
  const next = put(state, running);
  if (subscription.attached) return [next, [send({ type: 'resume', id })]];
  return [next, state.phase.kind === 'open' ? [send(attachFrame(running, now))] : []];
}

function opened(state: Connection, now: number): Transition {
  const attempt = state.phase.kind === 'opening' ? state.phase.attempt : 1;
  const wanted = [...state.subscriptions.values()].filter((one) => !isOver(one) && !one.paused);
  const frames = wanted.map((one) => send(attachFrame(one, now)));
  const asking = mapAll(state, (one) => (one.status.kind === 'limited' ? connecting(one) : one));
  return [{ ...asking, phase: { kind: 'open', attempt }, quietUntil: null }, frames];
}

function connecting(subscription: Subscription): Subscription {
  return { ...subscription, status: { kind: 'connecting' } };
}

function again(state: Connection, id: string, now: number): Transition {
  const subscription = state.subscriptions.get(id);
  if (subscription?.status.kind !== 'limited' || state.phase.kind !== 'open') return [state, []];
  return [put(state, connecting(subscription)), [send(attachFrame(subscription, now))]];
}

function frameArrived(state: Connection, frame: ServerFrame, now: number): Transition {
  if (frame.type === 'unknown') return [state, []];
  if (frame.type === 'expiring') return [state, noteAll(state, 'warning', EXPIRING)];
  if (frame.type === 'renewed') return [state, noteAll(state, 'info', 'Your sign-in was renewed')];
  if (frame.type === 'error' && frame.id === undefined) return [state, connectionError(state, frame.problem)];
  const before = state.subscriptions.get(frame.id ?? '');
  if (before === undefined) return [state, []];
  const [after, items] = onFrame(before, frame, now);
  const effects: Effect[] = items.map((item) => ({ type: 'emit', id: after.id, item }));
  if (frame.type === 'end' && (frame.reason === 'expired' || frame.reason === 'revoked')) {
    effects.push({ type: 'verify' });
  }
  if (frame.type === 'error' && after.status.kind === 'limited') {
    effects.push({ type: 'wait_for', id: after.id, ms: after.status.retryAt - now });
  }
  const next = put(state, after);
  if (frame.type === 'end' && frame.retryMs !== undefined) {
    return [{ ...next, quietUntil: now + frame.retryMs }, effects];
  }
  // Only an answer proves the connection sound: a server that accepts and hangs up at once is still backed off from.
  const sound = frame.type === 'subscribed' && state.phase.kind === 'open';
  return [sound ? { ...next, phase: { kind: 'open', attempt: 0 } } : next, effects];
}

const EXPIRING = 'Your sign-in ends within a minute; sign in again in another tab to stay connected';

function noteAll(state: Connection, tone: 'info' | 'warning', text: string): Effect[] {
  return [...state.subscriptions.keys()].map((id) => ({
    type: 'emit',
    id,
    item: { kind: 'note', tone, text },
  }));
}

function connectionError(state: Connection, problem: Problem): Effect[] {
  if (problem.code === 'unauthenticated') return [{ type: 'verify' }];
  return noteAll(state, 'warning', problem.detail ?? problem.title);
}

function closed(state: Connection, event: Extract<ConnectionEvent, { type: 'closed' }>): Transition {
  const { code, reason, now, chance, retryMs = 0 } = event;
  if (state.subscriptions.size === 0) return [{ ...state, phase: { kind: 'idle' } }, []];
  const refusal = refusalOf(code, reason);
  if (refusal !== undefined) {
    const over = mapAll(state, (one) =>
      isOver(one) ? one : { ...one, attached: false, status: { kind: 'refused', problem: refusal } },
    );
    return [{ ...over, phase: { kind: 'idle' } }, code === NOT_AUTHENTICATED ? [{ type: 'verify' }] : []];
  }
  const attempt = ('attempt' in state.phase ? state.phase.attempt : 0) + 1;
  const quietMs = (state.quietUntil ?? now) - now;
  const ms = pauseOf({ code, attempt, chance, quietMs, retryMs, limits: limitsOf(state, now) });
  const waiting = mapAll(state, (one) => detach(one, now, statusUntil(now + ms, one, event, attempt)));
  // A refused handshake looks to a browser like a broken network: only a request can tell which it was.
  const verify: Effect[] = state.phase.kind === 'opening' ? [{ type: 'verify' }] : [];
  const way = wayAfter(state.way, endOf(state.phase));
  return [{ ...waiting, way, phase: { kind: 'waiting', attempt } }, [{ type: 'wait', ms }, ...verify]];
}

function limitsOf(state: Connection, now: number): number[] {
  return [...state.subscriptions.values()].flatMap(({ status }) =>
    status.kind === 'limited' ? [status.retryAt - now] : [],
  );
}

function statusUntil(
  retryAt: number,
  { status }: Subscription,
  { code, reason }: { readonly code: number; readonly reason: string },
  attempt: number,
): Status {
  const before = status.kind === 'limited' ? status.reason : '';
  if (code !== OVER_A_LIMIT && before === '') return { kind: 'reconnecting', attempt, retryAt };
  return { kind: 'limited', reason: reason || before || 'too many live views', retryAt };
}

function endOf(phase: Phase): 'unopened' | 'unanswered' | 'sound' {
  if (phase.kind === 'opening') return 'unopened';
  return phase.kind === 'open' && phase.attempt === 0 ? 'sound' : 'unanswered';
}

function refusalOf(code: number, reason: string): Problem | undefined {
  const detail = reason === '' ? {} : { detail: reason };
  switch (code) {
    case NOT_AUTHENTICATED:
      return { title: 'Signed out', status: 401, code: 'unauthenticated', ...detail };
    case NOT_ALLOWED:
      return { title: 'Not allowed', status: 403, code: 'forbidden', ...detail };
    case BAD_REQUEST:
      return { title: 'The server did not accept this view', status: 400, code: 'invalid', ...detail };
    default:
      return undefined;
  }
}
