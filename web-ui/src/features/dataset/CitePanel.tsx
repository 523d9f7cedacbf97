import { useOrganizations } from '../../client/catalog';
import { bibtexOf, citationOf } from '../../protocol/citation';
import type { Dataset } from '../../protocol/resources';
import { CopyButton } from '../../ui/CopyButton';
import { Empty } from '../../ui/States';
import styles from './Cite.module.css';
import { ExportTable } from './ExportTable';
import { Address, Contacts, Reference } from './MetadataFacts';

/** How to cite a dataset, on which terms it may be used, whom to ask, and its description in the words of others. */
export function CitePanel({ dataset }: { dataset: Dataset }) {
  const organizations = useOrganizations().data?.items;
  const publication = {
    publisher:
      organizations?.find(({ name }) => name === dataset.organization)?.title || dataset.organization,
    here: `${window.location.origin}/datasets/${encodeURIComponent(dataset.name)}`,
  };
  return (
    <div className={styles.panel}>
      <Citation label="Citation" text={citationOf(dataset, publication)} />
      <Citation label="BibTeX" text={bibtexOf(dataset, publication)} mono />
      <section aria-label="Terms and contacts">
        <h2 className="section">Terms and contacts</h2>
        <Terms dataset={dataset} />
      </section>
      <section aria-label="Export">
        <h2 className="section">Export the description</h2>
        <ExportTable name={dataset.name} />
      </section>
    </div>
  );
}

function Citation({ label, text, mono = false }: { label: string; text: string; mono?: boolean }) {
  return (
    <section aria-label={label}>
      <div className="spread" style={{ marginBottom: 4 }}>
        <h2 className="section" style={{ margin: 0 }}>
          {label}
        </h2>
        <CopyButton text={text} label={`Copy the ${mono ? label : label.toLowerCase()}`} />
      </div>
      <pre className={`${styles.citation} ${mono ? 'mono' : styles.prose}`}>{text}</pre>
    </section>
  );
}

function Terms({ dataset: { license, metadata } }: { dataset: Dataset }) {
  const { doi, homepage, contacts = [] } = metadata ?? {};
  if (!license && doi === undefined && homepage === undefined && contacts.length === 0) {
    return (
      <Empty title="Nothing is said about that">
        Its owner can add a license, a DOI and contacts when editing it, under Metadata.
      </Empty>
    );
  }
  return (
    <dl className={styles.terms}>
      <dt>License</dt>
      <dd>
        {license ? (
          <Address address={license} />
        ) : (
          <span className="dim">None is named: ask before you use it</span>
        )}
      </dd>
      {metadata ? (
        <>
          <Reference metadata={metadata} />
          <Contacts metadata={metadata} />
        </>
      ) : null}
    </dl>
  );
}
