import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { type S3Source, type ServiceSource, webHref } from '../../protocol/source';
import { CopyButton } from '../../ui/CopyButton';
import { Address } from './MetadataFacts';
import styles from './Progress.module.css';

/** What a mere entry of the catalog points to. */
export function EntryPanel({ source }: { source: S3Source | ServiceSource }) {
  const href = webHref(source.url);
  return (
    <section className={styles.panel} aria-label="What it points to">
      {source.url === undefined ? (
        'It describes something that has no address.'
      ) : (
        <div className="row wrap">
          <span className="grow" style={{ overflowWrap: 'anywhere' }}>
            <Address address={source.url} />
          </span>
          <CopyButton text={source.url} label="Copy the address" />
          {href === undefined ? null : (
            <Button
              component="a"
              href={href}
              target="_blank"
              rel="noreferrer"
              variant="default"
              leftSection={<IconExternalLink size={15} />}
            >
              Open
            </Button>
          )}
        </div>
      )}
      {source.type === 'service' ? <ServiceFacts source={source} /> : null}
    </section>
  );
}

function ServiceFacts({ source: { kind, health_check_url, documentation_url } }: { source: ServiceSource }) {
  const facts = [
    ['Kind', kind],
    ['Health check', health_check_url],
    ['Documentation', documentation_url],
  ].filter((fact): fact is [string, string] => fact[1] !== undefined);
  if (facts.length === 0) return null;
  return (
    <dl className={styles.figures}>
      {facts.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{label === 'Kind' ? text : <Address address={text} />}</dd>
        </div>
      ))}
    </dl>
  );
}
