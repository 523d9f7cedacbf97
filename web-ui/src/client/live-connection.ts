import { type Connection, type ConnectionEvent, type Effect, IDLE, step } from '../protocol/connection';
import type { Item, Subscription } from '../protocol/subscription';
import { EventWire } from './event-wire';
import { BASE } from './http';
import { fetchMe } from './identity';
import { gatewayEvents } from './live-events';
import { onSessionChange, session } from './session';
import { SocketWire } from './socket-wire';
import type { Wire, WireListener } from './wire';

export interface LiveListener {
  readonly onItem: (item: Item) => void;
  readonly onChange: (subscription: Subscription) => void;
}

/**
 * Runs the effects of the connection's machine on a real wire. Whatever decides anything is in `protocol/connection`.
 * A wire that was given up is not heard.
 */
export class LiveConnection {
  #state: Connection = IDLE;
  #wire: Wire | null = null;
  #session: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Map<string, LiveListener>();

  constructor() {
    window.addEventListener('online', () => this.#retryNow());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.#retryNow();
    });
    onSessionChange(() => this.#renew());
  }

  listen(id: string, listener: LiveListener): void {
    this.#listeners.set(id, listener);
  }

  dispatch(event: ConnectionEvent): void {
    const before = this.#state;
    const [after, effects] = step(before, event);
    this.#state = after;
    for (const effect of effects) this.#run(effect);
    for (const [id, subscription] of after.subscriptions) {
      if (before.subscriptions.get(id) !== subscription) this.#listeners.get(id)?.onChange(subscription);
    }
    if (event.type === 'unsubscribe') this.#listeners.delete(event.id);
  }

  /** A server that shuts down, or that is too full, has said when it wants to be asked again. */
  #retryNow(): void {
    if (this.#state.phase.kind !== 'waiting' || this.#state.quietUntil !== null) return;
    clearTimeout(this.#timer);
    this.dispatch({ type: 'retry' });
  }

  #renew(): void {
    const now = session()?.csrf;
    if (now === undefined || now === this.#session) return;
    this.#session = now;
    this.dispatch({ type: 'renew' });
  }

  #run(effect: Effect): void {
    switch (effect.type) {
      case 'open':
        this.#open(effect.transport);
        break;
      case 'close':
        this.#giveUp();
        break;
      case 'send':
        this.#wire?.send(effect.frame);
        break;
      case 'wait':
        this.#timer = setTimeout(() => this.dispatch({ type: 'retry' }), effect.ms);
        break;
      case 'wait_for':
        setTimeout(() => this.dispatch({ type: 'again', id: effect.id, now: Date.now() }), effect.ms);
        break;
      case 'emit':
        this.#listeners.get(effect.id)?.onItem(effect.item);
        break;
      case 'verify':
        // A 401 ends the session inside the request; any other failure is no news: the back-off is already running.
        fetchMe().catch(() => undefined);
        break;
    }
  }

  #open(transport: 'socket' | 'events'): void {
    this.#giveUp();
    this.#session = session()?.csrf;
    const listener: WireListener = {
      onOpen: () => this.dispatch({ type: 'opened', now: Date.now() }),
      onFrame: (frame) => this.dispatch({ type: 'frame', frame, now: Date.now() }),
      onClose: (code, reason, retryMs = 0) =>
        this.dispatch({ type: 'closed', code, reason, retryMs, now: Date.now(), chance: Math.random() }),
    };
    const address = `${location.origin.replace(/^http/, 'ws')}${BASE}/live`;
    this.#wire =
      transport === 'events'
        ? new EventWire(gatewayEvents, listener)
        : new SocketWire(address, gatewayEvents.renew, listener);
  }

  #giveUp(): void {
    clearTimeout(this.#timer);
    this.#wire?.close();
    this.#wire = null;
  }
}
