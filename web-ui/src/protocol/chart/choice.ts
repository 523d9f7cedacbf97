import type { Field } from '../columns';

/** What a chart shows of a stream of records; all of it stands in the page's address. */
export type ChartKind = 'line' | 'bar' | 'histogram' | 'scatter' | 'box' | 'pie';

/** `value`: the figure of each record, as it is. */
export type Measure = 'value' | 'count' | 'sum' | 'avg' | 'max';

export interface ChartChoice {
  readonly kind: ChartKind;
  /** `$time` (of the record), `$index` (how many came before it), or a path. */
  readonly x: string;
  /** A path to a number; empty where records are only counted. */
  readonly y: string;
  /** A path whose values part the records into groups; empty for one group of all. */
  readonly by: string;
  readonly measure: Measure;
  /** `last:1000` records, `-5m` of time, `all` since the chart was opened, or the `newest` window. */
  readonly span: string;
}

export const CHART_KINDS: readonly ChartKind[] = ['line', 'bar', 'histogram', 'scatter', 'box', 'pie'];

/** What a kind of chart can be told. */
export interface ChartNeeds {
  readonly x: boolean;
  readonly y: 'none' | 'optional' | 'required';
  readonly by: 'none' | 'optional' | 'required';
  readonly measures: readonly Measure[];
}

const GROUPED: ChartNeeds = {
  x: false,
  y: 'optional',
  by: 'required',
  measures: ['count', 'sum', 'avg', 'max'],
};

export const NEEDS: Readonly<Record<ChartKind, ChartNeeds>> = {
  line: { x: true, y: 'optional', by: 'optional', measures: ['value', 'count', 'sum', 'avg'] },
  bar: GROUPED,
  pie: { ...GROUPED, measures: ['count', 'sum'] },
  histogram: { x: false, y: 'required', by: 'none', measures: [] },
  scatter: { x: true, y: 'required', by: 'optional', measures: [] },
  box: { x: false, y: 'required', by: 'optional', measures: [] },
};

/** What parts the rows of a windowed stream: a row replaces the one of the same window and keys. */
export interface Windowing {
  readonly keys: readonly string[];
  readonly figures: readonly string[];
}

const NUMERIC = new Set(['integer', 'number']);
/** A number that names something is not a figure. */
const IDENTIFIER = /(^|_|\.)(id|key|code|zip)$|ID$|Id$/;

function numericFields(fields: readonly Field[]): Field[] {
  const numbers = fields.filter(({ type }) => NUMERIC.has(type));
  return numbers.filter(({ path }) => !IDENTIFIER.test(path)).concat(numbers);
}

/** What is drawn until the user chooses. */
export function chartDefaults(
  kind: ChartKind,
  fields: readonly Field[],
  windowing: Windowing | null,
): ChartChoice {
  if (windowing !== null) return windowedDefaults(kind, windowing);
  const [first, second] = numericFields(fields);
  const word = fields.find(({ type }) => type === 'string' || type === 'boolean');
  const y = kind === 'bar' || kind === 'pie' ? '' : (first?.path ?? '');
  return {
    kind,
    x: kind === 'scatter' ? (second?.path ?? '$index') : '$time',
    y,
    by: NEEDS[kind].by === 'required' ? (word?.path ?? '') : '',
    measure: kind === 'line' && y !== '' ? 'value' : 'count',
    span: 'last:1000',
  };
}

/** Z-R4: the newest window, ranked; over time, one line for each key. */
function windowedDefaults(kind: ChartKind, { keys, figures }: Windowing): ChartChoice {
  const ranked = kind === 'bar' || kind === 'pie';
  return {
    kind,
    x: kind === 'scatter' ? (figures[1] ?? 'window_start') : 'window_start',
    y: figures[0] ?? '',
    by: NEEDS[kind].by === 'none' ? '' : (keys[0] ?? ''),
    measure: ranked ? 'sum' : 'value',
    span: ranked ? 'newest' : 'all',
  };
}

const PARTS = ['x', 'y', 'by', 'measure', 'span'] as const;

export function isChartKind(text: string | null): text is ChartKind {
  return CHART_KINDS.some((kind) => kind === text);
}

/** What the address says, completed by what is usual; what a kind has no use for is left as it is usual. */
export function choiceFrom(search: URLSearchParams, defaults: (kind: ChartKind) => ChartChoice): ChartChoice {
  const asked = search.get('chart');
  const usual = defaults(isChartKind(asked) ? asked : 'line');
  const measure = search.get('measure') as Measure | null;
  const known = measure !== null && NEEDS[usual.kind].measures.includes(measure);
  const y = search.get('y') ?? usual.y;
  return {
    kind: usual.kind,
    x: search.get('x') ?? usual.x,
    y,
    by: search.get('by') ?? usual.by,
    measure: y === '' ? 'count' : known ? measure : usual.measure,
    span: isSpan(search.get('span')) ? (search.get('span') ?? usual.span) : usual.span,
  };
}

/** Writes a choice into an address; of another kind everything else is usual again. */
export function withChoice(search: URLSearchParams, changes: Partial<ChartChoice>): URLSearchParams {
  const next = new URLSearchParams(search);
  if (changes.kind !== undefined) {
    for (const part of PARTS) next.delete(part);
    next.set('chart', changes.kind);
  }
  for (const part of PARTS) {
    const value = changes[part];
    if (value !== undefined) next.set(part, value);
  }
  return next;
}

export function isSpan(text: string | null): boolean {
  return (
    text !== null && (text === 'all' || text === 'newest' || /^last:[1-9]\d{0,5}$|^-\d+[smh]$/.test(text))
  );
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** Of a span of time; undefined for any other. */
export function spanMs(span: string): number | undefined {
  const match = /^-(\d+)([smh])$/.exec(span);
  return match === null ? undefined : Number(match[1]) * (UNIT_MS[match[2] as string] as number);
}
