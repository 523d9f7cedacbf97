import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Imported, ImportedItem } from '../../protocol/exchange';
import { labelOf } from '../../protocol/versions';
import { plural } from '../../ui/format';
import { Scroll } from '../../ui/Scroll';
import { Pill } from '../../ui/StatePill';
import styles from './Import.module.css';

/** What became of each dataset of a document; a refused one did not stop the others. */
export function ImportResult({
  result: { items, created, refused },
  onBack,
  onAnother,
}: {
  result: Imported;
  onBack: () => void;
  onAnother: () => void;
}) {
  return (
    <div className={styles.form}>
      <p className={styles.about} role="status">
        {plural(created, 'dataset')} registered{refused === 0 ? '.' : `, ${refused} refused.`}
      </p>
      <Scroll label="What became of each table">
        <table className="table" aria-label="What became of each">
          <thead>
            <tr>
              <th className="fit">Result</th>
              <th>Dataset</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a document can name one twice
              <tr key={index} data-testid="import-result" data-status={item.status}>
                <td>
                  <Outcome item={item} />
                </td>
                <td>
                  {item.status === 'created' ? (
                    <Link href={`/datasets/${encodeURIComponent(item.name)}`}>{item.name}</Link>
                  ) : (
                    <Refused item={item} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <div className="row">
        <Button component={Link} href="/catalog?sort=-created">
          To the catalog
        </Button>
        {refused === 0 ? null : (
          <Button variant="default" onClick={onBack}>
            Back to the document
          </Button>
        )}
        <Button variant="default" onClick={onAnother}>
          Import another
        </Button>
      </div>
    </div>
  );
}

function Outcome({ item: { status } }: { item: ImportedItem }) {
  return status === 'created' ? (
    <Pill tone="good" icon={<IconCircleCheck size={13} aria-hidden />}>
      Registered
    </Pill>
  ) : (
    <Pill tone="bad" icon={<IconAlertTriangle size={13} aria-hidden />}>
      Refused
    </Pill>
  );
}

function Refused({ item: { name, detail, violations = [] } }: { item: ImportedItem }) {
  return (
    <>
      <div>{name}</div>
      {violations.length === 0 ? <div className="small dim">{detail}</div> : null}
      {violations.map(({ pointer, reason }) => (
        <div key={`${pointer} ${reason}`} className="small dim">
          {pointer === '' ? reason : `${labelOf(pointer)}: ${reason}`}
        </div>
      ))}
    </>
  );
}
