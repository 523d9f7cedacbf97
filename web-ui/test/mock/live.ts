import type { WebSocket } from 'ws';
import { compile, type Predicate } from './filter';
import { datasets, type MockTopic, type StoredRecord, streams, topics } from './world';

interface Subscribe {
  type: string;
  id: string;
  topic?: string;
  stream?: string;
  dataset?: string;
  where?: string;
  from?: string;
  resume?: string;
}

const PER_FRAME = 500;
const GAP_EVERY = 4000;

function topicOf(frame: Subscribe): MockTopic | undefined {
  const stream = [...streams.values()].find((one) => one.name === frame.stream || one.id === frame.stream);
  const dataset = datasets.get(frame.dataset ?? '');
  return topics.get(String(frame.topic ?? stream?.topic ?? dataset?.topic ?? ''));
}

/** One subscription of the stand-in: reads a topic's records by their number, from wherever it stood. */
class MockSubscription {
  #next: number;
  #paused = false;
  #stats = { scanned: 0, matched: 0, sent: 0, dropped: 0, errors: 0 };
  #recent = 0;
  #sinceGap = 0;
  readonly #timers: NodeJS.Timeout[];

  constructor(
    readonly id: string,
    readonly topic: MockTopic,
    public test: Predicate,
    from: number,
    readonly send: (text: string) => void,
  ) {
    this.#next = from;
    this.#timers = [setInterval(() => this.#pump(), 50), setInterval(() => this.#tell(), 1000)];
  }

  pause(paused: boolean): void {
    this.#paused = paused;
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #pump(): void {
    if (this.#paused) return;
    const oldest = this.topic.total - this.topic.records.length;
    if (this.#next < oldest) {
      this.#gap(oldest - this.#next, 'retention');
      this.#next = oldest;
    }
    const batch = this.topic.records.slice(this.#next - oldest, this.#next - oldest + PER_FRAME);
    if (batch.length === 0) return;
    this.#next += batch.length;
    this.#stats.scanned += batch.length;
    const matches = batch.filter((record) => this.test(record.value));
    this.#deliver(matches);
  }

  #deliver(matches: readonly StoredRecord[]): void {
    this.#stats.matched += matches.length;
    this.#stats.sent += matches.length;
    this.#recent += matches.length;
    this.#sinceGap += matches.length;
    const records = matches.map((record) => record.text).join(',');
    this.send(`{"type":"records","id":"${this.id}","records":[${records}],"token":"t${this.#next}"}`);
    if (this.#sinceGap > GAP_EVERY) {
      this.#sinceGap = 0;
      this.#gap(512, 'slow');
    }
  }

  #gap(count: number, reason: string): void {
    this.#stats.dropped += count;
    this.send(JSON.stringify({ type: 'gap', id: this.id, count, reason }));
  }

  #tell(): void {
    const lag = this.topic.total - this.#next;
    this.send(JSON.stringify({ type: 'stats', id: this.id, ...this.#stats, lag, rate: this.#recent }));
    this.#recent = 0;
  }
}

function startOf(topic: MockTopic, frame: Subscribe): number {
  if (frame.resume !== undefined) return Number(frame.resume.slice(1));
  const oldest = topic.total - topic.records.length;
  const from = frame.from ?? 'latest';
  if (from === 'earliest') return oldest;
  if (from.startsWith('last:')) return Math.max(oldest, topic.total - Number(from.slice(5)));
  const age = /^-(\d+)([smh])$/.exec(from);
  if (age === null) return topic.total;
  const ms = Number(age[1]) * { s: 1000, m: 60_000, h: 3_600_000 }[age[2] as 's' | 'm' | 'h'];
  const first = topic.records.findIndex((record) => record.timestamp >= Date.now() - ms);
  return first < 0 ? topic.total : oldest + first;
}

const problem = (status: number, code: string, title: string, detail: string, more: object = {}) => ({
  type: 'about:blank',
  title,
  status,
  code,
  detail,
  ...more,
});

export function serveLive(socket: WebSocket): void {
  const subscriptions = new Map<string, MockSubscription>();
  const send = (text: string) => {
    if (socket.readyState === socket.OPEN) socket.send(text);
  };
  const refuse = (id: string, reason: object) => send(JSON.stringify({ type: 'error', id, problem: reason }));
  const badFilter = (id: string, errors: readonly { message: string; position: number }[]) =>
    refuse(
      id,
      problem(400, 'invalid', 'The filter does not parse', errors[0]?.message ?? '', {
        violations: errors.map(({ message, position }) => ({ pointer: '/where', reason: message, position })),
      }),
    );

  const subscribe = (frame: Subscribe) => {
    const topic = topicOf(frame);
    if (topic === undefined)
      return refuse(
        frame.id,
        problem(404, 'not_found', 'Not found', 'There is no such source, or you may not see it.'),
      );
    if (topic.name === 'limited')
      return refuse(
        frame.id,
        problem(429, 'too_many', 'Too many', 'You already have 20 live views; close one.', {
          retry_after: 8,
        }),
      );
    const compiled = compile(frame.where ?? '');
    if (!compiled.ok) return badFilter(frame.id, compiled.errors);
    send(JSON.stringify({ type: 'subscribed', id: frame.id, resumed: frame.resume !== undefined }));
    subscriptions.set(
      frame.id,
      new MockSubscription(frame.id, topic, compiled.test, startOf(topic, frame), send),
    );
    if (topic.name === 'flaky') setTimeout(() => socket.terminate(), 8000);
  };

  const update = (frame: Subscribe) => {
    const compiled = compile(frame.where ?? '');
    const subscription = subscriptions.get(frame.id);
    if (!compiled.ok) return badFilter(frame.id, compiled.errors);
    if (subscription) subscription.test = compiled.test;
    send(JSON.stringify({ type: 'subscribed', id: frame.id, resumed: true }));
  };

  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as Subscribe;
    if (frame.type === 'subscribe') subscribe(frame);
    else if (frame.type === 'update') update(frame);
    else if (frame.type === 'pause') subscriptions.get(frame.id)?.pause(true);
    else if (frame.type === 'resume') subscriptions.get(frame.id)?.pause(false);
    else if (frame.type === 'unsubscribe') {
      subscriptions.get(frame.id)?.close();
      subscriptions.delete(frame.id);
    }
  });
  socket.on('close', () => {
    for (const subscription of subscriptions.values()) subscription.close();
  });
}
