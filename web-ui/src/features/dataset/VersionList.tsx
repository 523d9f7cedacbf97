import { Button } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useVersions } from '../../client/versions';
import type { Dataset } from '../../protocol/resources';
import { labelOf, type Version } from '../../protocol/versions';
import { ago, fullTime, plural } from '../../ui/format';
import { Loading, ProblemNotice } from '../../ui/States';
import { ChangeTable } from './ChangeTable';
import styles from './Versions.module.css';

/** Every change of a dataset, the newest first and open. */
export function VersionList({ dataset }: { dataset: Dataset }) {
  const versions = useVersions(dataset.id);
  const items = versions.data?.pages.flatMap((page) => page.items) ?? [];
  const total = versions.data?.pages[0]?.total;
  return (
    <>
      <ProblemNotice error={versions.error} retry={versions.refetch} />
      {versions.isPending ? <Loading what="Loading the versions" /> : null}
      {total === undefined ? null : (
        <p className="small dim" style={{ margin: '0 0 8px' }}>
          {plural(total, 'version')}; what was is kept. Credentials are never part of a version.
        </p>
      )}
      {items.length === 0 ? null : (
        <ol className={styles.list} aria-label="Versions">
          {items.map((version, index) => (
            <VersionItem
              key={version.version}
              id={dataset.id}
              type={dataset.source.type}
              version={version}
              initiallyOpen={index === 0 && version.version > 1}
            />
          ))}
        </ol>
      )}
      {versions.hasNextPage ? (
        <Button
          mt="sm"
          variant="default"
          loading={versions.isFetchingNextPage}
          onClick={() => versions.fetchNextPage()}
        >
          Show older
        </Button>
      ) : null}
    </>
  );
}

const NAMED = 4;

function summaryOf({ version, changed }: Version, type: Dataset['source']['type']): string {
  if (version === 1) return 'Registered';
  const labels = [...new Set(changed.map((pointer) => labelOf(pointer, type)))];
  const more = labels.length - NAMED;
  return (
    `${labels.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}` || 'Nothing that is shown'
  );
}

function VersionItem({
  id,
  type,
  version,
  initiallyOpen,
}: {
  id: string;
  type: Dataset['source']['type'];
  version: Version;
  initiallyOpen: boolean;
}) {
  const [open, setOpen] = useState(initiallyOpen);
  const body = useId();
  const first = version.version === 1;
  return (
    <li className={styles.item} data-testid="version-row" data-version={version.version}>
      <button
        type="button"
        className={styles.head}
        aria-expanded={open}
        aria-controls={body}
        disabled={first}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight size={14} aria-hidden className={styles.sign} />
        <span className={styles.number}>{version.version}</span>
        <span className={styles.summary}>{summaryOf(version, type)}</span>
        <span className={styles.by} title={fullTime(version.at)}>
          {version.by}, {ago(version.at)}
        </span>
      </button>
      <div id={body} className={styles.body} hidden={!open}>
        {open ? <ChangeTable id={id} version={version.version} /> : null}
      </div>
    </li>
  );
}
