import { SegmentedControl, Select } from '@mantine/core';
import {
  CHART_KINDS,
  type ChartChoice,
  type ChartKind,
  type Measure,
  NEEDS,
  type Windowing,
} from '../../protocol/chart/choice';
import type { Field } from '../../protocol/columns';
import styles from './Chart.module.css';

const KIND_NAMES: Readonly<Record<ChartKind, string>> = {
  line: 'Line',
  bar: 'Bar',
  histogram: 'Histogram',
  scatter: 'Scatter',
  box: 'Box',
  pie: 'Pie',
};

const MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  value: 'each value',
  count: 'count',
  sum: 'sum',
  avg: 'average',
  max: 'maximum',
};

const SPANS = [
  { value: 'last:100', label: 'last 100 records' },
  { value: 'last:1000', label: 'last 1,000 records' },
  { value: 'last:10000', label: 'last 10,000 records' },
  { value: '-1m', label: 'last minute' },
  { value: '-5m', label: 'last 5 minutes' },
  { value: '-15m', label: 'last 15 minutes' },
  { value: 'all', label: 'all since opened' },
];

const WINDOW_SPANS = [
  { value: 'newest', label: 'newest window' },
  { value: 'all', label: 'all windows' },
];

interface ChartControlsProps {
  readonly choice: ChartChoice;
  readonly fields: readonly Field[];
  readonly windowing: Windowing | null;
  readonly onChange: (changes: Partial<ChartChoice>) => void;
}

export function ChartControls({ choice, fields, windowing, onChange }: ChartControlsProps) {
  const needs = NEEDS[choice.kind];
  const spans = windowing === null ? SPANS : WINDOW_SPANS;
  const numbers = fields.filter(({ type }) => type === 'integer' || type === 'number');
  const others = fields.filter((field) => !numbers.includes(field) && field.type !== 'object');
  return (
    <div className={styles.controls}>
      <SegmentedControl
        aria-label="Kind of chart"
        value={choice.kind}
        onChange={(kind) => onChange({ kind: kind as ChartKind })}
        data={CHART_KINDS.map((kind) => ({ value: kind, label: KIND_NAMES[kind] }))}
      />
      {needs.by === 'none' ? null : (
        <FieldSelect
          label={needs.by === 'required' ? 'Groups' : 'One for each'}
          value={choice.by}
          fields={[...others, ...numbers]}
          none={needs.by === 'optional' ? 'all together' : undefined}
          onChange={(by) => onChange({ by })}
        />
      )}
      {needs.y === 'none' ? null : (
        <FieldSelect
          label={choice.kind === 'scatter' ? 'Up' : 'Figure'}
          value={choice.y}
          fields={[...numbers, ...others]}
          none={needs.y === 'optional' ? 'number of records' : undefined}
          onChange={(y) => onChange({ y })}
        />
      )}
      {needs.measures.length > 0 && choice.y !== '' ? (
        <Select
          label="As"
          w={112}
          allowDeselect={false}
          value={choice.measure}
          data={needs.measures.map((measure) => ({ value: measure, label: MEASURE_NAMES[measure] }))}
          onChange={(measure) => onChange({ measure: (measure ?? 'count') as Measure })}
        />
      ) : null}
      {needs.x ? (
        <FieldSelect
          label="Along"
          value={choice.x}
          fields={[...numbers, ...others]}
          first={[
            { value: '$time', label: 'time of the record' },
            { value: '$index', label: 'order of arrival' },
          ]}
          onChange={(x) => onChange({ x })}
        />
      ) : null}
      <Select
        label="Over"
        w={168}
        allowDeselect={false}
        value={choice.span}
        data={withValue(spans, choice.span)}
        onChange={(span) => onChange({ span: span ?? 'last:1000' })}
      />
    </div>
  );
}

interface FieldSelectProps {
  readonly label: string;
  readonly value: string;
  readonly fields: readonly Field[];
  /** What it means that no field is chosen; left out where one must be. */
  readonly none?: string | undefined;
  readonly first?: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (path: string) => void;
}

const NONE = '$none';

function FieldSelect({ label, value, fields, none, first = [], onChange }: FieldSelectProps) {
  const choices = [
    ...(none === undefined ? [] : [{ value: NONE, label: none }]),
    ...first,
    ...fields.map(({ path }) => ({ value: path, label: path })),
  ];
  return (
    <Select
      label={label}
      w={178}
      searchable
      allowDeselect={false}
      placeholder="choose a field"
      nothingFoundMessage="No such field"
      value={value === '' ? (none === undefined ? null : NONE) : value}
      data={value === '' ? choices : withValue(choices, value)}
      onChange={(path) => onChange(path === null || path === NONE ? '' : path)}
    />
  );
}

function withValue<T extends { value: string; label: string }>(choices: readonly T[], value: string) {
  return choices.some((choice) => choice.value === value)
    ? [...choices]
    : [...choices, { value, label: value }];
}
