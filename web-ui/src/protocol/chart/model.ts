import { stepsOf } from '../filter';
import type { LiveRecord } from '../record';
import { Buckets } from './buckets';
import { type ChartChoice, spanMs, type Windowing } from './choice';
import { Groups } from './groups';
import { type Axes, axesOf, isTimeAxis, type Point, pointOf } from './point';
import {
  Everything,
  KeyedRows,
  NewestRecords,
  RecentTime,
  Reservoir,
  type Retention,
  type Sink,
} from './retention';
import { type ChartView, drawBars, drawBoxes, drawHistogram, drawLines, drawScatter } from './view';

/** Points kept for one chart, of whatever span. */
const MAX_POINTS = 20_000;
const SAMPLE = 5000;
const WINDOW_START = ['window_start'];

export interface ModelOptions {
  readonly choice: ChartChoice;
  readonly windowing: Windowing | null;
  readonly wall: () => number;
  readonly random: () => number;
}

/**
 * What a chart shows, kept up to date record by record: sums for each group and stretch of time as records come into the
 * chosen span and leave it. Pure, bounded to 20,000 points, and never further behind than the records it was given.
 */
export class ChartModel {
  readonly #choice: ChartChoice;
  readonly #axes: Axes;
  readonly #keys: readonly (readonly string[])[] | null;
  readonly #groups = new Groups();
  readonly #buckets = new Buckets();
  readonly #retention: Retention;
  /** Of rows that change: which row a record's own key stands for, so that a tombstone finds it. */
  readonly #rowOfKey = new Map<string, string>();
  #seen = 0;
  #unusable = 0;
  #skipped = 0;
  #timeAxis: boolean | null = null;

  constructor(readonly options: ModelOptions) {
    const { choice, windowing } = options;
    this.#choice = choice;
    this.#axes = axesOf(choice);
    this.#keys = windowing === null ? null : windowing.keys.map(stepsOf);
    this.#retention = this.#retain();
  }

  /** Records that the chart was not given, because they were skipped on their way. */
  skip(count: number): void {
    this.#skipped += count;
  }

  offer(record: LiveRecord): void {
    if (this.#keys !== null && isTombstone(record)) {
      this.#drop(record.envelope.key);
      return;
    }
    const point = pointOf(record, this.#axes, this.#seen);
    this.#seen++;
    if (!this.#usable(point)) {
      this.#unusable++;
      return;
    }
    if (point.x !== null) this.#timeAxis ??= isTimeAxis(this.#choice.x, point.x);
    if (this.#keys === null) this.#retention.offer(point);
    else this.#offerRow(record, point, this.#keys);
  }

  /** @returns whether anything left the span */
  tick(): boolean {
    return this.#retention.tick(this.options.wall());
  }

  view(): ChartView {
    const { kind, measure, x } = this.#choice;
    const points = this.#retention.points();
    const scope = {
      shown: points.length,
      seen: this.#seen,
      unusable: this.#unusable,
      skipped: this.#skipped,
      full: points.length >= MAX_POINTS,
      sampled: this.#retention instanceof Reservoir && this.#seen - this.#unusable > SAMPLE,
    };
    switch (kind) {
      case 'bar':
      case 'pie':
        return drawBars(kind, this.#groups, measure, () => points, scope);
      case 'histogram':
        return drawHistogram(points, scope);
      case 'box':
        return drawBoxes(points, scope);
      case 'scatter':
        return drawScatter(points, this.#timeAxis ?? x === '$time', scope);
      case 'line': {
        const time = this.#timeAxis ?? x === '$time';
        return drawLines(this.#bucketed() ? this.#buckets : null, measure, points, time, scope);
      }
    }
  }

  #bucketed(): boolean {
    return this.#choice.kind === 'line' && this.#choice.measure !== 'value';
  }

  #usable({ x, y }: Point): boolean {
    const { kind, measure } = this.#choice;
    const needsX = kind === 'line' || kind === 'scatter';
    const counts = (kind === 'bar' || kind === 'pie' || kind === 'line') && measure === 'count';
    return (!needsX || x !== null) && (counts || y !== null);
  }

  #retain(): Retention {
    const { choice, windowing, wall, random } = this.options;
    const sink = this.#sink();
    const ms = spanMs(choice.span);
    if (windowing !== null) return new KeyedRows(MAX_POINTS, sink, choice.span === 'newest');
    if (ms !== undefined) return new RecentTime(ms, MAX_POINTS, sink, wall);
    if (choice.span === 'all') {
      const sums = choice.kind === 'bar' || choice.kind === 'pie' || this.#bucketed();
      return sums ? new Everything(sink) : new Reservoir(SAMPLE, sink, random);
    }
    const limit = Number(/^last:(\d+)$/.exec(choice.span)?.[1] ?? 1000);
    return new NewestRecords(Math.min(limit, MAX_POINTS), sink);
  }

  #sink(): Sink {
    if (this.#choice.kind === 'bar' || this.#choice.kind === 'pie') return this.#groups;
    if (this.#bucketed()) return this.#buckets;
    return { add: () => undefined, remove: () => undefined };
  }

  #offerRow(record: LiveRecord, point: Point, keys: readonly (readonly string[])[]): void {
    const order = pointOf(record, { x: 'window_start', xSteps: WINDOW_START, y: null, by: null }, 0).x ?? 0;
    const names = keys.map((by) => pointOf(record, { x: '$index', xSteps: null, y: null, by }, 0).group);
    const row = `${order}\u0000${names.join('\u0000')}`;
    const { key } = record.envelope;
    if (key !== null) this.#remember(key, row);
    this.#retention.offer(point, row, order);
  }

  #remember(key: string, row: string): void {
    this.#rowOfKey.delete(key);
    this.#rowOfKey.set(key, row);
    if (this.#rowOfKey.size > MAX_POINTS) this.#rowOfKey.delete(this.#rowOfKey.keys().next().value as string);
  }

  #drop(key: string | null): void {
    const row = key === null ? undefined : this.#rowOfKey.get(key);
    if (key === null || row === undefined) return;
    this.#rowOfKey.delete(key);
    if (this.#retention instanceof KeyedRows) this.#retention.drop(row);
  }
}

function isTombstone({ envelope }: LiveRecord): boolean {
  return envelope.body.kind === 'json' && envelope.body.text === 'null';
}
