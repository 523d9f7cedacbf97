import type { Trial } from '../../../client/streams';
import { onLines } from '../../../protocol/sql';
import type { StreamPlan } from '../../../protocol/stream';
import { bytes, plural, spelled } from '../../../ui/format';
import { ProblemNotice } from '../../../ui/States';
import styles from './Builder.module.css';

/** What the stream would do, before it does it. */
export function PlanPanel({ plan }: { plan: Trial<StreamPlan> }) {
  const { answer, failure, busy, retry } = plan;
  return (
    <section aria-label="Plan" aria-busy={busy} data-testid="plan" className={styles.card}>
      <div className="spread" style={{ marginBottom: 8 }}>
        <h2 className="section" style={{ margin: 0 }}>
          Plan
        </h2>
        <span className="small faint" role="status">
          {busy ? 'asking…' : answer === undefined ? '' : answer.ok ? 'sound' : 'not sound yet'}
        </span>
      </div>
      <ProblemNotice error={failure} retry={retry} />
      {answer === undefined ? (
        failure === null ? (
          <p className="dim" style={{ margin: 0 }}>
            Choose what to read from.
          </p>
        ) : null
      ) : (
        <PlanFacts plan={answer} />
      )}
    </section>
  );
}

function PlanFacts({ plan }: { plan: StreamPlan }) {
  const { reads, repartitions, stores, writes, notes, sql } = plan;
  const bytesKept = stores.reduce((sum, { estimated_bytes }) => sum + (estimated_bytes ?? 0), 0);
  return (
    <>
      <dl className={styles.facts}>
        <dt>Reads</dt>
        <dd>
          <Lines
            lines={reads.map(({ topic, partitions, as, kind }) => [
              topic,
              `${plural(partitions, 'partition')}${kind ? `, as a ${kind}` : ''}${as ? `, called ${as}` : ''}`,
            ])}
          />
        </dd>
        <dt>Re-keys</dt>
        <dd>
          <Lines
            none="nothing"
            lines={repartitions.map(({ by, topic, partitions }) => [
              `by ${by}`,
              `over ${topic}, ${plural(partitions, 'partition')}`,
            ])}
          />
        </dd>
        <dt>Keeps</dt>
        <dd>
          <Lines
            none="no state"
            lines={stores.map((store) => [
              store.name,
              [
                store.kind,
                store.retention ? `for ${spelled(store.retention)}` : null,
                store.estimated_keys == null ? null : `about ${plural(store.estimated_keys, 'key')}`,
                store.estimated_bytes == null ? null : bytes(store.estimated_bytes),
              ]
                .filter(Boolean)
                .join(', '),
            ])}
          />
          {stores.length > 1 && bytesKept > 0 ? (
            <div className="dim">together about {bytes(bytesKept)}</div>
          ) : null}
        </dd>
        <dt>Writes</dt>
        <dd>
          <Lines
            lines={writes.map(({ topic, partitions, key, columns }) => [
              topic,
              [
                plural(partitions, 'partition'),
                key ? `keyed by ${key}` : null,
                columns?.length ? `columns ${columns.map(nameOf).join(', ')}` : null,
              ]
                .filter(Boolean)
                .join('; '),
            ])}
          />
        </dd>
      </dl>
      {notes.length === 0 ? null : (
        <ul className={styles.notes} aria-label="Notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {sql ? (
        <details>
          <summary className="small dim">As SQL</summary>
          <pre className={styles.sql} data-testid="plan-sql">
            {onLines(sql)}
          </pre>
        </details>
      ) : null}
    </>
  );
}

function nameOf(column: string | { readonly name: string }): string {
  return typeof column === 'string' ? column : column.name;
}

function Lines({ lines, none = '–' }: { lines: readonly (readonly [string, string])[]; none?: string }) {
  if (lines.length === 0) return <span className="faint">{none}</span>;
  return (
    <ul>
      {lines.map(([name, about]) => (
        <li key={`${name} ${about}`}>
          <span className="mono">{name}</span> <span className="dim">{about}</span>
        </li>
      ))}
    </ul>
  );
}
