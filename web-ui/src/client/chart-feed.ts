import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ChartChoice, Windowing } from '../protocol/chart/choice';
import { ChartModel, type ModelOptions } from '../protocol/chart/model';
import type { ChartView } from '../protocol/chart/view';
import type { LiveFeed } from './live-feed';

/** Of a turn of the event loop, spent on taking records apart; what is left waits in the feed's ring. */
const BUDGET_MS = 6;
/** How often it looks at the time, in records. */
const CHECK_EVERY = 32;
const TICK_MS = 1000;
/** Of the time between two drawings, at most a quarter goes into reckoning and drawing. */
const REST_FACTOR = 4;
const LEAST_REST_MS = 60;

/**
 * Feeds a chart from the ring of a live view, apart from drawing: in a hidden tab the figures go on. Records that the ring gave
 * up before they were looked at are counted as skipped. Publishes a view at most once per animation frame.
 */
export class ChartFeed {
  #model: ChartModel;
  #epoch: number;
  #read: number;
  #view: ChartView;
  #pumping = false;
  #frame = 0;
  #restUntil = 0;
  #stops: (() => void)[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(
    readonly feed: LiveFeed,
    readonly options: ModelOptions,
  ) {
    this.#model = new ChartModel(options);
    this.#epoch = feed.epoch;
    this.#read = feed.range.first;
    this.#view = this.#model.view();
  }

  start(): void {
    const timer = setInterval(() => {
      if (this.#model.tick()) this.#drawSoon();
    }, TICK_MS);
    this.#stops = [this.feed.onArrival(() => this.#pumpSoon()), () => clearInterval(timer)];
    this.#pumpSoon();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  readonly view = (): ChartView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  #pumpSoon(): void {
    if (this.#pumping || this.#stops.length === 0) return;
    this.#pumping = true;
    setTimeout(() => {
      this.#pumping = false;
      if (this.#stops.length > 0) this.#pump();
    });
  }

  #pump(): void {
    if (this.#epoch !== this.feed.epoch) this.#begin();
    const { first, next } = this.feed.range;
    if (first > this.#read) {
      this.#model.skip(first - this.#read);
      this.#read = first;
    }
    const end = performance.now() + BUDGET_MS;
    while (this.#read < next) {
      this.#take(this.#read++);
      if (this.#read % CHECK_EVERY === 0 && performance.now() > end) break;
    }
    this.#drawSoon();
    if (this.#read < next) this.#pumpSoon();
  }

  #begin(): void {
    this.#epoch = this.feed.epoch;
    this.#read = this.feed.range.first;
    this.#model = new ChartModel(this.options);
  }

  #take(sequence: number): void {
    const row = this.feed.row(sequence);
    if (row?.kind === 'record') this.#model.offer(row.record);
    else if (row?.kind === 'gap') this.#model.skip(row.count);
  }

  #drawSoon(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame((now) => {
      this.#frame = 0;
      if (now < this.#restUntil) this.#drawSoon();
      else this.#draw();
    });
  }

  #draw(): void {
    const start = performance.now();
    this.#model.tick();
    this.#view = this.#model.view();
    for (const listener of this.#listeners) listener();
    setTimeout(() => {
      const rest = (performance.now() - start) * REST_FACTOR;
      this.#restUntil = start + Math.max(LEAST_REST_MS, rest);
    });
  }
}

/** A chart of what a live view holds; built anew from its rows when the choice changes. */
export function useChart(feed: LiveFeed, choice: ChartChoice, windowing: Windowing | null): ChartView {
  const { kind, x, y, by, measure, span } = choice;
  const keys = windowing?.keys.join('\u0000');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the parts of the choice and of the keys, not the objects
  const chart = useMemo(
    () => new ChartFeed(feed, { choice, windowing, wall: Date.now, random: Math.random }),
    [feed, kind, x, y, by, measure, span, keys],
  );
  useEffect(() => {
    chart.start();
    return () => chart.stop();
  }, [chart]);
  return useSyncExternalStore(chart.subscribe, chart.view);
}
