import type { Measure } from './choice';
import type { Point } from './point';
import type { Sink } from './retention';

interface Tally {
  count: number;
  /** Records that had a figure. */
  figures: number;
  sum: number;
  /** What rounding took from the sum (Neumaier), so that coming and going figures do not make it drift. */
  lost: number;
  max: number;
}

export interface Ranked {
  readonly name: string;
  readonly value: number;
  readonly count: number;
}

/** More names than this are counted, but not one by one. */
const MAX_GROUPS = 10_000;

/** Counts, sums and maxima for each group, kept up to date as points come and go. */
export class Groups implements Sink {
  readonly #tallies = new Map<string, Tally>();
  readonly #stale = new Set<string>();
  /** Points of groups for which there was no room. */
  #homeless = 0;

  get size(): number {
    return this.#tallies.size;
  }

  get homeless(): number {
    return this.#homeless;
  }

  add({ group, y }: Point): void {
    let tally = this.#tallies.get(group);
    if (tally === undefined) {
      if (this.#tallies.size >= MAX_GROUPS) {
        this.#homeless++;
        return;
      }
      tally = { count: 0, figures: 0, sum: 0, lost: 0, max: Number.NEGATIVE_INFINITY };
      this.#tallies.set(group, tally);
    }
    tally.count++;
    if (y === null) return;
    tally.figures++;
    accumulate(tally, y);
    if (y > tally.max) tally.max = y;
  }

  remove({ group, y }: Point): void {
    const tally = this.#tallies.get(group);
    if (tally === undefined) {
      this.#homeless--;
      return;
    }
    tally.count--;
    if (tally.count <= 0) {
      this.#tallies.delete(group);
      this.#stale.delete(group);
      return;
    }
    if (y === null) return;
    tally.figures--;
    accumulate(tally, -y);
    if (y === tally.max) this.#stale.add(group);
  }

  /** The first by rank, and how much the others have together. Equal ranks stand by name. */
  top(
    limit: number,
    measure: Measure,
    points: () => readonly Point[],
  ): { readonly top: Ranked[]; readonly rest: number } {
    if (measure === 'max' && this.#stale.size > 0) this.#refresh(points());
    const ranked: Ranked[] = [];
    let rest = 0;
    for (const [name, tally] of this.#tallies) {
      const value = figureOf(tally, measure);
      if (value === null) continue;
      rest += value;
      ranked.push({ name, value, count: tally.count });
    }
    ranked.sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1));
    const top = ranked.slice(0, limit);
    for (const { value } of top) rest -= value;
    return { top, rest: ranked.length > limit ? rest : 0 };
  }

  /** A maximum that left is looked for among the points that stayed. */
  #refresh(points: readonly Point[]): void {
    for (const name of this.#stale) {
      const tally = this.#tallies.get(name);
      if (tally !== undefined) tally.max = Number.NEGATIVE_INFINITY;
    }
    for (const { group, y } of points) {
      if (y === null || !this.#stale.has(group)) continue;
      const tally = this.#tallies.get(group);
      if (tally !== undefined && y > tally.max) tally.max = y;
    }
    this.#stale.clear();
  }
}

function accumulate(tally: Tally, value: number): void {
  const sum = tally.sum + value;
  tally.lost += Math.abs(tally.sum) >= Math.abs(value) ? tally.sum - sum + value : value - sum + tally.sum;
  tally.sum = sum;
}

function figureOf({ count, figures, sum, lost, max }: Tally, measure: Measure): number | null {
  if (measure === 'count') return count;
  if (figures === 0) return null;
  if (measure === 'max') return max;
  return measure === 'avg' ? (sum + lost) / figures : sum + lost;
}
