import type { Buckets } from './buckets';
import type { Measure } from './choice';
import type { Groups, Ranked } from './groups';
import { ALL, type Point } from './point';
import { type Bin, type Box, binsOf, boxOf } from './statistics';

/** What the figures of a chart are about, told beside it. */
export interface Scope {
  /** Points in the span; 0 where only sums are kept. */
  readonly shown: number;
  readonly seen: number;
  /** Records without the number that the chart needs. */
  readonly unusable: number;
  /** Records that never reached the chart. */
  readonly skipped: number;
  /** The points are a random sample of all that were seen. */
  readonly sampled: boolean;
  /** The chart holds no more: of a span with more records, the newest are shown. */
  readonly full: boolean;
}

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

/** A chart ready to be drawn: nothing is left to be reckoned but places on the screen. */
export type ChartView =
  | {
      readonly kind: 'line' | 'scatter';
      readonly series: readonly Series[];
      readonly time: boolean;
      /** Groups for which there is no line. */
      readonly hidden: number;
      /** Of sums over time: how long a step is. */
      readonly stepMs: number | null;
      readonly scope: Scope;
    }
  | {
      readonly kind: 'bar' | 'pie';
      readonly top: readonly Ranked[];
      /** What all others have together; 0 where that makes no sense. */
      readonly rest: number;
      readonly groups: number;
      readonly scope: Scope;
    }
  | { readonly kind: 'histogram'; readonly bins: readonly Bin[]; readonly scope: Scope }
  | { readonly kind: 'box'; readonly boxes: readonly Box[]; readonly hidden: number; readonly scope: Scope };

export const TOP = 10;
export const BINS = 30;
const MAX_LINES = 8;
const MAX_DOTS = 5000;

export function drawBars(
  kind: 'bar' | 'pie',
  groups: Groups,
  measure: Measure,
  points: () => readonly Point[],
  scope: Scope,
): ChartView {
  const { top, rest } = groups.top(TOP, measure, points);
  const adds = measure === 'count' || measure === 'sum';
  const homeless = measure === 'count' ? groups.homeless : 0;
  return { kind, top, rest: adds ? rest + homeless : 0, groups: groups.size, scope };
}

export function drawHistogram(points: readonly Point[], scope: Scope): ChartView {
  return { kind: 'histogram', bins: binsOf(figuresOf(points), BINS), scope };
}

export function drawBoxes(points: readonly Point[], scope: Scope): ChartView {
  const groups = partsOf(points);
  const boxes = groups
    .slice(0, TOP)
    .flatMap(([name, part]) => boxOf(name, figuresOf(part)) ?? [])
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { kind: 'box', boxes, hidden: Math.max(0, groups.length - TOP), scope };
}

export function drawScatter(points: readonly Point[], time: boolean, scope: Scope): ChartView {
  const newest = points.slice(-MAX_DOTS);
  return { kind: 'scatter', ...seriesOf(newest), time, stepMs: null, scope };
}

/** @param buckets where sums are shown; else the points are, in the order of x */
export function drawLines(
  buckets: Buckets | null,
  measure: Measure,
  points: readonly Point[],
  time: boolean,
  scope: Scope,
): ChartView {
  if (buckets !== null) {
    const series = buckets.lines(MAX_LINES, measure);
    const hidden = Math.max(0, buckets.size - MAX_LINES);
    return { kind: 'line', series, time, hidden, stepMs: buckets.widthMs, scope };
  }
  const { series, hidden } = seriesOf(points);
  const ordered = series.map(({ name, points: line }) => ({
    name,
    points: [...line].sort((a, b) => a[0] - b[0]),
  }));
  return { kind: 'line', series: ordered, time, hidden, stepMs: null, scope };
}

/** Of the largest groups, by name, so that colours stay where they are. */
function seriesOf(points: readonly Point[]): { readonly series: Series[]; readonly hidden: number } {
  const groups = partsOf(points);
  const series = groups
    .slice(0, MAX_LINES)
    .map(([name, part]) => ({ name, points: part.flatMap(pairOf) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { series, hidden: Math.max(0, groups.length - MAX_LINES) };
}

function pairOf({ x, y }: Point): [number, number][] {
  return x === null || y === null ? [] : [[x, y]];
}

/** The points of each group, the largest first. */
function partsOf(points: readonly Point[]): [string, Point[]][] {
  const parts = new Map<string, Point[]>();
  for (const point of points) {
    const part = parts.get(point.group);
    if (part === undefined) parts.set(point.group, [point]);
    else part.push(point);
  }
  return [...parts].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
}

function figuresOf(points: readonly Point[]): number[] {
  return points.flatMap(({ y }) => y ?? []);
}

/** What a group is called on screen. */
export function groupName(name: string): string {
  return name === ALL ? 'all' : name;
}
