import { Button } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useState } from 'react';
import type { DatasetSearch, FoundPage } from '../../client/search';
import type { FacetName, FacetValue } from '../../protocol/resources';
import { titleOfType } from '../../protocol/source';
import { count, shortCount } from '../../ui/format';
import { SourceIcon } from '../../ui/SourceIcon';
import styles from './CatalogPage.module.css';

interface Facet {
  readonly name: FacetName;
  readonly title: string;
  readonly parameter: 'org' | 'tag' | 'type';
}

export const FACETS: readonly Facet[] = [
  { name: 'organization', title: 'Organization', parameter: 'org' },
  { name: 'type', title: 'Type', parameter: 'type' },
  { name: 'tag', title: 'Tag', parameter: 'tag' },
];

interface FacetsProps {
  readonly page: FoundPage | undefined;
  readonly search: DatasetSearch;
  readonly onChange: (change: Partial<DatasetSearch>) => void;
}

/** What the results can be narrowed down by, with how many would be left. */
export function Facets({ page, search, onChange }: FacetsProps) {
  const [open, setOpen] = useState(false);
  const chosen = FACETS.filter(({ parameter }) => search[parameter] !== '').length;
  return (
    <aside className={styles.facets} aria-label="Narrow down" data-open={open}>
      <Button
        className={styles.reveal ?? ''}
        variant="default"
        leftSection={<IconFilter size={14} />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        Narrow down{chosen === 0 ? '' : ` (${chosen})`}
      </Button>
      {FACETS.map((facet) => (
        <FacetList
          key={facet.name}
          facet={facet}
          values={page?.facets?.[facet.name] ?? []}
          exact={page?.exact !== false}
          chosen={search[facet.parameter]}
          onChoose={(value) => onChange({ [facet.parameter]: value })}
        />
      ))}
    </aside>
  );
}

const SHOWN = 12;

function FacetList({
  facet: { name, title },
  values,
  exact,
  chosen,
  onChoose,
}: {
  facet: Facet;
  values: readonly FacetValue[];
  exact: boolean;
  chosen: string;
  onChoose: (value: string) => void;
}) {
  const [all, setAll] = useState(false);
  const isThere = chosen === '' || values.some(({ value }) => value === chosen);
  const listed = isThere ? values : [{ value: chosen, count: 0 }, ...values];
  if (listed.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {listed.slice(0, all ? undefined : SHOWN).map(({ value, count: size }) => (
          <li key={value}>
            <button
              type="button"
              className={styles.facet}
              aria-pressed={value === chosen}
              title={value}
              onClick={() => onChoose(value === chosen ? '' : value)}
            >
              {name === 'type' ? <FacetType type={value} /> : <span className="cut">{value}</span>}
              <span title={exact ? count(size) : `about ${count(size)}, estimated`}>
                {exact ? '' : '~'}
                {shortCount(size)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {listed.length > SHOWN ? (
        <Button variant="subtle" size="compact-xs" ml={-11} mt={-14} mb={14} onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${count(listed.length - SHOWN)} more`}
        </Button>
      ) : null}
    </section>
  );
}

function FacetType({ type }: { type: string }) {
  return (
    <span className="row cut" style={{ gap: 6 }}>
      <SourceIcon type={type} size={14} />
      {titleOfType(type)}
    </span>
  );
}
