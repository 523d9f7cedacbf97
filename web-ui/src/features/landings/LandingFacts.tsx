import { Link } from 'wouter';
import { type Landing, sourceOf } from '../../protocol/landing';
import { placeOf } from '../../protocol/landing-draft';
import { ago, fullTime } from '../../ui/format';
import { Scroll } from '../../ui/Scroll';
import styles from './Landings.module.css';

/** How records become rows. */
export function LandingFacts({ landing }: { landing: Landing }) {
  const { source, mode, key, rest, strict, from, retention, owner, created_at, dead_letters, columns } =
    landing;
  const { kind, name } = sourceOf(source);
  return (
    <>
      <dl className={styles.facts}>
        <dt>Reads</dt>
        <dd>
          <Link href={`/${kind}s/${encodeURIComponent(name)}`}>{name}</Link>
          <span className="dim">, from {from ?? 'earliest'}</span>
        </dd>
        <dt>Writes</dt>
        <dd className="mono">{placeOf(landing)}</dd>
        <dt>A known key</dt>
        <dd>
          {mode === 'upsert' ? 'replaces the row of its key' : 'is a row of its own'}
          {key?.length ? <span className="mono"> ({key.join(', ')})</span> : null}
        </dd>
        <dt>The rest</dt>
        <dd>
          {strict
            ? 'a record with an unknown field does not land'
            : rest
              ? `is kept in ${rest}`
              : 'is dropped'}
        </dd>
        <dt>Rows stay</dt>
        <dd>{retention ? `for ${retention}` : 'for ever'}</dd>
        {dead_letters ? (
          <>
            <dt>Dead letters</dt>
            <dd>
              <Link href={`/topics/${encodeURIComponent(dead_letters.topic)}`} className="mono">
                {dead_letters.topic}
              </Link>
            </dd>
          </>
        ) : null}
        <dt>Made</dt>
        <dd title={fullTime(created_at)}>
          {ago(created_at)} by {owner}
        </dd>
      </dl>
      <Scroll label="Columns table">
        <table className="table tight" aria-label="Columns">
          <thead>
            <tr>
              <th>Column</th>
              <th>Type</th>
              <th>Field</th>
              <th>May be missing</th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ name: column, type, path, nullable }) => (
              <tr key={column}>
                <td className="mono">{column}</td>
                <td className="mono">{type}</td>
                <td className="mono">{path ?? column}</td>
                <td>{nullable === false ? 'no' : 'yes'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
