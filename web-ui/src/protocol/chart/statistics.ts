/** Of a histogram: how many values lie from `from` on and below `to`; the last bin holds its end, too. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A box: quartiles, whiskers at the farthest value within 1.5 times their distance, and what lies beyond. */
export interface Box {
  readonly name: string;
  readonly count: number;
  readonly low: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly high: number;
  readonly outliers: readonly number[];
}

const MAX_OUTLIERS = 100;

/** Equal bins from the least to the greatest value. Of one value alone there is one bin. */
export function binsOf(values: readonly number[], bins: number): Bin[] {
  if (values.length === 0) return [];
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (least === greatest) return [{ from: least, to: greatest, count: values.length }];
  const width = (greatest - least) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor((value - least) / width));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts.map((count, bin) => ({
    from: least + bin * width,
    to: bin === bins - 1 ? greatest : least + (bin + 1) * width,
    count,
  }));
}

/** Between the two nearest values, in proportion (as SQL's `percentile_cont`). */
export function quantile(sorted: Float64Array, fraction: number): number {
  const place = (sorted.length - 1) * fraction;
  const below = Math.floor(place);
  const lower = sorted[below] as number;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return lower + (upper - lower) * (place - below);
}

export function boxOf(name: string, values: readonly number[]): Box | undefined {
  if (values.length === 0) return undefined;
  const sorted = Float64Array.from(values).sort();
  const q1 = quantile(sorted, 0.25);
  const q3 = quantile(sorted, 0.75);
  const reach = 1.5 * (q3 - q1);
  const inside = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
  const outside = sorted.filter((value) => value < q1 - reach || value > q3 + reach);
  return {
    name,
    count: sorted.length,
    low: inside[0] as number,
    q1,
    median: quantile(sorted, 0.5),
    q3,
    high: inside[inside.length - 1] as number,
    outliers: [...outside].slice(-MAX_OUTLIERS),
  };
}
