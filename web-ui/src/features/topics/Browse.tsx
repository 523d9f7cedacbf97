import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFilterCheck } from '../../client/filters';
import { type Browse as BrowseQuery, fetchWholeRecord, useRecords } from '../../client/topics';
import type { FilterError } from '../../protocol/filter';
import { problemOf } from '../../protocol/problem';
import type { BrowseReason, RecordPage } from '../../protocol/resources';
import { FilterInput } from '../../ui/FilterInput';
import { plural } from '../../ui/format';
import { RecordList } from '../../ui/RecordList';
import { Empty, Loading, ProblemNotice } from '../../ui/States';

const STARTS = [
  { value: 'earliest', label: 'From the earliest' },
  { value: 'last:100', label: 'The last 100' },
  { value: '-15m', label: '15 minutes ago' },
  { value: '-1h', label: 'One hour ago' },
  { value: 'other', label: 'Time or offsets…' },
];

const LIMIT = 100;

/** Why a page ended, in words: "no records" after a limit would be a lie. */
const REASONS: Readonly<Record<BrowseReason, string>> = {
  end: 'reached the end of the topic',
  limit: `stopped after ${LIMIT} matches`,
  scan_limit: 'stopped at the limit of records looked at in one go',
  time_limit: 'stopped at the time limit',
};

export function Browse({ topic }: { topic: string }) {
  const [start, setStart] = useState('last:100');
  const [other, setOther] = useState('');
  const [where, setWhere] = useState('');
  const [query, setQuery] = useState<BrowseQuery>({ from: 'last:100', where: '', limit: LIMIT });
  const { check, current } = useFilterCheck(where, { kind: 'topic', name: topic });
  const records = useRecords(topic, query);
  const faulty = current && check !== undefined && !check.ok;
  const run = (from: string) => {
    const next = { from: from === 'other' ? other.trim() : from, where: where.trim(), limit: LIMIT };
    const same = next.from === query.from && next.where === query.where;
    if (same) void records.refetch();
    else if (next.from !== '') setQuery(next);
  };
  return (
    <>
      <div className="row" style={{ alignItems: 'flex-start', marginBottom: 6 }}>
        <div className="grow">
          <FilterInput
            label="Filter"
            placeholder="Filter, such as  fare_amount > 50"
            value={where}
            onChange={setWhere}
            onSubmit={() => run(start)}
            errors={faulty ? check.errors : refused(records.error)}
            fields={check?.fields ?? []}
          />
        </div>
        <Select
          size="xs"
          aria-label="Start from"
          w={160}
          data={STARTS}
          allowDeselect={false}
          value={start}
          onChange={(value) => setStart(value ?? 'earliest')}
          styles={{ input: { height: 32 } }}
        />
        {start === 'other' ? (
          <TextInput
            aria-label="Time or offsets"
            w={230}
            placeholder="2026-01-31T12:00:00Z or offsets:0=17"
            value={other}
            onChange={(event) => setOther(event.currentTarget.value)}
            styles={{ input: { height: 32 } }}
          />
        ) : null}
        <Button h={32} loading={records.isFetching} disabled={faulty} onClick={() => run(start)}>
          Search
        </Button>
      </div>
      <Results topic={topic} query={query} records={records} />
    </>
  );
}

function refused(error: unknown): FilterError[] {
  const violations = error === null ? [] : (problemOf(error).violations ?? []);
  return violations
    .filter(({ pointer }) => pointer === '/where')
    .map(({ reason, position }) => ({ message: reason, position: position ?? 0, length: 1 }));
}

function Results({
  topic,
  query,
  records,
}: {
  topic: string;
  query: BrowseQuery;
  records: ReturnType<typeof useRecords>;
}) {
  const pages = records.data?.pages;
  const found = pages?.flatMap((page) => page.records) ?? [];
  if (records.isPending) return <Loading what="Searching" />;
  if (pages === undefined)
    return refused(records.error).length > 0 ? null : (
      <ProblemNotice error={records.error} retry={records.refetch} />
    );
  const more = (
    <Button
      size="compact-xs"
      variant="default"
      loading={records.isFetchingNextPage}
      onClick={() => records.fetchNextPage()}
    >
      Go on
    </Button>
  );
  return (
    <>
      <div
        className="row"
        style={{ minHeight: 24, marginBottom: 6 }}
        role="status"
        data-testid="browse-progress"
      >
        <span className="dim num">{progressOf(pages, found.length, query.where)}</span>
        {records.hasNextPage ? more : null}
      </div>
      {found.length === 0 ? (
        <Empty
          title={
            records.hasNextPage ? 'No match so far' : query.where === '' ? 'No records here' : 'No match'
          }
        >
          {records.hasNextPage
            ? 'There is more to look through.'
            : `Nothing else is in ${topic} from there on.`}
        </Empty>
      ) : (
        <RecordList
          records={found}
          label="Records"
          loadWhole={({ envelope }) => fetchWholeRecord(envelope)}
          maxHeight="calc(100vh - 268px)"
        />
      )}
    </>
  );
}

function reasonOf(reason: BrowseReason, where: string): string {
  return reason === 'limit' && where === '' ? 'there are more' : REASONS[reason];
}

function progressOf(pages: readonly RecordPage[], matches: number, where: string): string {
  const scanned = pages.reduce((sum, page) => sum + page.scanned, 0);
  const last = pages.at(-1);
  const found =
    where === ''
      ? plural(matches, 'record')
      : `${plural(matches, 'match', 'matches')} in ${plural(scanned, 'record')} looked at`;
  return `${found}; ${last === undefined ? '' : reasonOf(last.reason, where)}${last?.until ? ` (${last.until})` : ''}`;
}
