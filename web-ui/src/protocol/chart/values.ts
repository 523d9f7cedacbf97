import { type ChartView, groupName, type Series } from './view';

/** The figures of a chart as a table, for those who cannot see it, or want to copy them. */
export interface ValueTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const figures = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });

export function figure(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : figures.format(value);
}

/** An instant or a number, as the axis has it. */
export function place(value: number, time: boolean): string {
  return time ? new Date(value).toLocaleString('sv-SE') : figure(value);
}

export function valuesOf(view: ChartView): ValueTable {
  switch (view.kind) {
    case 'line':
      return {
        columns: ['Series', 'Points', 'Newest at', 'Newest', 'Least', 'Greatest'],
        rows: view.series.flatMap((series) => lineRow(series, view.time)),
      };
    case 'scatter':
      return {
        columns: ['Series', 'Points', 'X from', 'X to', 'Y from', 'Y to'],
        rows: view.series.flatMap((series) => scatterRow(series, view.time)),
      };
    case 'bar':
    case 'pie':
      return {
        columns: ['Rank', 'Group', 'Value', 'Records'],
        rows: view.top.map(({ name, value, count }, rank) => [
          String(rank + 1),
          groupName(name),
          figure(value),
          figure(count),
        ]),
      };
    case 'histogram':
      return {
        columns: ['From', 'To', 'Records'],
        rows: view.bins.map(({ from, to, count }) => [figure(from), figure(to), figure(count)]),
      };
    case 'box':
      return {
        columns: ['Group', 'Records', 'Low', 'First quarter', 'Median', 'Third quarter', 'High', 'Beyond'],
        rows: view.boxes.map(({ name, count, low, q1, median, q3, high, outliers }) => [
          groupName(name),
          figure(count),
          ...[low, q1, median, q3, high].map(figure),
          figure(outliers.length),
        ]),
      };
  }
}

function lineRow({ name, points }: Series, time: boolean): string[][] {
  const newest = points.at(-1);
  if (newest === undefined) return [];
  const [low, high] = rangeOf(points.map(([, y]) => y));
  return [
    [
      groupName(name),
      figure(points.length),
      place(newest[0], time),
      figure(newest[1]),
      figure(low),
      figure(high),
    ],
  ];
}

function scatterRow({ name, points }: Series, time: boolean): string[][] {
  if (points.length === 0) return [];
  const [left, right] = rangeOf(points.map(([x]) => x));
  const [low, high] = rangeOf(points.map(([, y]) => y));
  return [
    [
      groupName(name),
      figure(points.length),
      place(left, time),
      place(right, time),
      figure(low),
      figure(high),
    ],
  ];
}

function rangeOf(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

export function isBlank(view: ChartView): boolean {
  switch (view.kind) {
    case 'line':
    case 'scatter':
      return view.series.every(({ points }) => points.length === 0);
    case 'bar':
    case 'pie':
      return view.top.length === 0;
    case 'histogram':
      return view.bins.length === 0;
    case 'box':
      return view.boxes.length === 0;
  }
}

/** The chart in a sentence. */
export function summaryOf(view: ChartView): string {
  if (isBlank(view)) return 'Nothing to draw yet';
  switch (view.kind) {
    case 'line':
    case 'scatter': {
      const points = view.series.reduce((sum, series) => sum + series.points.length, 0);
      const kinds = view.series.length === 1 ? '' : ` in ${view.series.length} series`;
      return `${figure(points)} points${kinds}${hiddenText(view.hidden, 'smaller series')}`;
    }
    case 'bar':
    case 'pie': {
      const [first] = view.top;
      const of = view.groups > view.top.length ? ` of ${figure(view.groups)}` : '';
      const lead = first === undefined ? '' : `; ${groupName(first.name)} leads with ${figure(first.value)}`;
      return `${view.top.length}${of} groups${lead}`;
    }
    case 'histogram': {
      const [low, high] = [view.bins[0]?.from ?? 0, view.bins.at(-1)?.to ?? 0];
      return `${view.bins.length} bins from ${figure(low)} to ${figure(high)}`;
    }
    case 'box':
      return `${view.boxes.length} boxes${hiddenText(view.hidden, 'smaller groups')}`;
  }
}

function hiddenText(hidden: number, what: string): string {
  return hidden > 0 ? `; ${figure(hidden)} ${what} are left out` : '';
}
