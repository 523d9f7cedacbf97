import type { Trial } from '../../../client/streams';
import type { TableRow } from '../../../protocol/latest';
import type { PreviewRecord, StreamPreview } from '../../../protocol/stream';
import { plural } from '../../../ui/format';
import { ProblemNotice } from '../../../ui/States';
import { ValueGrid } from '../../../ui/ValueGrid';
import styles from './Builder.module.css';

const ROWS = 50;

/** The rows that the stream would have written for the last records of its topics. Nothing is created for it. */
export function PreviewPanel({
  preview,
  behind,
}: {
  preview: Trial<StreamPreview>;
  /** What is shown is of the last definition that was sound. */
  behind: boolean;
}) {
  const { answer, failure, busy, retry } = preview;
  return (
    <section aria-label="Preview" aria-busy={busy} data-testid="preview" className={styles.card}>
      <div className="spread" style={{ marginBottom: 8 }}>
        <h2 className="section" style={{ margin: 0 }}>
          Preview
        </h2>
        <span className="small faint" role="status">
          {busy ? 'trying…' : behind && answer !== undefined ? 'of the last sound definition' : null}
        </span>
      </div>
      <ProblemNotice error={failure} retry={retry} />
      {answer === undefined ? (
        failure === null ? (
          <p className="dim" style={{ margin: 0 }}>
            Rows appear here as soon as the definition is sound.
          </p>
        ) : null
      ) : (
        <div>
          <Counts preview={answer} />
          {answer.records.length === 0 ? (
            <p className="dim">The last records make no row.</p>
          ) : (
            <ValueGrid label="Rows of the preview" rows={rowsOf(answer.records)} />
          )}
        </div>
      )}
    </section>
  );
}

function Counts({ preview: { records, scanned, late, failed } }: { preview: StreamPreview }) {
  return (
    <p className="small dim num" style={{ margin: '0 0 6px' }} data-testid="preview-counts">
      {plural(records.length, 'row')} of the last {plural(scanned, 'record')}
      {late > 0 ? <span style={{ color: 'var(--warn)' }}>; {late} came too late</span> : null}
      {failed > 0 ? <span style={{ color: 'var(--bad)' }}>; {failed} failed</span> : null}
      {records.length > ROWS ? `; the last ${ROWS} are shown` : null}
    </p>
  );
}

/** The last ones, newest first. A row of one answer has no identity but its place. */
function rowsOf(records: readonly PreviewRecord[]): TableRow[] {
  return records
    .map(({ timestamp, value }, index) => ({ id: String(index), timestamp, value }))
    .slice(-ROWS)
    .reverse();
}
