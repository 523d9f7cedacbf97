import { ActionIcon, Autocomplete, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useSearchParams } from 'wouter';
import { type RowSearch, useLandedRows } from '../../client/landings';
import type { LandedRow, Landing } from '../../protocol/landing';
import { problemOf } from '../../protocol/problem';
import { Cell } from '../../ui/Cell';
import { plural } from '../../ui/format';
import { More } from '../../ui/More';
import { Empty, Loading, ProblemNotice } from '../../ui/States';
import styles from './Landings.module.css';

/** Conditions stand in the address as `col` and `is`, pair by pair. */
function searchFrom(params: URLSearchParams): RowSearch {
  const values = params.getAll('is');
  const equals = params.getAll('col').map((column, index) => [column, values[index] ?? ''] as const);
  return { equals: equals.filter(([column]) => column !== ''), contains: params.get('contains') ?? '' };
}

export function RowsTab({ landing }: { landing: Landing }) {
  const [params, setParams] = useSearchParams();
  const search = searchFrom(params);
  const rows = useLandedRows(landing.id, search, landing.stats?.landed ?? 0);
  const apply = ({ equals, contains }: RowSearch) => {
    const next = new URLSearchParams();
    for (const [column, value] of equals) {
      next.append('col', column);
      next.append('is', value);
    }
    if (contains !== '') next.set('contains', contains);
    if (next.toString() === params.toString()) void rows.refetch();
    else setParams(next, { replace: true });
  };
  const items = rows.data?.items;
  const faults = rows.error === null ? [] : (problemOf(rows.error).violations ?? []);
  return (
    <>
      <SearchForm
        key={params.toString()}
        landing={landing}
        search={search}
        busy={rows.isFetching}
        containsFault={faults.find(({ pointer }) => pointer === '/contains')?.reason}
        onSearch={apply}
      />
      <ProblemNotice error={rows.error} shown={['/contains']} retry={rows.refetch} />
      {rows.isPending ? <Loading what="Loading rows" /> : null}
      {items?.length === 0 ? (
        <Empty title={search.equals.length > 0 || search.contains !== '' ? 'No such row' : 'No rows yet'}>
          {search.equals.length > 0 || search.contains !== ''
            ? 'No row in the table fits all of the conditions.'
            : 'As soon as a record has landed, it shows here.'}
        </Empty>
      ) : null}
      {items !== undefined && items.length > 0 ? (
        <>
          <p className="small dim num" style={{ margin: '0 0 4px' }}>
            {plural(items.length, 'row')}
            {rows.hasNextPage ? ', and there are more' : ''}
          </p>
          <RowTable landing={landing} rows={items} />
          <More list={rows} />
        </>
      ) : null}
    </>
  );
}

interface SearchFormProps {
  readonly landing: Landing;
  readonly search: RowSearch;
  readonly busy: boolean;
  readonly containsFault: string | undefined;
  readonly onSearch: (search: RowSearch) => void;
}

function SearchForm({ landing, search, busy, containsFault, onSearch }: SearchFormProps) {
  const [equals, setEquals] = useState<readonly (readonly [string, string])[]>(
    search.equals.length > 0 ? search.equals : [['', '']],
  );
  const [contains, setContains] = useState(search.contains);
  const unreadable = contains.trim() !== '' && !isObject(contains);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (unreadable) return;
    onSearch({ equals: equals.filter(([column]) => column.trim() !== ''), contains: contains.trim() });
  };
  const put = (index: number, pair: readonly [string, string]) =>
    setEquals(equals.map((old, at) => (at === index ? pair : old)));
  const names = landing.columns.map(({ name }) => name);
  return (
    <form className={styles.search} onSubmit={submit} aria-label="Find rows">
      {equals.map(([column, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
        <div key={index} className="row" style={{ gap: 4 }}>
          <Autocomplete
            w={170}
            aria-label={`Column or path ${index + 1}`}
            placeholder="column or a.b.c"
            classNames={{ input: 'mono' }}
            spellCheck={false}
            data={names}
            limit={12}
            value={column}
            onChange={(text) => put(index, [text, value])}
          />
          <span className="dim">is</span>
          <TextInput
            w={150}
            aria-label={`Value ${index + 1}`}
            classNames={{ input: 'mono' }}
            spellCheck={false}
            value={value}
            onChange={(event) => put(index, [column, event.currentTarget.value])}
          />
          {equals.length > 1 ? (
            <ActionIcon
              aria-label={`Remove condition ${index + 1}`}
              onClick={() => setEquals(equals.filter((_, at) => at !== index))}
            >
              <IconX size={14} />
            </ActionIcon>
          ) : null}
        </div>
      ))}
      <ActionIcon
        variant="default"
        size={30}
        aria-label="Add a condition"
        onClick={() => setEquals([...equals, ['', '']])}
      >
        <IconPlus size={15} />
      </ActionIcon>
      <TextInput
        w={240}
        aria-label="The rest contains"
        placeholder='rest contains {"a": 1}'
        classNames={{ input: 'mono' }}
        spellCheck={false}
        error={containsFault ?? (unreadable ? 'expected a JSON object' : undefined)}
        value={contains}
        onChange={(event) => setContains(event.currentTarget.value)}
      />
      <Button type="submit" h={30} loading={busy} disabled={unreadable}>
        Find
      </Button>
    </form>
  );
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const COORDINATES = ['_topic', '_partition', '_offset', '_timestamp'];

function RowTable({ landing, rows }: { landing: Landing; rows: readonly LandedRow[] }) {
  const own = landing.columns.map(({ name }) => name);
  const others = new Set(rows.flatMap((row) => Object.keys(row)));
  for (const name of [...own, ...COORDINATES]) others.delete(name);
  const columns = [...own, ...others];
  const several = new Set(rows.map(({ _topic }) => String(_topic))).size > 1;
  const coordinates = several ? COORDINATES : COORDINATES.slice(1);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={styles.scroll} aria-label="Rows, table" tabIndex={0}>
      <table className="table tight mono" aria-label="Rows">
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name}>{name}</th>
            ))}
            {coordinates.map((name) => (
              <th key={name} className="faint">
                {name.slice(1)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={COORDINATES.map((name) => String(row[name])).join(' ')} data-testid="landed-row">
              {columns.map((name) => (
                <td key={name} className="cut" style={{ maxWidth: 260 }}>
                  <Cell value={row[name]} />
                </td>
              ))}
              {coordinates.map((name) => (
                <td key={name} className="faint fit">
                  {String(row[name] ?? '')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
