import { IconChartLine } from '@tabler/icons-react';
import { useState } from 'react';
import { type ChartChoice, NEEDS, type Windowing } from '../../protocol/chart/choice';
import { figure, isBlank, summaryOf, valuesOf } from '../../protocol/chart/values';
import type { ChartView } from '../../protocol/chart/view';
import type { Field } from '../../protocol/columns';
import { plural } from '../format';
import { Empty } from '../States';
import styles from './Chart.module.css';
import { ChartCanvas } from './ChartCanvas';
import { ChartControls } from './ChartControls';

interface ChartPanelProps {
  readonly view: ChartView;
  readonly choice: ChartChoice;
  readonly fields: readonly Field[];
  readonly windowing: Windowing | null;
  readonly onChange: (changes: Partial<ChartChoice>) => void;
}

/** A live chart with what it shows, what it is about, and what it could not take in. */
export function ChartPanel({ view, choice, fields, windowing, onChange }: ChartPanelProps) {
  return (
    <div className={styles.panel}>
      <ChartControls choice={choice} fields={fields} windowing={windowing} onChange={onChange} />
      <figure className={styles.figure}>
        {isBlank(view) ? <Blank view={view} choice={choice} /> : <ChartCanvas key={view.kind} view={view} />}
        <figcaption className={styles.caption}>
          <span data-testid="chart-summary">{summaryOf(view)}</span>
          <ScopeText view={view} choice={choice} rows={windowing !== null} />
        </figcaption>
      </figure>
      <Values view={view} />
    </div>
  );
}

/** What must still be chosen; undefined when nothing is missing. */
function missingOf({ kind, y, by }: ChartChoice): string | undefined {
  if (NEEDS[kind].y === 'required' && y === '') return 'a figure';
  return NEEDS[kind].by === 'required' && by === '' ? 'groups' : undefined;
}

function Blank({ view: { scope }, choice }: { view: ChartView; choice: ChartChoice }) {
  const missing = missingOf(choice);
  const icon = <IconChartLine size={34} stroke={1.4} />;
  const useless = missing === undefined && scope.unusable > 0;
  const title = scope.seen === 0 ? 'Waiting for records' : 'Nothing to draw';
  return (
    <div className={styles.blank}>
      <Empty icon={icon} title={missing === undefined ? title : `Choose ${missing}`}>
        {useless
          ? `None of the ${figure(scope.seen)} records so far has what this chart needs. Choose another field.`
          : 'The chart grows as records arrive.'}
      </Empty>
    </div>
  );
}

/** What the figures are about: how many records, which of them, and which are not in it. */
function ScopeText({
  view: { scope, ...view },
  choice,
  rows,
}: {
  view: ChartView;
  choice: ChartChoice;
  /** Records are rows that replace each other. */
  rows: boolean;
}) {
  const step = view.kind === 'line' && view.stepMs !== null ? stepText(view.stepMs) : null;
  return (
    <span className={styles.scope} data-testid="chart-scope">
      {step === null ? null : <span>steps of {step}</span>}
      <span>
        {scope.sampled ? `a random sample of ${figure(scope.shown)} of ` : null}
        {rows
          ? `${plural(scope.shown, 'row')} in the chart, of ${plural(scope.seen, 'change')}`
          : choice.span === 'all' || scope.shown === 0
            ? `${plural(scope.seen, 'record')} seen`
            : `${plural(scope.shown, 'record')} in the chart, ${figure(scope.seen)} seen`}
      </span>
      {scope.full ? <span className={styles.skipped}>full: older ones are not in it</span> : null}
      {scope.unusable > 0 ? <span>{figure(scope.unusable)} without a value for it</span> : null}
      {scope.skipped > 0 ? (
        <span className={styles.skipped} data-testid="chart-skipped">
          {figure(scope.skipped)} skipped, not in the chart
        </span>
      ) : null}
    </span>
  );
}

function stepText(ms: number): string {
  if (ms < 60_000) return `${ms / 1000} s`;
  if (ms < 3_600_000) return `${ms / 60_000} min`;
  return ms < 86_400_000 ? `${ms / 3_600_000} h` : `${ms / 86_400_000} d`;
}

function Values({ view }: { view: ChartView }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.values} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Values as a table</summary>
      {open ? <ValueTable view={view} /> : null}
    </details>
  );
}

function ValueTable({ view }: { view: ChartView }) {
  const { columns, rows } = valuesOf(view);
  return (
    <table className="table tight" aria-label="Values of the chart">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column}>{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells) => (
          <tr key={cells.slice(0, 2).join(' ')}>
            {cells.map((cell, index) => (
              <td key={columns[index]} className="num">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
