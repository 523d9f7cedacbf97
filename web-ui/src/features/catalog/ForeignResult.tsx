import { IconExternalLink, IconWorld } from '@tabler/icons-react';
import { formatsOf, type Listing } from '../../protocol/federation';
import { webHref } from '../../protocol/source';
import { ago, plural } from '../../ui/format';
import styles from './CatalogPage.module.css';

const TAGS = 6;

/** A dataset of another catalogue: its page is there, and its address may not be one that can be opened. */
export function ForeignResult({ listing }: { listing: Listing }) {
  const { server, name, title, organization, notes, license, resources, updated_at } = listing;
  const href = webHref(listing.url ?? undefined);
  const shown = title || name;
  return (
    <article className={styles.item} data-testid="dataset-row" data-server={server}>
      <div className="row" style={{ minWidth: 0 }}>
        {href === undefined ? (
          <span className={`${styles.name} cut`}>{shown}</span>
        ) : (
          <a href={href} target="_blank" rel="noreferrer" className={`${styles.name} cut`} data-result>
            {shown}
            <IconExternalLink size={12} aria-label="opens elsewhere" style={{ marginLeft: 4 }} />
          </a>
        )}
        <span className={styles.server}>
          <IconWorld size={12} aria-hidden />
          {server}
        </span>
      </div>
      <div className={styles.side}>
        {resources.length === 0 ? null : (
          <span className="small dim num">{plural(resources.length, 'resource')}</span>
        )}
      </div>
      <div className={styles.notes}>{notes || <span className="faint">No notes</span>}</div>
      <div className="row wrap small dim" style={{ gap: '3px 10px' }}>
        {organization ? <span>{organization}</span> : null}
        {license ? <span>{license}</span> : null}
        {formatsOf(listing).map((format) => (
          <span key={`f ${format}`} className="mono">
            {format}
          </span>
        ))}
        {listing.tags.slice(0, TAGS).map((tag) => (
          <span key={tag} className="tag">
            {tag}
          </span>
        ))}
        {updated_at ? <span>changed {ago(updated_at)}</span> : null}
      </div>
    </article>
  );
}
