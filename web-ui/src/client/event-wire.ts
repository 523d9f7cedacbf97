import { GOING_AWAY } from '../protocol/backoff';
import { framesOf, searchOf } from '../protocol/event-frames';
import type { ClientFrame, ServerFrame } from '../protocol/frames';
import { type Problem, problemOf, unreachable } from '../protocol/problem';
import { EventStreamReader } from '../protocol/sse';
import type { Wire, WireListener } from './wire';

const BROKEN = 1006;
const NOT_AUTHENTICATED = 4401;
const NO_CONTENT = 204;

/** What the wire asks of the network. */
export interface EventServer {
  /** @param lastEventId the token to go on from; empty for none */
  open(search: URLSearchParams, lastEventId: string, signal: AbortSignal): Promise<Response>;
  problem(response: Response): Promise<Problem>;
  /** @returns until when the identity behind a stream holds now */
  renew(session: string): Promise<string | null>;
}

/** One stream of a subscription; a new one takes its place when the filter changes. */
interface Running {
  ask: Subscribe;
  readonly abort: AbortController;
  /** Behind what was passed on. */
  token: string;
  session: string | null;
}

type Subscribe = Extract<ClientFrame, { type: 'subscribe' }>;

/**
 * Server-sent events in the place of a socket, where something between page and server lets no socket through: a request for
 * each subscription, with the browser's cookie. What a socket says in frames is said by ending a request and asking anew from
 * the last event. When one request breaks all are given up, as with a socket; going on is for whoever opens the next wire.
 */
export class EventWire implements Wire {
  readonly #running = new Map<string, Running>();
  #over = false;

  constructor(
    readonly server: EventServer,
    readonly listener: WireListener,
  ) {
    queueMicrotask(() => {
      if (!this.#over) listener.onOpen();
    });
  }

  send(frame: ClientFrame): void {
    switch (frame.type) {
      case 'subscribe':
        this.#start(frame, frame.resume ?? '');
        break;
      case 'update':
        this.#update(frame);
        break;
      case 'pause':
        this.#running.get(frame.id)?.abort.abort();
        break;
      case 'resume':
        this.#resume(frame.id);
        break;
      case 'unsubscribe':
        this.#running.get(frame.id)?.abort.abort();
        this.#running.delete(frame.id);
        break;
      case 'renew':
        this.#renew();
        break;
    }
  }

  close(): void {
    this.#over = true;
    for (const { abort } of this.#running.values()) abort.abort();
    this.#running.clear();
  }

  #start(ask: Subscribe, token: string, before?: Running): void {
    const running: Running = { ask, abort: new AbortController(), token, session: null };
    this.#running.set(ask.id, running);
    this.#run(running, before).catch((error: unknown) => {
      if (!running.abort.signal.aborted) this.#fail(error);
    });
  }

  #resume(id: string): void {
    const paused = this.#running.get(id);
    if (paused !== undefined) this.#start(paused.ask, paused.token);
  }

  #update({ id, where, select }: Extract<ClientFrame, { type: 'update' }>): void {
    const before = this.#running.get(id);
    if (before === undefined) return;
    const ask: Subscribe = { ...before.ask, where, ...(select === undefined ? {} : { select }) };
    if (before.abort.signal.aborted) {
      // Paused: the next request brings it to the server.
      before.ask = ask;
      queueMicrotask(() => this.listener.onFrame({ type: 'subscribed', id, resumed: true }));
      return;
    }
    before.abort.abort();
    this.#start(ask, before.token, before);
  }

  /** @param before what goes on if this is refused: an update that is not accepted leaves the old filter running */
  async #run(running: Running, before?: Running): Promise<void> {
    const { ask, abort } = running;
    const response = await this.server.open(searchOf(ask), running.token, abort.signal);
    if (response.status === NO_CONTENT) {
      this.#tell(running, { type: 'end', id: ask.id, reason: 'no_content' });
      return;
    }
    if (!response.ok || response.body === null) {
      await this.#refused(running, response, before);
      return;
    }
    const reader = new EventStreamReader();
    const last = await this.#read(running, reader, response.body);
    if (abort.signal.aborted || last === 'over') return;
    this.#end(last === 'shutdown' ? GOING_AWAY : BROKEN, '', reader.retryMs ?? undefined);
  }

  async #read(
    running: Running,
    reader: EventStreamReader,
    body: ReadableStream<Uint8Array>,
  ): Promise<'over' | 'shutdown' | 'cut'> {
    const bytes = body.getReader();
    for (;;) {
      const { done, value } = await bytes.read();
      if (done) return 'cut';
      const frames = framesOf(running.ask.id, reader.read(value));
      for (const frame of frames) {
        if (running.abort.signal.aborted) return 'over';
        this.#tell(running, frame);
        if (frame.type === 'end') return frame.reason === 'shutdown' ? 'shutdown' : 'over';
        if (frame.type === 'error') return 'over';
      }
    }
  }

  #tell(running: Running, frame: ServerFrame): void {
    if ('token' in frame && frame.token !== undefined) running.token = frame.token;
    if (frame.type === 'subscribed') running.session = frame.session ?? null;
    if (frame.type === 'end' || frame.type === 'error') this.#running.delete(running.ask.id);
    this.listener.onFrame(frame);
  }

  async #refused(running: Running, response: Response, before?: Running): Promise<void> {
    const problem = await this.server.problem(response);
    if (running.abort.signal.aborted) return;
    if (response.status === 401) this.#end(NOT_AUTHENTICATED, problem.detail ?? '');
    else if (response.status >= 500) this.#end(BROKEN, '');
    else {
      this.#tell(running, { type: 'error', id: running.ask.id, problem });
      if (before !== undefined) this.#start(before.ask, before.token);
    }
  }

  #renew(): void {
    for (const { session } of this.#running.values()) {
      if (session === null) continue;
      this.server
        .renew(session)
        .then((expiresAt) => this.listener.onFrame({ type: 'renewed', expiresAt }))
        .catch((error: unknown) => this.listener.onFrame({ type: 'error', problem: problemOf(error) }));
    }
  }

  #fail(error: unknown): void {
    this.#end(BROKEN, error instanceof Error ? error.message : unreachable('').title);
  }

  #end(code: number, reason: string, retryMs?: number): void {
    if (this.#over) return;
    this.close();
    this.listener.onClose(code, reason, retryMs);
  }
}
