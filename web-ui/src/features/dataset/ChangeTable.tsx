import { useChanges } from '../../client/versions';
import { type Change, differenceOf } from '../../protocol/versions';
import { Loading, ProblemNotice } from '../../ui/States';
import styles from './Versions.module.css';

/** What a version made different, field by field. */
export function ChangeTable({ id, version }: { id: string; version: number }) {
  const { data: changes, error, isPending, refetch } = useChanges(id, version);
  if (isPending) return <Loading rows={2} what="Loading the changes" />;
  if (changes === undefined) return <ProblemNotice error={error} retry={refetch} />;
  return (
    <dl className={styles.changes} aria-label={`Changes of version ${version}`}>
      {changes.map((change) => (
        <div key={`${change.label} ${change.kind}`} className={styles.change}>
          <dt>{change.label}</dt>
          <dd>
            <ChangeView change={change} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ChangeView({ change }: { change: Change }) {
  switch (change.kind) {
    case 'secret':
      return <span className="dim">Changed; what they are is never shown</span>;
    case 'list':
      return (
        <ul className={styles.members}>
          {change.removed.map((text) => (
            <li key={`- ${text}`}>
              <del className={styles.removed}>{text}</del>
            </li>
          ))}
          {change.added.map((text) => (
            <li key={`+ ${text}`}>
              <ins className={styles.added}>{text}</ins>
            </li>
          ))}
        </ul>
      );
    case 'value':
      return <ValueChange before={change.before} after={change.after} />;
  }
}

/** A colour, a sign and the elements `del` and `ins`: none of the three is needed to tell old from new. */
function ValueChange({ before, after }: { before: string; after: string }) {
  if (before === '') return <ins className={styles.added}>{after || 'empty'}</ins>;
  if (after === '') return <del className={styles.removed}>{before}</del>;
  const { start, end, ...parts } = differenceOf(before, after);
  return (
    <span className={styles.text}>
      {start}
      {parts.before === '' ? null : <del className={styles.removed}>{parts.before}</del>}
      {parts.before !== '' && parts.after !== '' ? ' ' : null}
      {parts.after === '' ? null : <ins className={styles.added}>{parts.after}</ins>}
      {end}
    </span>
  );
}
