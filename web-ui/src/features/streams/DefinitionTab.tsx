import { Fragment, type ReactNode } from 'react';
import { Link } from 'wouter';
import { onLines } from '../../protocol/sql';
import { isQuery, joinsOf, type Stream, type StreamJoin, type StreamWindow } from '../../protocol/stream';
import { CopyButton } from '../../ui/CopyButton';
import { ago, fullTime } from '../../ui/format';
import styles from './builder/Builder.module.css';

/** What runs, in words and as SQL. */
export function DefinitionTab({ stream }: { stream: Stream }) {
  const { sources, source, topic, window, branches, sql, owner, created_at, alias } = stream;
  const joins = joinsOf(stream);
  return (
    <>
      <dl className={styles.facts} style={{ marginBottom: 16 }}>
        <Fact label="Reads">
          {sources.map(({ topic: name, dataset }, index) => (
            <Fragment key={name}>
              {index > 0 ? ', ' : null}
              {dataset ? (
                <Link href={`/datasets/${encodeURIComponent(dataset)}`}>{dataset}</Link>
              ) : (
                <Link href={`/topics/${encodeURIComponent(name)}`}>{name}</Link>
              )}
            </Fragment>
          ))}
          {alias ? <span className="dim"> called {alias}</span> : null}
        </Fact>
        <Fact label="From">{source.from ?? 'latest'}</Fact>
        {joins.map((join) => (
          <Fact key={join.alias} label="Joined with">
            <span className="mono">{joinText(join)}</span>
          </Fact>
        ))}
        {isQuery(stream) ? null : (
          <Fact label="Where">
            <span className="mono">{source.where || <span className="faint">every record</span>}</span>
          </Fact>
        )}
        {source.select ? (
          <Fact label="Columns">
            <span className="mono">{source.select}</span>
          </Fact>
        ) : null}
        {window ? <WindowFacts window={window} /> : null}
        <Fact label="Writes">
          <Link href={`/topics/${encodeURIComponent(topic)}`} className="mono">
            {topic}
          </Link>
        </Fact>
        {(branches ?? []).map(({ name, where, topic: to }) => (
          <Fact key={name} label={`Branch ${name}`}>
            <span className="mono">{where}</span>
            {to ? (
              <>
                {' to '}
                <Link href={`/topics/${encodeURIComponent(to)}`} className="mono">
                  {to}
                </Link>
              </>
            ) : null}
          </Fact>
        ))}
        <Fact label="Made">
          <span title={fullTime(created_at)}>
            {ago(created_at)} by {owner}
          </span>
        </Fact>
      </dl>
      {sql ? (
        <section aria-label="SQL">
          <div className="spread">
            <h2 className="section" style={{ margin: 0 }}>
              As SQL
            </h2>
            <CopyButton text={sql} label="Copy the SQL" />
          </div>
          <pre className={styles.sql} data-testid="stream-sql">
            {onLines(sql)}
          </pre>
        </section>
      ) : null}
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function WindowFacts({ window }: { window: StreamWindow }) {
  const { type, size, advance, gap, grace, time, group_by, aggregates, having, order_by, limit, emit } =
    window;
  const span = [
    size ? `of ${size}` : null,
    advance ? `every ${advance}` : null,
    gap ? `ending after ${gap}` : null,
    grace ? `grace ${grace}` : null,
  ];
  const order = order_by?.length
    ? `${order_by.join(', ')}${limit === undefined ? '' : ` limit ${limit}`}`
    : null;
  return (
    <>
      <Fact label="Window">
        {type} {span.filter(Boolean).join(', ')}; told{' '}
        {emit === 'close' ? 'once, when it closes' : 'with each change'}
      </Fact>
      <Fact label="Time">
        <span className="mono">{time ?? '$timestamp'}</span>
      </Fact>
      {group_by?.length ? (
        <Fact label="Keys">
          <span className="mono">{group_by.join(', ')}</span>
        </Fact>
      ) : null}
      <Fact label="Figures">
        <span className="mono">{aggregates.join(', ')}</span>
      </Fact>
      {having ? (
        <Fact label="Having">
          <span className="mono">{having}</span>
        </Fact>
      ) : null}
      {order === null ? null : (
        <Fact label="Order">
          <span className="mono">{order}</span>
        </Fact>
      )}
    </>
  );
}

function joinText(join: StreamJoin): string {
  const { topic, stream, dataset, csv, postgres, alias, kind, type, on, within } = join;
  const query = typeof postgres === 'object' ? postgres.query : postgres;
  const name = join.name ?? topic ?? stream ?? dataset ?? csv ?? query ?? '';
  return `${type} join ${kind} ${name} ${alias}${within ? ` within ${within}` : ''} on ${on}`;
}
