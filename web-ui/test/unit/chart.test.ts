import { describe, expect, test } from 'vitest';
import { type ChartChoice, chartDefaults, choiceFrom, withChoice } from '../../src/protocol/chart/choice';
import { ChartModel } from '../../src/protocol/chart/model';
import { binsOf, boxOf } from '../../src/protocol/chart/statistics';
import { valuesOf } from '../../src/protocol/chart/values';
import { FieldCatalog } from '../../src/protocol/columns';
import { parseJson } from '../../src/protocol/json';
import { LiveRecord } from '../../src/protocol/record';
import { windowingOf } from '../../src/protocol/stream';

const CHOICE: ChartChoice = {
  kind: 'bar',
  x: '$time',
  y: '',
  by: 'zone',
  measure: 'count',
  span: 'last:1000',
};

/** The same numbers in every run. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

function record(value: unknown, timestamp = 0, key: string | null = null): LiveRecord {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return new LiveRecord(
    `{"topic":"t","partition":0,"offset":0,"timestamp":${timestamp},"key":${JSON.stringify(key)},"headers":{},"value":${text}}`,
  );
}

let now = 0;

function model(changes: Partial<ChartChoice>, windowed = false): ChartModel {
  const windowing = windowed ? { keys: ['zone'], figures: ['n'] } : null;
  return new ChartModel({
    choice: { ...CHOICE, ...changes },
    windowing,
    wall: () => now,
    random: randomOf(3),
  });
}

function topOf(chart: ChartModel): [string, number][] {
  const view = chart.view();
  if (view.kind !== 'bar' && view.kind !== 'pie') throw new Error(`not ranked: ${view.kind}`);
  return view.top.map(({ name, value }) => [name, value]);
}

/** `select zone, … group by zone order by 2 desc, 1 limit 10` over some rows. */
function oracle(rows: readonly { zone: string; fare: number }[], measure: 'count' | 'sum' | 'avg' | 'max') {
  const groups = new Map<string, number[]>();
  for (const { zone, fare } of rows) groups.set(zone, [...(groups.get(zone) ?? []), fare]);
  const value = (fares: number[]) => {
    const sum = fares.reduce((a, b) => a + b, 0);
    return { count: fares.length, sum, avg: sum / fares.length, max: Math.max(...fares) }[measure];
  };
  return [...groups]
    .map(([zone, fares]): [string, number] => [zone, value(fares)])
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, 10);
}

describe('ranks of groups', () => {
  const random = randomOf(11);
  const rows = Array.from({ length: 4000 }, () => ({
    zone: `Z${Math.floor(random() * random() * 40)}`,
    // Quarters have exact sums, whatever the order.
    fare: Math.floor(random() * 400) / 4,
  }));

  for (const measure of ['count', 'sum', 'avg', 'max'] as const) {
    test(`the ten first by ${measure} are what SQL finds in the newest records, at every moment`, () => {
      const chart = model({ measure, y: 'fare', span: 'last:500' });
      rows.forEach((row, index) => {
        chart.offer(record(row));
        if (index % 371 === 0 || index === rows.length - 1) {
          expect(topOf(chart)).toEqual(oracle(rows.slice(Math.max(0, index - 499), index + 1), measure));
        }
      });
    });
  }

  test('of all there was, nothing is forgotten', () => {
    const chart = model({ span: 'all' });
    for (const row of rows) chart.offer(record(row));
    expect(topOf(chart)).toEqual(oracle(rows, 'count'));
    const view = chart.view();
    const shown = topOf(chart).reduce((sum, [, value]) => sum + value, 0);
    expect(view.kind === 'bar' && view.rest + shown).toBe(rows.length);
  });

  test('sums do not drift as figures come and go', () => {
    const chart = model({ measure: 'sum', y: 'fare', span: 'last:10' });
    for (let turn = 0; turn < 20_000; turn++)
      chart.offer(record({ zone: 'a', fare: turn % 2 === 0 ? 1e9 + 0.1 : 0.1 }));
    expect(topOf(chart)[0]?.[1]).toBeCloseTo(5 * (1e9 + 0.1) + 5 * 0.1, 6);
  });

  test('names of groups keep the digits of a number', () => {
    const chart = model({});
    chart.offer(record('{"zone":9007199254740993}'));
    chart.offer(record('{"zone":null}'));
    expect(topOf(chart)).toEqual([
      ['(none)', 1],
      ['9007199254740993', 1],
    ]);
  });
});

