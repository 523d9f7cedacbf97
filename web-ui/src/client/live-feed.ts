import { useEffect, useState, useSyncExternalStore } from 'react';
import { type Field, FieldCatalog } from '../protocol/columns';
import type { LiveStats } from '../protocol/frames';
import type { LiveQuery } from '../protocol/live';
import type { Problem } from '../protocol/problem';
import { Ring } from '../protocol/ring';
import type { Row } from '../protocol/rows';
import { type Item, openSubscription, type Subscription, totalStats } from '../protocol/subscription';
import { LiveConnection } from './live-connection';

/** Rows kept on the page; older ones give way and are counted. */
export const BUFFER_ROWS = 5000;
/** Records of one frame of the screen that are taken apart to learn columns from; the rest only pass through. */
const OBSERVED_PER_FLUSH = 40;
const RATE_SECONDS = 60;
/** Of the time between two drawings, at most a third is spent drawing: the page answers to its user however fast it flows. */
const REST_FACTOR = 3;
const LONGEST_REST_MS = 250;

export interface FeedSnapshot {
  readonly subscription: Subscription;
  readonly stats: LiveStats;
  /** Sequence numbers of the oldest row kept and of the next one to come. */
  readonly first: number;
  readonly next: number;
  readonly fields: readonly Field[];
  readonly observed: number;
  /** Matches per second, one figure a second, newest last. */
  readonly rates: readonly number[];
  readonly skipped: number;
  readonly lastRecordAt: number | null;
  /** Some record had a key. */
  readonly keyed: boolean;
  /** Why the server refused the filter that was last sent; null once one is accepted. */
  readonly filterProblem: Problem | null;
}

let connection: LiveConnection | undefined;
let nextId = 1;

function shared(): LiveConnection {
  connection ??= new LiveConnection();
  return connection;
}

/**
 * One live view: its rows in a ring outside the view library, published at most once per animation frame. A hidden tab
 * gets no frames, so nothing is drawn there while the ring goes on filling.
 */
export class LiveFeed {
  #id = '';
  #subscription: Subscription;
  readonly #rows = new Ring<Row>(BUFFER_ROWS);
  #catalog = new FieldCatalog();
  #published: FieldCatalog | undefined;
  #rates: readonly number[] = [];
  #skipped = 0;
  #lastRecordAt: number | null = null;
  #filterProblem: Problem | null = null;
  #keyed = false;
  #unobserved = 0;
  #frame = 0;
  #restUntil = 0;
  #snapshot: FeedSnapshot;
  #epoch = 0;
  readonly #arrivals = new Set<() => void>();
  readonly #listeners = new Set<() => void>();

  constructor(query: LiveQuery) {
    this.#subscription = openSubscription('', query);
    this.#snapshot = this.#take();
  }

