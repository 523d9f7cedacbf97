import type { Measure } from './choice';
import type { Point } from './point';
import type { Sink } from './retention';

interface Cell {
  count: number;
  figures: number;
  sum: number;
}

/** Widths of buckets, in milliseconds: each divides into the next, so that buckets can be joined. */
const WIDTHS_MS: readonly number[] = [
  1000, 5000, 10_000, 60_000, 300_000, 600_000, 3_600_000, 21_600_000, 86_400_000, 604_800_000,
  60_480_000_000,
];
const MAX_BUCKETS = 240;
const MAX_SERIES = 40;

export const OTHER = '(other)';

/**
 * Figures over time: sums for each series and bucket. Buckets grow wider when there would be too many of them. Once there
 * are more than 40 series, what is new joins the others, and names are only given up when nothing is left among those.
 */
export class Buckets implements Sink {
  readonly #series = new Map<string, Map<number, Cell>>();
  readonly #filled = new Map<number, number>();
  #width = 0;

  get widthMs(): number {
    return WIDTHS_MS[this.#width] as number;
  }

  add(point: Point): void {
    if (point.x === null) return;
    this.#widen(point.x);
    if (this.#filled.size >= MAX_BUCKETS && !this.#filled.has(this.#startOf(point.x))) return;
    const start = this.#startOf(point.x);
    const cell = this.#cellOf(point.group, start);
    if (cell.count === 0) this.#filled.set(start, (this.#filled.get(start) ?? 0) + 1);
    cell.count++;
    if (point.y === null) return;
    cell.figures++;
    cell.sum += point.y;
  }

  remove(point: Point): void {
    if (point.x === null) return;
    const start = this.#startOf(point.x);
    const name = this.#series.has(point.group) ? point.group : OTHER;
    const cells = this.#series.get(name);
    const cell = cells?.get(start);
    if (cells === undefined || cell === undefined) return;
    cell.count--;
    if (point.y !== null) {
      cell.figures--;
      cell.sum -= point.y;
    }
    if (cell.count > 0) return;
    cells.delete(start);
    this.#tidy(name, cells);
    const left = (this.#filled.get(start) ?? 1) - 1;
    if (left === 0) this.#filled.delete(start);
    else this.#filled.set(start, left);
  }

  #tidy(name: string, cells: ReadonlyMap<number, Cell>): void {
    if (cells.size > 0 || (name !== OTHER && this.#series.has(OTHER))) return;
    this.#series.delete(name);
    if (name !== OTHER) return;
    for (const [other, left] of this.#series) if (left.size === 0) this.#series.delete(other);
  }

  /** The series with the most records, by name; each as pairs of the bucket's start and its value, in order. */
  lines(limit: number, measure: Measure): { readonly name: string; readonly points: [number, number][] }[] {
    const lines = [...this.#series]
      .filter(([, cells]) => cells.size > 0)
      .map(([name, cells]) => {
        const entries = [...cells].sort(([a], [b]) => a - b);
        const records = entries.reduce((sum, [, { count }]) => sum + count, 0);
        const points = entries
          .map(([start, cell]): [number, number | null] => [start, figureOf(cell, measure)])
          .filter((pair): pair is [number, number] => pair[1] !== null);
        return { name, records, points };
      });
    lines.sort((a, b) => b.records - a.records || (a.name < b.name ? -1 : 1));
    return lines
      .slice(0, limit)
      .map(({ name, points }) => ({ name, points }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get size(): number {
    return this.#series.size;
  }

  #startOf(x: number): number {
    return Math.floor(x / this.widthMs) * this.widthMs;
  }

  #cellOf(group: string, start: number): Cell {
    const name = this.#series.has(group) || this.#series.size < MAX_SERIES ? group : OTHER;
    let cells = this.#series.get(name);
    if (cells === undefined) {
      cells = new Map();
      this.#series.set(name, cells);
    }
    let cell = cells.get(start);
    if (cell === undefined) {
      cell = { count: 0, figures: 0, sum: 0 };
      cells.set(start, cell);
    }
    return cell;
  }

  #widen(x: number): void {
    while (
      this.#filled.size >= MAX_BUCKETS &&
      !this.#filled.has(this.#startOf(x)) &&
      this.#width < WIDTHS_MS.length - 1
    ) {
      this.#width++;
      this.#join();
    }
  }

  #join(): void {
    this.#filled.clear();
    for (const [name, cells] of this.#series) {
      const joined = new Map<number, Cell>();
      for (const [start, { count, figures, sum }] of cells) {
        const wide = this.#startOf(start);
        const there = joined.get(wide) ?? { count: 0, figures: 0, sum: 0 };
        joined.set(wide, {
          count: there.count + count,
          figures: there.figures + figures,
          sum: there.sum + sum,
        });
      }
      this.#series.set(name, joined);
      for (const start of joined.keys()) this.#filled.set(start, (this.#filled.get(start) ?? 0) + 1);
    }
  }
}

function figureOf({ count, figures, sum }: Cell, measure: Measure): number | null {
  if (measure === 'count') return count;
  if (figures === 0) return null;
  return measure === 'avg' ? sum / figures : sum;
}