describe('time that passes', () => {
  test('records leave by their own times, in whatever order they came', () => {
    const chart = model({ span: '-1m' });
    for (const [zone, time] of [
      ['b', 30_000],
      ['a', 1000],
      ['c', 59_000],
      ['b', 61_500],
    ] as const)
      chart.offer(record({ zone }, time));
    expect(topOf(chart).map(([zone]) => zone)).toEqual(['b', 'c']);
  });

  test('an idle chart empties as the clock goes on', () => {
    now = 5_000_000;
    const chart = model({ span: '-1m' });
    chart.offer(record({ zone: 'a' }, 1_000_000));
    now += 59_000;
    expect(chart.tick()).toBe(false);
    now += 2000;
    expect(chart.tick()).toBe(true);
    expect(topOf(chart)).toEqual([]);
  });

  test('sums over time join their steps when there would be too many', () => {
    const chart = model({ kind: 'line', measure: 'count', by: '', span: 'all' });
    for (let second = 0; second < 1000; second++) chart.offer(record({}, second * 1000));
    const view = chart.view();
    if (view.kind !== 'line') throw new Error(view.kind);
    expect(view.stepMs).toBe(5000);
    expect(view.series[0]?.points).toHaveLength(200);
    expect(view.series[0]?.points.every(([, count]) => count === 5)).toBe(true);
  });

  test('what leaves a chart of sums over time leaves nothing behind', () => {
    const chart = model({ kind: 'line', measure: 'sum', y: 'n', by: 'zone', span: 'last:3' });
    for (let turn = 0; turn < 500; turn++) chart.offer(record({ zone: `z${turn % 70}`, n: 1 }, turn * 1000));
    const view = chart.view();
    if (view.kind !== 'line') throw new Error(view.kind);
    const sum = view.series.flatMap(({ points }) => points).reduce((total, [, value]) => total + value, 0);
    expect(sum).toBe(3);
  });
});

describe('rows that change', () => {
  const row = (zone: string, n: number, start: number) =>
    record({ window_start: new Date(start).toISOString(), zone, n }, start, `${zone}@${start}`);
  const ranked = { measure: 'sum', y: 'n' } as const;

  test('a row takes the place of the one of its window and key', () => {
    const chart = model({ ...ranked, span: 'all' }, true);
    for (const [zone, n] of [
      ['a', 1],
      ['b', 5],
      ['a', 2],
      ['a', 7],
    ] as const)
      chart.offer(row(zone, n, 60_000));
    expect(topOf(chart)).toEqual([
      ['a', 7],
      ['b', 5],
    ]);
  });

  test('the newest window alone is ranked, and late rows of others do not return', () => {
    const chart = model({ ...ranked, span: 'newest' }, true);
    chart.offer(row('a', 9, 60_000));
    chart.offer(row('b', 2, 120_000));
    chart.offer(row('a', 10, 60_000));
    expect(topOf(chart)).toEqual([['b', 2]]);
  });

  test('a tombstone takes its row away', () => {
    const chart = model({ ...ranked, span: 'all' }, true);
    chart.offer(row('a', 9, 60_000));
    chart.offer(row('b', 2, 60_000));
    chart.offer(record('null', 61_000, 'a@60000'));
    expect(topOf(chart)).toEqual([['b', 2]]);
  });

  test('over time there is a line for each key', () => {
    const chart = model({ kind: 'line', x: 'window_start', y: 'n', measure: 'value', span: 'all' }, true);
    for (const [zone, n, start] of [
      ['a', 1, 120_000],
      ['b', 5, 60_000],
      ['a', 2, 60_000],
      ['a', 3, 60_000],
    ] as const)
      chart.offer(row(zone, n, 1_700_000_000_000 + start));
    const view = chart.view();
    if (view.kind !== 'line') throw new Error(view.kind);
    expect(view.time).toBe(true);
    expect(view.series.map(({ name, points }) => [name, points.map(([, y]) => y)])).toEqual([
      ['a', [3, 1]],
      ['b', [5]],
    ]);
  });

  test('keys and figures come from the definition', () => {
    const window = {
      type: 'tumbling',
      group_by: ['PULocationID', 'lower(zone) as z'],
      aggregates: ['count(*) as n', 'sum(fare)'],
    } as const;
    expect(windowingOf(window)).toEqual({ keys: ['PULocationID', 'z'], figures: ['n'] });
    expect(windowingOf({ type: 'none', aggregates: [] })).toBeNull();
  });
});

