import { Progress } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Dataset, SourceStats } from '../../protocol/resources';
import { runs, type SourceType } from '../../protocol/source';
import styles from './Progress.module.css';
import { adviceOf, figuresOf, percentOf, percentText, progressText } from './progress';

/** How far the source of a dataset is, and why it does not get on. */
export function ProgressPanel({ dataset }: { dataset: Dataset }) {
  const { state, reason, stats, source } = dataset;
  if (!runs(source)) return null;
  const percent = percentOf(dataset);
  return (
    <section className={styles.panel} data-state={state} data-testid="progress" aria-label="Progress">
      {state === 'FAILED' ? <Failure dataset={dataset} /> : <div>{progressText(dataset)}</div>}
      {reason && state !== 'FAILED' ? <div className="small dim">{reason}</div> : null}
      {percent === undefined ? null : (
        <div className={styles.bar}>
          <Progress className="grow" size="sm" value={percent} aria-label="Read so far" />
          <span className="small num">{percentText(percent)}</span>
        </div>
      )}
      {stats ? <Figures stats={stats} type={source.type} /> : null}
    </section>
  );
}

function Failure({ dataset }: { dataset: Dataset }) {
  return (
    <div className={styles.failure} role="alert">
      <IconAlertTriangle size={18} aria-hidden />
      <div>
        <div className={styles.reason}>{dataset.reason || progressText(dataset)}</div>
        <div>
          {adviceOf(dataset)}{' '}
          <Link href={`/datasets/${encodeURIComponent(dataset.name)}/edit`}>Edit the source</Link>: it starts
          again as soon as that is saved. Without a change it is tried again by itself, each time a little
          later, at the most five minutes apart.
        </div>
      </div>
    </div>
  );
}

function Figures({ stats, type }: { stats: SourceStats; type: SourceType }) {
  return (
    <>
      <dl className={styles.figures}>
        {figuresOf(stats, type).map(({ label, text, tone }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd data-tone={tone}>{text}</dd>
          </div>
        ))}
      </dl>
      {stats.failed > 0 && stats.last_failure ? <Failures stats={stats} type={type} /> : null}
    </>
  );
}

function Failures({ stats, type }: { stats: SourceStats; type: SourceType }) {
  const others = [...new Set(stats.failures)].filter((reason) => reason !== stats.last_failure);
  return (
    <div className={styles.last}>
      <IconAlertTriangle size={14} aria-hidden />
      <div>
        <span data-testid="last-failure">
          <span className="dim">{type === 'directory' ? 'Latest set aside: ' : 'Latest failed row: '}</span>
          {stats.last_failure?.replace(/\.$/, '')}
          {type === 'directory' ? (
            <span className="dim">. A file that is mended is read again by itself.</span>
          ) : null}
        </span>
        {others.length > 0 ? (
          <details data-testid="failures">
            <summary>{others.length === 1 ? 'One other reason' : `${others.length} other reasons`}</summary>
            <ul className={styles.failures}>
              {others.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
    </div>
  );
}
