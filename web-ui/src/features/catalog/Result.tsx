import { Button, Progress } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { Link } from 'wouter';
import { liveHref } from '../../protocol/live';
import type { Dataset, DatasetState, SourceStats } from '../../protocol/resources';
import { addressOf, isEntry, webHref } from '../../protocol/source';
import { plural, rate } from '../../ui/format';
import { SourceTypeLabel } from '../../ui/SourceIcon';
import { StatePill } from '../../ui/StatePill';
import styles from './CatalogPage.module.css';

/** A dataset among those that were found. */
export function Result({ dataset }: { dataset: Dataset }) {
  const { id, name, title, organization, notes, source, topic, tags, state, reason, stats } = dataset;
  return (
    <article className={styles.item} data-testid="dataset-row">
      <div className="row" style={{ minWidth: 0 }}>
        <Link href={`/datasets/${encodeURIComponent(name)}`} className={`${styles.name} cut`} data-result>
          {title || name}
        </Link>
        <StatePill state={state} reason={reason} />
        {dataset.private ? <span className="tag">private</span> : null}
      </div>
      <div className={styles.side}>
        <Go dataset={dataset} />
        {stats ? <Pace stats={stats} state={state} /> : null}
      </div>
      {state === 'FAILED' && reason ? (
        <div className={styles.notes} data-tone="bad" title={reason}>
          {reason}
        </div>
      ) : (
        <div className={styles.notes}>{notes || <span className="faint">No notes</span>}</div>
      )}
      <div className="row wrap small dim" style={{ gap: '3px 10px' }}>
        <span>{organization}</span>
        <SourceTypeLabel type={source.type} />
        <span className="mono">{topic ?? addressOf(source)}</span>
        {tags.map((tag) => (
          <span key={`${id} ${tag}`} className="tag">
            {tag}
          </span>
        ))}
      </div>
    </article>
  );
}

/** A source that ends is told by how far it is, any other by how fast. */
function Pace({
  stats: { percent, rate: perSecond, records },
  state,
}: {
  stats: SourceStats;
  state: DatasetState;
}) {
  if (state === 'COMPLETED') return <span className="small dim num">{plural(records, 'record')}</span>;
  if (percent === undefined) return <span className="small dim num">{rate(perSecond)} records/s</span>;
  return (
    <span className={styles.pace}>
      <Progress w={56} size={4} value={percent} aria-label="Read so far" />
      <span className="small dim num">{Math.min(99, Math.floor(percent))} %</span>
    </span>
  );
}

/** To the records, or to what a mere entry points to. */
function Go({ dataset: { name, source } }: { dataset: Dataset }) {
  if (!isEntry(source)) {
    return (
      <Button
        component={Link}
        href={liveHref({ kind: 'dataset', name })}
        variant="default"
        size="compact-xs"
        aria-label={`Watch live: ${name}`}
      >
        Watch live
      </Button>
    );
  }
  const href = webHref(source.url);
  if (href === undefined) return null;
  return (
    <Button
      component="a"
      href={href}
      target="_blank"
      rel="noreferrer"
      variant="default"
      size="compact-xs"
      rightSection={<IconExternalLink size={12} />}
      aria-label={`Open what ${name} points to`}
    >
      Open
    </Button>
  );
}