describe('what is told beside the figures', () => {
  test('records without the figure are counted, and so are those that never came', () => {
    const chart = model({ kind: 'histogram', y: 'fare' });
    for (const fare of [1, '2.5', 'much', null, 4]) chart.offer(record({ fare }));
    chart.skip(512);
    const view = chart.view();
    expect(view.scope).toEqual({ shown: 3, seen: 5, unusable: 2, skipped: 512, sampled: false, full: false });
    expect(view.kind === 'histogram' && view.bins.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  });

  test('of very many values a sample is kept, and said to be one', () => {
    const chart = model({ kind: 'histogram', y: 'n', span: 'all' });
    for (let n = 0; n < 12_000; n++) chart.offer(record({ n }));
    const view = chart.view();
    if (view.kind !== 'histogram') throw new Error(view.kind);
    expect(view.scope).toMatchObject({ shown: 5000, seen: 12_000, sampled: true });
    const lower = view.bins.slice(0, 15).reduce((sum, { count }) => sum + count, 0);
    expect(lower / 5000).toBeGreaterThan(0.45);
    expect(lower / 5000).toBeLessThan(0.55);
  });

  test('a span with more records than the chart holds is said to be cut', () => {
    const chart = model({ kind: 'scatter', x: 'n', y: 'n', by: '', span: '-15m' });
    for (let n = 0; n <= 20_000; n++) chart.offer(record({ n }, n));
    expect(chart.view().scope).toMatchObject({ shown: 20_000, seen: 20_001, full: true });
  });

  test('the table says what the picture shows', () => {
    const chart = model({ measure: 'sum', y: 'n' });
    chart.offer(record({ zone: 'a', n: 2.5 }));
    chart.offer(record({ zone: 'b', n: 1234 }));
    expect(valuesOf(chart.view()).rows).toEqual([
      ['1', 'b', '1,234', '1'],
      ['2', 'a', '2.5', '1'],
    ]);
  });
});

describe('statistics', () => {
  test('every value is in one bin, the greatest in the last', () => {
    const bins = binsOf([0, 1, 2, 3, 10], 5);
    expect(bins.map(({ count }) => count)).toEqual([2, 2, 0, 0, 1]);
    expect(binsOf([3, 3], 30)).toEqual([{ from: 3, to: 3, count: 2 }]);
    expect(binsOf([], 30)).toEqual([]);
  });

  test('a box has the quartiles of percentile_cont, and whiskers at values that there are', () => {
    expect(boxOf('x', [7, 1, 2, 4, 3, 100])).toEqual({
      name: 'x',
      count: 6,
      low: 1,
      q1: 2.25,
      median: 3.5,
      q3: 6.25,
      high: 7,
      outliers: [100],
    });
  });
});

describe('the choice', () => {
  const catalog = new FieldCatalog();
  catalog.observe(parseJson('{"zone_id":7,"zone":"a","fare":1.5,"tip":2}'));
  const usual = (kind: ChartChoice['kind']) => chartDefaults(kind, catalog.fields(), null);

  test('is usual until the address says otherwise, and identifiers are no figures', () => {
    expect(choiceFrom(new URLSearchParams(''), usual)).toEqual({
      kind: 'line',
      x: '$time',
      y: 'fare',
      by: '',
      measure: 'value',
      span: 'last:1000',
    });
    expect(usual('scatter')).toMatchObject({ x: 'tip', y: 'fare' });
    expect(usual('pie')).toMatchObject({ by: 'zone', measure: 'count' });
  });

  test('comes back from the address that it was written to', () => {
    const written = withChoice(new URLSearchParams('topic=t&chart=line&x=tip'), { kind: 'bar' });
    expect(written.toString()).toBe('topic=t&chart=bar');
    const whole = { kind: 'bar', x: '$time', y: 'tip', by: 'zone', measure: 'max', span: '-5m' } as const;
    expect(choiceFrom(withChoice(new URLSearchParams(), whole), usual)).toEqual(whole);
  });

  test('nonsense in the address is passed over', () => {
    const search = new URLSearchParams('chart=pie&measure=value&span=last:0&by=zone&y=fare');
    expect(choiceFrom(search, usual)).toMatchObject({ measure: 'count', span: 'last:1000' });
    expect(choiceFrom(new URLSearchParams('chart=cake'), usual).kind).toBe('line');
  });
});
