import { Link } from 'wouter';
import { printJson } from '../../protocol/json';
import type { Dataset } from '../../protocol/resources';
import { accessHref } from '../../protocol/rights';
import { addressOf, type DatasetSource, isEntry } from '../../protocol/source';
import { ago, fullTime } from '../../ui/format';
import { SourceTypeLabel } from '../../ui/SourceIcon';
import styles from './DatasetPage.module.css';
import { Address, Fact, MetadataFacts } from './MetadataFacts';

export function DatasetFacts({ dataset }: { dataset: Dataset }) {
  const { name, organization, topic, tags, extras, license, metadata, owner, version } = dataset;
  return (
    <aside aria-label="About this dataset">
      <dl className={styles.facts}>
        <Fact term="Name">
          <span className="mono">{name}</span>
        </Fact>
        <Fact term="Organization">
          <Link href={`/catalog?org=${encodeURIComponent(organization)}`}>{organization}</Link>
          <span className="dim">, </span>
          <Link href={accessHref({ kind: 'organization', id: organization })}>access</Link>
        </Fact>
        {topic === undefined ? null : (
          <Fact term="Topic">
            <Link className="mono" href={`/topics/${encodeURIComponent(topic)}`}>
              {topic}
            </Link>
          </Fact>
        )}
        <SourceFacts source={dataset.source} hasCredentials={dataset.has_credentials === true} />
        {tags.length === 0 ? null : (
          <Fact term="Tags">
            <span className="row wrap" style={{ gap: 4 }}>
              {tags.map((tag) => (
                <Link key={tag} className="tag" href={`/catalog?tag=${encodeURIComponent(tag)}`}>
                  {tag}
                </Link>
              ))}
            </span>
          </Fact>
        )}
        {license ? (
          <Fact term="License">{/^https?:/.test(license) ? <Address address={license} /> : license}</Fact>
        ) : null}
        {metadata ? <MetadataFacts metadata={metadata} /> : null}
        {Object.entries(extras).map(([key, value]) => (
          <Fact key={key} term={key}>
            {typeof value === 'string' ? value : printJson(value)}
          </Fact>
        ))}
        <Fact term="Owner">{owner}</Fact>
        <Fact term="Registered">
          <span title={fullTime(dataset.created_at)}>{ago(dataset.created_at)}</span>
        </Fact>
        <Fact term="Last changed">
          <span title={fullTime(dataset.updated_at)}>{ago(dataset.updated_at)}</span>
          <span className="dim">, </span>
          <Link href={`/datasets/${encodeURIComponent(name)}?tab=versions`}>version {version}</Link>
        </Fact>
      </dl>
    </aside>
  );
}

function SourceFacts({ source, hasCredentials }: { source: DatasetSource; hasCredentials: boolean }) {
  const address = addressOf(source);
  return (
    <>
      <Fact term="Source">
        <SourceTypeLabel type={source.type} />
        {address === undefined ? null : (
          <div className="small">
            {isEntry(source) ? <Address address={address} /> : <span className="mono">{address}</span>}
          </div>
        )}
        {source.type === 'poll' && source.interval !== undefined ? (
          <div className="small dim">every {source.interval} s</div>
        ) : null}
        {source.type === 'kafka' && source.security !== undefined ? (
          <div className="small dim">
            {[source.security.protocol, source.security.mechanism?.replaceAll('_', '-')]
              .filter(Boolean)
              .join(', ')}
          </div>
        ) : null}
      </Fact>
      {hasCredentials ? <Fact term="Credentials">Stored, never shown</Fact> : null}
    </>
  );
}
