import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { Link } from 'wouter';
import { type DatasetSearch, type FoundPage, useDatasetSearch } from '../../client/search';
import { isListing } from '../../protocol/federation';
import { count, plural } from '../../ui/format';
import { Page } from '../../ui/Page';
import { Loading, ProblemNotice } from '../../ui/States';
import styles from './CatalogPage.module.css';
import { Chosen } from './Chosen';
import { Facets } from './Facets';
import { ForeignResult } from './ForeignResult';
import { Nothing } from './Nothing';
import { Result } from './Result';
import { SearchBox } from './SearchBox';
import { Servers } from './Servers';
import { useResultKeys } from './useResultKeys';
import { NOTHING_CHOSEN, useUrlSearch } from './useUrlSearch';

const SORTS = [
  { value: 'relevance', label: 'Best match' },
  { value: 'name', label: 'Name' },
  { value: '-updated', label: 'Last changed' },
  { value: '-created', label: 'Newest' },
];

type Change = (change: Partial<DatasetSearch>) => void;

export function CatalogPage() {
  const [search, change] = useUrlSearch();
  const results = useDatasetSearch(search);
  const first = results.data?.pages[0];
  const isGlobal = search.server === 'global';
  return (
    <Page
      title="Catalog"
      beside={<Total page={first} />}
      actions={
        <>
          <Button
            component={Link}
            href="/catalog/import"
            variant="default"
            leftSection={<IconFileImport size={15} />}
          >
            Import
          </Button>
          <Button component={Link} href="/catalog/new" leftSection={<IconPlus size={15} />}>
            Register
          </Button>
        </>
      }
    >
      <Controls search={search} change={change} />
      <div className={styles.layout} data-wide={isGlobal}>
        {isGlobal ? null : <Facets page={first} search={search} onChange={change} />}
        <div aria-busy={results.isFetching} style={{ minWidth: 0 }}>
          {isGlobal ? (
            <>
              <Chosen search={search} onChange={change} />
              <Servers answers={first?.servers} />
            </>
          ) : null}
          <Results search={search} change={change} results={results} />
        </div>
      </div>
    </Page>
  );
}

function Total({ page }: { page: FoundPage | undefined }) {
  if (page?.total === undefined) return null;
  const text = plural(page.total, 'dataset');
  return (
    <span className="dim num" data-testid="total" role="status">
      {page.exact === false ? (
        <span title="Estimated: so many match that they are not counted one by one">about {text}</span>
      ) : (
        text
      )}
    </span>
  );
}

function Controls({ search, change }: { search: DatasetSearch; change: Change }) {
  return (
    <div className={styles.controls}>
      <SearchBox value={search.q} onChange={change} />
      <SegmentedControl
        aria-label="Where to search"
        value={search.server === 'global' ? 'global' : 'local'}
        onChange={(server) => change({ server: server === 'global' ? server : '' })}
        data={[
          { value: 'local', label: 'This catalogue' },
          { value: 'global', label: 'All catalogues' },
        ]}
      />
      <Select
        aria-label="Sort by"
        w={128}
        data={SORTS}
        allowDeselect={false}
        value={search.sort || 'relevance'}
        onChange={(sort) => change({ sort: sort === 'relevance' || sort === null ? '' : sort })}
      />
    </div>
  );
}

function Results({
  search,
  change,
  results,
}: {
  search: DatasetSearch;
  change: Change;
  results: ReturnType<typeof useDatasetSearch>;
}) {
  useResultKeys();
  const pages = results.data?.pages;
  const found = pages?.flatMap((page) => page.items);
  const narrowed = Object.keys(NOTHING_CHOSEN).some((name) => search[name as keyof DatasetSearch] !== '');
  return (
    <>
      <ProblemNotice error={results.error} retry={results.refetch} />
      {results.isPending ? <Loading what="Loading the catalog" /> : null}
      {found?.map((one) =>
        isListing(one) ? (
          <ForeignResult key={`${one.server} ${one.id}`} listing={one} />
        ) : (
          <Result key={one.id} dataset={one} />
        ),
      )}
      {found?.length === 0 ? <Nothing narrowed={narrowed} onClear={() => change(NOTHING_CHOSEN)} /> : null}
      {found !== undefined && results.hasNextPage ? (
        <div className={styles.more}>
          <Button
            variant="default"
            loading={results.isFetchingNextPage}
            onClick={() => results.fetchNextPage()}
          >
            Show more
          </Button>
          <span className="small dim num">{shownOf(found.length, pages?.[0])}</span>
        </div>
      ) : null}
    </>
  );
}

function shownOf(shown: number, page: FoundPage | undefined): string {
  const { total, exact = true } = page ?? {};
  return total === undefined
    ? `${count(shown)} shown`
    : `${count(shown)} of ${exact ? '' : 'about '}${count(total)} shown`;
}
