import { Link } from 'wouter';
import { printJson } from '../../protocol/json';
import type { Dataset } from '../../protocol/resources';
import { ago, count, fullTime, rate } from '../../ui/format';
import styles from './DatasetPage.module.css';

export function DatasetFacts({ dataset }: { dataset: Dataset }) {
  const { name, organization, source, topic, tags, extras, license, owner, stats, created_at, updated_at } =
    dataset;
  return (
    <aside aria-label="About this dataset">
      <dl className={styles.facts}>
        <dt>Name</dt>
        <dd className="mono">{name}</dd>
        <dt>Organization</dt>
        <dd>
          <Link href={`/catalog?org=${encodeURIComponent(organization)}`}>{organization}</Link>
        </dd>
        <dt>Topic</dt>
        <dd>
          <Link className="mono" href={`/topics/${encodeURIComponent(topic)}`}>
            {topic}
          </Link>
        </dd>
        <dt>Source</dt>
        <dd>{source.type === 'generator' ? `generator, ${source.template}` : source.type}</dd>
        {stats ? (
          <>
            <dt>Records</dt>
            <dd className="num">
              {count(stats.records)} <span className="dim">at {rate(stats.rate)}/s</span>
            </dd>
          </>
        ) : null}
        {tags.length === 0 ? null : (
          <>
            <dt>Tags</dt>
            <dd className="row wrap" style={{ gap: 4 }}>
              {tags.map((tag) => (
                <Link key={tag} className="tag" href={`/catalog?tag=${encodeURIComponent(tag)}`}>
                  {tag}
                </Link>
              ))}
            </dd>
          </>
        )}
        {license ? (
          <>
            <dt>License</dt>
            <dd>{license}</dd>
          </>
        ) : null}
        {Object.entries(extras).map(([key, value]) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>{key}</dt>
            <dd>{typeof value === 'string' ? value : printJson(value)}</dd>
          </div>
        ))}
        <dt>Owner</dt>
        <dd>{owner}</dd>
        <dt>Registered</dt>
        <dd title={fullTime(created_at)}>{ago(created_at)}</dd>
        <dt>Last changed</dt>
        <dd title={fullTime(updated_at)}>{ago(updated_at)}</dd>
      </dl>
    </aside>
  );
}
