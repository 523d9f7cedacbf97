import { Button, CloseButton, Select, TextInput } from '@mantine/core';
import { IconDatabaseSearch, IconPlus, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { type DatasetSearch, useDatasetSearch } from '../../client/catalog';
import { useDebounced } from '../../client/filters';
import type { DatasetPage, FacetName } from '../../protocol/resources';
import { titleOfType } from '../../protocol/source';
import { count, plural } from '../../ui/format';
import { isTyping } from '../../ui/keys';
import { Page } from '../../ui/Page';
import { SourceIcon } from '../../ui/SourceIcon';
import { Empty, Loading, ProblemNotice } from '../../ui/States';
import styles from './CatalogPage.module.css';
import { Result } from './Result';

const FACETS: readonly {
  readonly name: FacetName;
  readonly title: string;
  readonly parameter: 'org' | 'tag' | 'type';
}[] = [
  { name: 'organization', title: 'Organization', parameter: 'org' },
  { name: 'type', title: 'Type', parameter: 'type' },
  { name: 'tag', title: 'Tag', parameter: 'tag' },
];

const SORTS = [
  { value: 'relevance', label: 'Best match' },
  { value: 'name', label: 'Name' },
  { value: '-updated', label: 'Last changed' },
  { value: '-created', label: 'Newest' },
];

/** The search lives in the address: a link to it is a link to these results. */
function useUrlSearch(): [DatasetSearch, (change: Partial<DatasetSearch>) => void] {
  const [params, setParams] = useSearchParams();
  const read = (name: string) => params.get(name) ?? '';
  const search = { q: read('q'), org: read('org'), tag: read('tag'), type: read('type'), sort: read('sort') };
  const change = (changes: Partial<DatasetSearch>) =>
    setParams(
      (previous) => {
        const next = new URLSearchParams(previous);
        for (const [name, value] of Object.entries(changes)) {
          if (value === '') next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  return [search, change];
}

export function CatalogPage() {
  const [search, change] = useUrlSearch();
  const results = useDatasetSearch(search);
  const pages = results.data?.pages;
  const first = pages?.[0];
  const found = pages?.flatMap((page) => page.items);
  const narrowed = search.q !== '' || search.org !== '' || search.tag !== '' || search.type !== '';
  return (
    <Page
      title="Catalog"
      beside={
        first?.total === undefined ? null : <span className="dim num">{plural(first.total, 'dataset')}</span>
      }
      actions={
        <Button component={Link} href="/catalog/new" leftSection={<IconPlus size={15} />}>
          Register
        </Button>
      }
    >
      <div className="row" style={{ marginBottom: 16 }}>
        <SearchBox value={search.q} onChange={(q) => change({ q })} />
        <Select
          aria-label="Sort by"
          w={140}
          data={SORTS}
          allowDeselect={false}
          value={search.sort || 'relevance'}
          onChange={(sort) => change({ sort: sort === 'relevance' || sort === null ? '' : sort })}
        />
      </div>
      <div className={styles.layout}>
        <Facets page={first} search={search} onChange={change} />
        <div aria-busy={results.isFetching}>
          <ProblemNotice error={results.error} retry={results.refetch} />
          {results.isPending ? <Loading what="Loading the catalog" /> : null}
          {found?.map((dataset) => (
            <Result key={dataset.id} dataset={dataset} />
          ))}
          {found?.length === 0 ? (
            <Nothing narrowed={narrowed} onClear={() => change({ q: '', org: '', tag: '', type: '' })} />
          ) : null}
          {results.hasNextPage ? (
            <Button
              mt="sm"
              variant="default"
              loading={results.isFetchingNextPage}
              onClick={() => results.fetchNextPage()}
            >
              Show more
            </Button>
          ) : null}
        </div>
      </div>
    </Page>
  );
}

function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const settled = useDebounced(text, 200);
  const sent = useRef(value);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (settled === sent.current) return;
    sent.current = settled;
    onChange(settled);
  });
  useEffect(() => {
    // The address changed by other means than this box: back, a link, or clearing.
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event)) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <TextInput
      ref={input}
      className="grow"
      size="sm"
      type="search"
      aria-label="Search datasets"
      placeholder="Search names, titles, notes, tags and extras"
      leftSection={<IconSearch size={16} />}
      rightSection={
        text === '' ? (
          <kbd>/</kbd>
        ) : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => setText('')} />
        )
      }
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}

function Facets({
  page,
  search,
  onChange,
}: {
  page: DatasetPage | undefined;
  search: DatasetSearch;
  onChange: (change: Partial<DatasetSearch>) => void;
}) {
  return (
    <aside className={styles.facets} aria-label="Narrow down">
      {FACETS.map(({ name, title, parameter }) => {
        const chosen = search[parameter];
        const values = page?.facets[name] ?? [];
        const shown =
          chosen !== '' && !values.some(({ value }) => value === chosen)
            ? [{ value: chosen, count: 0 }, ...values]
            : values;
        if (shown.length === 0) return null;
        return (
          <section key={name}>
            <h2>{title}</h2>
            <ul>
              {shown.slice(0, 12).map(({ value, count: size }) => (
                <li key={value}>
                  <button
                    type="button"
                    className={styles.facet}
                    aria-pressed={value === chosen}
                    onClick={() => onChange({ [parameter]: value === chosen ? '' : value })}
                  >
                    {name === 'type' ? <FacetType type={value} /> : <span className="cut">{value}</span>}
                    <span>{count(size)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </aside>
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

function Nothing({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const register = (
    <Button component={Link} href="/catalog/new" variant={narrowed ? 'default' : 'filled'}>
      Register a dataset
    </Button>
  );
  if (!narrowed) {
    return (
      <Empty
        icon={<IconDatabaseSearch size={34} stroke={1.4} />}
        title="The catalog is empty"
        actions={register}
      >
        Register a file, a feed or a Kafka topic, or start a generator to try things out.
      </Empty>
    );
  }
  const clear = (
    <Button variant="default" onClick={onClear}>
      Clear the search
    </Button>
  );
  return (
    <Empty icon={<IconDatabaseSearch size={34} stroke={1.4} />} title="Nothing matches" actions={clear}>
      All words must occur in a dataset's name, title, notes, tags or extras; the beginning of a word is
      enough.
    </Empty>
  );
}
