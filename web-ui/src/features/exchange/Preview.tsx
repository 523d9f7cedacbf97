import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { type Described, type Recognised, VOCABULARIES } from '../../protocol/exchange';
import { plural } from '../../ui/format';
import { Scroll } from '../../ui/Scroll';
import styles from './Import.module.css';

const SHOWN = 20;

/** What this page makes of the document, before anything is registered. */
export function Preview({ recognised }: { recognised: Recognised }) {
  switch (recognised.kind) {
    case 'empty':
      return null;
    case 'broken':
      return (
        <p className={styles.remark} data-tone="bad" role="alert">
          <IconAlertTriangle size={16} aria-hidden />
          <span>
            This is not JSON: line {recognised.line}, column {recognised.column}. {recognised.reason}
          </span>
        </p>
      );
    case 'unknown':
      return (
        <p className={styles.remark} role="status">
          <IconInfoCircle size={16} aria-hidden />
          <span>
            No dataset shows at first sight. The server reads JSON-LD to the letter and may find some: it
            tells what it found.
          </span>
        </p>
      );
    case 'datasets':
      return (
        <section aria-label="Preview" data-testid="import-preview">
          <h2 className="section">
            {VOCABULARIES[recognised.vocabulary].title}, {plural(recognised.datasets.length, 'dataset')}
          </h2>
          <PreviewTable datasets={recognised.datasets.slice(0, SHOWN)} />
          {recognised.datasets.length > SHOWN ? (
            <p className="small dim">and {plural(recognised.datasets.length - SHOWN, 'other')}</p>
          ) : null}
        </section>
      );
  }
}

function PreviewTable({ datasets }: { datasets: readonly Described[] }) {
  return (
    <Scroll label="Found in the document">
      <table className="table tight" aria-label="Datasets of the document">
        <thead>
          <tr>
            <th>Title</th>
            <th>Published by</th>
            <th>License</th>
            <th>Data at</th>
          </tr>
        </thead>
        <tbody>
          {datasets.map(({ title, organization, license, addresses }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: nothing else tells two of a document apart
            <tr key={index}>
              <td className={styles.title}>{title}</td>
              <td>{organization ?? <Missing />}</td>
              <td>{license ?? <Missing />}</td>
              <td>
                <Addresses addresses={addresses} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const Missing = () => <span className="faint">not said</span>;

function Addresses({ addresses: [first, ...more] }: { addresses: readonly string[] }) {
  if (first === undefined) return <span style={{ color: 'var(--bad)' }}>nowhere</span>;
  return (
    <span className={styles.address}>
      <span className="mono cut" title={first}>
        {first}
      </span>
      {more.length === 0 ? null : <span className="tag">+{more.length}</span>}
    </span>
  );
}