  start(query: LiveQuery): void {
    this.stop();
    this.#id = `v${nextId++}`;
    this.#subscription = openSubscription(this.#id, query);
    this.#forget();
    shared().listen(this.#id, {
      onItem: (item) => this.#onItem(item),
      onChange: (subscription) => this.#onChange(subscription),
    });
    shared().dispatch({ type: 'subscribe', id: this.#id, query, now: Date.now() });
    this.#publishSoon();
  }

  stop(): void {
    if (this.#id !== '') shared().dispatch({ type: 'unsubscribe', id: this.#id });
    this.#id = '';
  }

  pause(): void {
    shared().dispatch({ type: 'pause', id: this.#id });
  }

  resume(): void {
    shared().dispatch({ type: 'resume', id: this.#id, now: Date.now() });
  }

  filter(where: string, select: string): void {
    this.#filterProblem = null;
    shared().dispatch({ type: 'filter', id: this.#id, proposal: { where, select } });
  }

  /** Empties the view; the position stays. */
  clear(): void {
    this.#rows.clear();
    this.#epoch++;
    this.#publishSoon();
  }

  /** Another number once the rows are of another question than those before. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Sequence numbers of the oldest row kept and of the next one to come, as they are now. */
  get range(): { readonly first: number; readonly next: number } {
    return { first: this.#rows.first, next: this.#rows.next };
  }

  /** Hears of rows as they come, drawn or not. @returns how to stop it */
  onArrival(listener: () => void): () => void {
    this.#arrivals.add(listener);
    return () => {
      this.#arrivals.delete(listener);
    };
  }

  row(sequence: number): Row | undefined {
    return this.#rows.at(sequence);
  }

  readonly snapshot = (): FeedSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  #forget(): void {
    this.#rows.clear();
    this.#epoch++;
    this.#catalog = new FieldCatalog();
    this.#unobserved = this.#rows.next;
    this.#rates = [];
    this.#skipped = 0;
    this.#lastRecordAt = null;
    this.#filterProblem = null;
  }

  #onItem(item: Item): void {
    const at = Date.now();
    switch (item.kind) {
      case 'records':
        for (const record of item.records) this.#rows.push({ kind: 'record', record });
        if (item.records.length > 0) this.#lastRecordAt = at;
        break;
      case 'gap':
        this.#skipped += item.count;
        this.#rows.push({ kind: 'gap', count: item.count, reason: item.reason, at });
        break;
      case 'note':
        this.#rows.push({ kind: 'note', tone: item.tone, text: item.text, at });
        break;
      case 'filtered':
        // Rows that the new filter would not let in must not stand beside it.
        this.#rows.clear();
        this.#epoch++;
        this.#filterProblem = null;
        break;
      case 'filter_refused':
        this.#filterProblem = item.problem;
        break;
    }
    for (const listener of this.#arrivals) listener();
    this.#publishSoon();
  }

  #onChange(subscription: Subscription): void {
    if (subscription.stats !== this.#subscription.stats) {
      this.#rates = [...this.#rates, subscription.stats.rate].slice(-RATE_SECONDS);
    }
    this.#subscription = subscription;
    this.#publishSoon();
  }

  #publishSoon(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame((now) => {
      this.#frame = 0;
      if (now < this.#restUntil) this.#publishSoon();
      else this.#publish();
    });
  }

  #publish(): void {
    const start = performance.now();
    this.#observe();
    this.#snapshot = this.#take();
    for (const listener of this.#listeners) listener();
    // The next task runs when the frame has been drawn.
    setTimeout(() => {
      const cost = performance.now() - start;
      this.#restUntil = start + Math.min(cost * REST_FACTOR, LONGEST_REST_MS);
    });
  }

  #observe(): void {
    const start = Math.max(this.#unobserved, this.#rows.first, this.#rows.next - OBSERVED_PER_FLUSH);
    for (let sequence = start; sequence < this.#rows.next; sequence++) {
      const row = this.#rows.at(sequence);
      if (row?.kind !== 'record') continue;
      this.#catalog.observe(row.record.value);
      this.#keyed ||= row.record.envelope.key !== null;
    }
    this.#unobserved = this.#rows.next;
  }

  #take(): FeedSnapshot {
    const known = this.#published === this.#catalog && this.#snapshot.observed === this.#catalog.observed;
    this.#published = this.#catalog;
    return {
      subscription: this.#subscription,
      stats: totalStats(this.#subscription),
      first: this.#rows.first,
      next: this.#rows.next,
      fields: known ? this.#snapshot.fields : this.#catalog.fields(),
      observed: this.#catalog.observed,
      rates: this.#rates,
      skipped: this.#skipped,
      lastRecordAt: this.#lastRecordAt,
      keyed: this.#keyed,
      filterProblem: this.#filterProblem,
    };
  }
}

/** A feed that lives as long as the component; `restart` is the caller's, so that a filter need not reopen it. */
export function useLiveFeed(query: LiveQuery): [LiveFeed, FeedSnapshot] {
  const [feed] = useState(() => new LiveFeed(query));
  const { source, from, delivery } = query;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed filter goes through `update`, in the open subscription
  useEffect(() => {
    feed.start(query);
    return () => feed.stop();
  }, [feed, source.kind, source.name, from, delivery]);
  return [feed, useSyncExternalStore(feed.subscribe, feed.snapshot)];
}
