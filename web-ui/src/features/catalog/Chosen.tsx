import { IconX } from '@tabler/icons-react';
import type { DatasetSearch } from '../../client/search';
import { titleOfType } from '../../protocol/source';
import styles from './CatalogPage.module.css';
import { FACETS } from './Facets';

/** What the search is narrowed down by, where there are no facets to show it. */
export function Chosen({
  search,
  onChange,
}: {
  search: DatasetSearch;
  onChange: (change: Partial<DatasetSearch>) => void;
}) {
  const chosen = FACETS.filter(({ parameter }) => search[parameter] !== '');
  if (chosen.length === 0) return null;
  return (
    <div className="row wrap" style={{ marginBottom: 10 }}>
      {chosen.map(({ title, parameter }) => (
        <button
          key={parameter}
          type="button"
          className={styles.chosen}
          aria-label={`Without ${title.toLowerCase()} ${search[parameter]}`}
          onClick={() => onChange({ [parameter]: '' })}
        >
          {title}: {parameter === 'type' ? titleOfType(search.type) : search[parameter]}
          <IconX size={12} aria-hidden />
        </button>
      ))}
    </div>
  );
}
