import { Button } from '@mantine/core';
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
        <Link href={`/datasets/${encodeURIComponent(name)}`} className={`${styles.name} cut`}>
          {title || name}
        </Link>
        <StatePill state={state} reason={reason} />
        {dataset.private ? <span className="tag">private</span> : null}
      </div>
      <div className={styles.side}>
        <Go dataset={dataset} />
        {stats ? <span className="small dim num">{paceOf(stats, state)}</span> : null}
      </div>
      {state === 'FAILED' && reason ? (
        <div className={styles.notes} data-tone="bad" title={reason}>
          {reason}
        </div>
      ) : (
        <div className={styles.notes}>{notes || <span className="faint">No notes</span>}</div>
      )}
      <div className="row wrap small dim" style={{ gap: 10 }}>
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
function paceOf({ percent, rate: perSecond, records }: SourceStats, state: DatasetState): string {
  if (state === 'COMPLETED') return plural(records, 'record');
  if (percent !== undefined) return `${Math.floor(percent)} %, ${rate(perSecond)} records/s`;
  return `${rate(perSecond)} records/s`;
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
        aria-label={`Watch ${name} live`}
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
