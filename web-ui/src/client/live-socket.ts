import { type Connection, type ConnectionEvent, type Effect, IDLE, step } from '../protocol/connection';
import { readFrame, type ServerFrame } from '../protocol/frames';
import type { Item, Subscription } from '../protocol/subscription';
import { BASE } from './http';
import { fetchMe } from './identity';
import { session } from './session';

export interface LiveListener {
  readonly onItem: (item: Item) => void;
  readonly onChange: (subscription: Subscription) => void;
}

/**
 * Runs the effects of the connection's machine on a real socket. Whatever decides anything is in `protocol/connection`.
 * Events of a socket that was given up are not heard.
 */
export class LiveSocket {
  #state: Connection = IDLE;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Map<string, LiveListener>();

  constructor() {
    window.addEventListener('online', () => this.#retryNow());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.#retryNow();
    });
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

  #retryNow(): void {
    if (this.#state.phase.kind !== 'waiting') return;
    clearTimeout(this.#timer);
    this.dispatch({ type: 'retry' });
  }

  #run(effect: Effect): void {
    switch (effect.type) {
      case 'open':
        this.#open();
        break;
      case 'close':
        this.#giveUp();
        break;
      case 'send':
        this.#socket?.send(JSON.stringify(effect.frame));
        break;
      case 'wait':
        this.#timer = setTimeout(() => this.dispatch({ type: 'retry' }), effect.ms);
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

  #open(): void {
    this.#giveUp();
    const address = `${location.origin.replace(/^http/, 'ws')}${BASE}/live`;
    const socket = new WebSocket(address, ['sluice', `bearer.${session()?.token ?? ''}`]);
    this.#socket = socket;
    const heard = (event: () => ConnectionEvent) => () => {
      if (this.#socket === socket) this.dispatch(event());
    };
    socket.onopen = heard(() => ({ type: 'opened', now: Date.now() }));
    socket.onmessage = (message: MessageEvent<string>) => {
      if (this.#socket === socket) this.#onMessage(message.data);
    };
    socket.onclose = ({ code, reason }) =>
      heard(() => ({ type: 'closed', code, reason, now: Date.now(), chance: Math.random() }))();
  }

  #onMessage(text: string): void {
    let frame: ServerFrame;
    try {
      frame = readFrame(text);
    } catch {
      // A frame that is not what the protocol says: begin again from the last token rather than guess.
      this.#socket?.close(4000, 'unreadable frame');
      return;
    }
    this.dispatch({ type: 'frame', frame, now: Date.now() });
  }

  #giveUp(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
  }
}
