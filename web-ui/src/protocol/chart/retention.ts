import type { Point } from './point';

/** Hears which points come into the chart's window, and which leave it. */
export interface Sink {
  add(point: Point): void;
  remove(point: Point): void;
}

/** Which points a chart is about. Each policy is bounded; what it lets go it takes back from the sink. */
export interface Retention {
  /** @param key what a later point replaces this one by; @param order of rows with keys, their window */
  offer(point: Point, key?: string, order?: number): void;
  /** Time has passed without a record. @returns whether anything left */
  tick(wall: number): boolean;
  /** The points in the window, in the order of their arrival where there is one; none where only sums are kept. */
  points(): readonly Point[];
}

/** The newest `limit` records. */
export class NewestRecords implements Retention {
  readonly #slots: Point[] = [];
  #next = 0;

  constructor(
    readonly limit: number,
    readonly sink: Sink,
  ) {}

  offer(point: Point): void {
    const leaving = this.#slots[this.#next];
    if (leaving !== undefined) this.sink.remove(leaving);
    this.#slots[this.#next] = point;
    this.#next = (this.#next + 1) % this.limit;
    this.sink.add(point);
  }

  tick(): boolean {
    return false;
  }

  points(): readonly Point[] {
    return this.#slots.length < this.limit
      ? this.#slots
      : [...this.#slots.slice(this.#next), ...this.#slots.slice(0, this.#next)];
  }
}

/**
 * Points no older than `ms` before the newest time seen. That clock goes on with the wall's while nothing arrives, so an
 * idle chart empties; records that come out of order leave in the order of their times (a heap, earliest on top).
 */
export class RecentTime implements Retention {
  readonly #heap: Point[] = [];
  #newest = Number.NEGATIVE_INFINITY;
  #newestAt = 0;

  constructor(
    readonly ms: number,
    readonly limit: number,
    readonly sink: Sink,
    readonly wall: () => number,
  ) {}

  offer(point: Point): void {
    if (point.time > this.#newest) {
      this.#newest = point.time;
      this.#newestAt = this.wall();
    }
    if (point.time <= this.#newest - this.ms) return;
    this.#push(point);
    this.sink.add(point);
    this.#expire(this.#newest);
    if (this.#heap.length > this.limit) this.sink.remove(this.#pop());
  }

  tick(wall: number): boolean {
    const before = this.#heap.length;
    this.#expire(this.#newest + Math.max(0, wall - this.#newestAt));
    return this.#heap.length < before;
  }

  points(): readonly Point[] {
    return [...this.#heap].sort((a, b) => a.time - b.time);
  }

  #expire(now: number): void {
    while (this.#heap.length > 0 && (this.#heap[0] as Point).time <= now - this.ms)
      this.sink.remove(this.#pop());
  }

  #push(point: Point): void {
    const heap = this.#heap;
    let at = heap.push(point) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((heap[parent] as Point).time <= point.time) break;
      heap[at] = heap[parent] as Point;
      at = parent;
    }
    heap[at] = point;
  }

  #pop(): Point {
    const heap = this.#heap;
    const top = heap[0] as Point;
    const last = heap.pop() as Point;
    if (heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] as Point).time < (heap[child] as Point).time) child++;
      if ((heap[child] as Point).time >= last.time) break;
      heap[at] = heap[child] as Point;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

/** All there was, in sums alone. */
export class Everything implements Retention {
  constructor(readonly sink: Sink) {}

  offer(point: Point): void {
    this.sink.add(point);
  }

  tick(): boolean {
    return false;
  }

  points(): readonly Point[] {
    return [];
  }
}

/** Of all there was, a sample in which every record is equally likely (Vitter's algorithm R). */
export class Reservoir implements Retention {
  readonly #sample: Point[] = [];
  #seen = 0;

  constructor(
    readonly limit: number,
    readonly sink: Sink,
    readonly random: () => number,
  ) {}

  offer(point: Point): void {
    this.#seen++;
    if (this.#sample.length < this.limit) {
      this.#sample.push(point);
      this.sink.add(point);
      return;
    }
    const place = Math.floor(this.random() * this.#seen);
    if (place >= this.limit) return;
    this.sink.remove(this.#sample[place] as Point);
    this.#sample[place] = point;
    this.sink.add(point);
  }

  tick(): boolean {
    return false;
  }

  points(): readonly Point[] {
    return this.#sample;
  }
}

interface KeyedRow {
  readonly point: Point;
  readonly order: number;
}

/**
 * Rows of a table that changes: a row with a known key takes the place of the one before it. Of more than `limit` rows those
 * that were touched longest ago go. With `newestOnly` rows of an earlier window than the newest are not in the chart.
 */
export class KeyedRows implements Retention {
  readonly #rows = new Map<string, KeyedRow>();
  #newest = Number.NEGATIVE_INFINITY;

  constructor(
    readonly limit: number,
    readonly sink: Sink,
    readonly newestOnly: boolean,
  ) {}

  offer(point: Point, key = '', order = 0): void {
    this.drop(key);
    if (this.newestOnly && order < this.#newest) return;
    if (this.newestOnly && order > this.#newest) this.#clear();
    this.#newest = Math.max(this.#newest, order);
    this.#rows.set(key, { point, order });
    this.sink.add(point);
    if (this.#rows.size > this.limit) this.drop(this.#rows.keys().next().value as string);
  }

  /** @returns whether there was such a row */
  drop(key: string): boolean {
    const row = this.#rows.get(key);
    if (row === undefined) return false;
    this.#rows.delete(key);
    this.sink.remove(row.point);
    return true;
  }

  tick(): boolean {
    return false;
  }

  points(): readonly Point[] {
    return [...this.#rows.values()].sort((a, b) => a.order - b.order).map(({ point }) => point);
  }

  #clear(): void {
    for (const { point } of this.#rows.values()) this.sink.remove(point);
    this.#rows.clear();
  }
}
