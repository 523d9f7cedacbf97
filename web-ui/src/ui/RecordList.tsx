import { useEffect, useState } from 'react';
import type { LiveRecord } from '../protocol/record';
import { BodyCell } from './Cell';
import { clock } from './format';
import styles from './RecordList.module.css';
import { RecordPanel } from './RecordPanel';

interface RecordListProps {
  readonly records: readonly LiveRecord[];
  readonly label: string;
  readonly loadWhole: (record: LiveRecord) => Promise<LiveRecord>;
  readonly maxHeight?: number | string;
}

/** Records that stand still: a sample, or a page of browsing. */
export function RecordList({ records, label, loadWhole, maxHeight = 420 }: RecordListProps) {
  const [selected, setSelected] = useState<number | null>(null);
  const record = selected === null ? undefined : records[selected];
  const move = (by: 1 | -1) =>
    setSelected((at) => (at === null ? at : Math.min(records.length - 1, Math.max(0, at + by))));
  useEffect(() => {
    if (selected === null) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setSelected(null);
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        const by = event.key === 'ArrowDown' ? 1 : -1;
        setSelected((at) => (at === null ? at : Math.min(records.length - 1, Math.max(0, at + by))));
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [selected, records.length]);
  return (
    <>
      <div className={styles.scroll} style={{ maxHeight }}>
        <table className={styles.list} aria-label={label}>
          <thead>
            <tr>
              <th>Time</th>
              <th>Part.</th>
              <th>Offset</th>
              <th>Key</th>
              <th>Value</th>
            </tr>
          </thead>
          <tbody>
            {records.map((one, index) => (
              <tr
                key={one.position}
                aria-selected={index === selected}
                data-testid="record-row"
                onClick={() => setSelected(index)}
              >
                <td>{clock(one.envelope.timestamp)}</td>
                <td>{one.envelope.partition}</td>
                <td>
                  <button type="button" className="plain" onClick={() => setSelected(index)}>
                    {one.envelope.offset}
                  </button>
                </td>
                <td>{one.envelope.key ?? <span className="faint">–</span>}</td>
                <td className={styles.value}>
                  <BodyCell body={one.envelope.body} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {record === undefined ? null : (
        <div className={styles.drawer}>
          <RecordPanel
            record={record}
            onClose={() => setSelected(null)}
            onMove={move}
            loadWhole={loadWhole}
          />
        </div>
      )}
    </>
  );
}
