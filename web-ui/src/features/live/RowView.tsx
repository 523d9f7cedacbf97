import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { valueAt } from '../../protocol/columns';
import { isJsonObject } from '../../protocol/json';
import type { LiveRecord } from '../../protocol/record';
import { gapText, type Row } from '../../protocol/rows';
import { BodyCell, Cell } from '../../ui/Cell';
import { clock } from '../../ui/format';
import type { Column } from './columns';
import styles from './Live.module.css';

interface RowViewProps {
  readonly row: Row | undefined;
  readonly sequence: number;
  readonly top: number;
  readonly columns: readonly Column[];
  readonly template: string;
  readonly selected: boolean;
  /** It came since the table was last drawn. */
  readonly fresh: boolean;
  readonly onSelect: (sequence: number) => void;
}

export const RowView = memo(function RowView(props: RowViewProps) {
  const { row, top } = props;
  if (row === undefined) return null;
  switch (row.kind) {
    case 'record':
      return <RecordRow {...props} record={row.record} />;
    case 'gap':
      return (
        <MarkRow top={top} tone="warning" text={gapText(row.count, row.reason)} at={row.at} name="live-gap" />
      );
    case 'note':
      return <MarkRow top={top} tone={row.tone} text={row.text} at={row.at} name="live-note" />;
  }
});

function RecordRow({
  record,
  sequence,
  top,
  columns,
  template,
  selected,
  fresh,
  onSelect,
}: RowViewProps & { record: LiveRecord }) {
  // Decided when the row appears: a flash that has begun is not cut short by the next drawing.
  const [flashing] = useState(fresh);
  const isWhole = isShownWhole(record, columns);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: arrows and Enter are heard by the page, wherever the focus is
    <div
      role="row"
      tabIndex={-1}
      data-testid="live-row"
      data-fresh={flashing}
      aria-selected={selected}
      className={`${styles.line} ${styles.record}`}
      style={{
        gridTemplateColumns: isWhole ? wholeTemplate(columns) : template,
        transform: `translateY(${top}px)`,
      }}
      onClick={() => {
        if (document.getSelection()?.isCollapsed ?? true) onSelect(sequence);
      }}
    >
      <Cells record={record} columns={columns} isWhole={isWhole} />
    </div>
  );
}

const coordinatesOf = (columns: readonly Column[]) => columns.filter(({ steps }) => steps === null);

/** What has no fields would leave their columns empty: it is shown across all of them. */
function isShownWhole(record: LiveRecord, columns: readonly Column[]): boolean {
  return (
    columns.some(({ steps }) => steps !== null) &&
    !columns.some(({ id }) => id === '$value') &&
    !isJsonObject(record.value)
  );
}

function wholeTemplate(columns: readonly Column[]): string {
  return [...coordinatesOf(columns).map(({ width }) => `${width}px`), 'minmax(0, 1fr)'].join(' ');
}

/** Apart from its row, so that a row which only moves does not draw its cells again. */
const Cells = memo(function Cells({
  record,
  columns,
  isWhole,
}: {
  record: LiveRecord;
  columns: readonly Column[];
  isWhole: boolean;
}) {
  const own = isWhole ? coordinatesOf(columns) : columns;
  return (
    <>
      {own.map(({ id, right, steps }) => (
        <div
          key={id}
          role="cell"
          data-column={id}
          className={`${styles.cell} ${right ? styles.right : ''} ${steps === null ? styles.coordinate : ''}`}
        >
          {steps === null ? (
            <BuiltInCell id={id} record={record} />
          ) : (
            <Cell value={valueAt(record.value, steps)} />
          )}
        </div>
      ))}
      {isWhole ? (
        <div role="cell" data-column="$value" className={styles.cell}>
          <BodyCell body={record.envelope.body} />
        </div>
      ) : null}
    </>
  );
});

function BuiltInCell({ id, record }: { id: string; record: LiveRecord }) {
  const { timestamp, partition, offset, key, body } = record.envelope;
  switch (id) {
    case '$time':
      return clock(timestamp);
    case '$partition':
      return partition;
    case '$offset':
      return offset;
    case '$key':
      return key;
    default:
      return <BodyCell body={body} />;
  }
}

function MarkRow({
  top,
  tone,
  text,
  at,
  name,
}: {
  top: number;
  tone: 'info' | 'warning';
  text: string;
  at: number;
  name: string;
}) {
  return (
    <div
      role="row"
      tabIndex={-1}
      data-testid={name}
      data-tone={tone}
      className={`${styles.line} ${styles.mark}`}
      style={{ transform: `translateY(${top}px)`, display: 'flex' }}
    >
      {tone === 'warning' ? (
        <IconAlertTriangle size={14} aria-hidden />
      ) : (
        <IconInfoCircle size={14} aria-hidden />
      )}
      <span role="cell">{text}</span>
      <time>{clock(at).slice(0, 8)}</time>
    </div>
  );
}
