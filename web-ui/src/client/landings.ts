import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { elementsOf, type JsonObject, membersOf, parseJson } from '../protocol/json';
import type {
  DeadLetter,
  DeadLetterState,
  LandedRow,
  Landing,
  NewLanding,
  RetryResult,
} from '../protocol/landing';
import type { Page } from '../protocol/resources';
import { ask, askText, step } from './http';
import { wholeOf } from './paging';
import { whileThere } from './polling';

const REFETCH_MS = 2000;

export function useLandings() {
  return useInfiniteQuery({
    queryKey: ['landings'],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<Landing>>('/landings', { query: { limit: 200, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: wholeOf,
    refetchInterval: whileThere(REFETCH_MS),
  });
}

/** While nothing arrives and nothing waits, what somebody else does to a landing is all that can be missed. */
const QUIET_REFETCH_MS = 15_000;

/** What arrives has its figures looked at (`useRefreshLanding`); the clock is for rates that fall and for changes of state. */
export function useLanding(id: string) {
  return useQuery({
    queryKey: ['landing', id],
    queryFn: ({ signal }) => ask<Landing>(`/landings/${step(id)}`, { signal }),
    refetchInterval: (query) => whileThere(isQuiet(query.state.data) ? QUIET_REFETCH_MS : REFETCH_MS)(query),
  });
}

function isQuiet(landing: Landing | undefined): boolean {
  const { state, stats } = landing ?? {};
  return (state === 'RUNNING' || state === 'PAUSED') && stats?.rate === 0 && stats.lag === 0;
}

/** Looks at the figures of a landing again, now; by the id or name that it was asked for with. */
export function useRefreshLanding(id: string): () => Promise<void> {
  const queries = useQueryClient();
  return () =>
    queries.invalidateQueries({ queryKey: ['landing', id], exact: true }, { cancelRefetch: false });
}

function useLandingMutation<Q, R>(mutationFn: (ask: Q) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => LANDING_KEYS.has(String(queryKey[0])) }),
  });
}

const LANDING_KEYS = new Set(['landings', 'landing', 'cleanup']);

export function useCreateLanding() {
  return useLandingMutation((body: NewLanding) => ask<Landing>('/landings', { method: 'POST', body }));
}

export function useLandingAction() {
  return useLandingMutation(({ id, action }: { id: string; action: 'pause' | 'resume' }) =>
    ask<Landing>(`/landings/${step(id)}/${action}`, { method: 'POST' }),
  );
}

export function useDeleteLanding() {
  return useLandingMutation(({ id, keepTable }: { id: string; keepTable: boolean }) =>
    ask<void>(`/landings/${step(id)}`, { method: 'DELETE', query: keepTable ? { keep_table: true } : {} }),
  );
}

/** Conditions on rows: a column or a path with its value, and an object that the rest must contain. */
export interface RowSearch {
  readonly equals: readonly (readonly [string, string])[];
  readonly contains: string;
}

const ROWS = 100;

/** Rows keep their digits. */
function readRows(text: string): Page<LandedRow> {
  const members = membersOf(text);
  return {
    items: elementsOf(members.get('items') ?? '[]').map((row) => parseJson(row) as JsonObject),
    next: JSON.parse(members.get('next') ?? 'null') as string | null,
  };
}

/**
 * The newest rows that fit, looked for again as more have landed. Who has gone on to further pages is left where he reads.
 *
 * @param landed how many there are by now
 */
export function useLandedRows(id: string, search: RowSearch, landed: number) {
  const rows = useRowPages(id, search);
  const { data, isFetching, refetch } = rows;
  const shown = useRef(landed);
  const first = data !== undefined && data.items.length <= ROWS;
  useEffect(() => {
    if (isFetching || !first || shown.current === landed) return;
    shown.current = landed;
    void refetch();
  }, [landed, isFetching, first, refetch]);
  return rows;
}

function useRowPages(id: string, search: RowSearch) {
  return useInfiniteQuery({
    queryKey: ['landing', id, 'rows', search],
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        ...Object.fromEntries(search.equals),
        contains: search.contains,
        limit: ROWS,
        cursor: pageParam,
      };
      return readRows(await askText(`/landings/${step(id)}/rows`, { query, signal }));
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: wholeOf,
  });
}

/** The original stays the text that it was: it may be no JSON, or have digits to keep. */
function readDeadLetters(text: string): Page<DeadLetter> {
  const members = membersOf(text);
  return {
    items: elementsOf(members.get('items') ?? '[]').map(readDeadLetter),
    total: Number(members.get('total') ?? 0),
    next: JSON.parse(members.get('next') ?? 'null') as string | null,
  };
}

function readDeadLetter(text: string): DeadLetter {
  const value = membersOf(text).get('value') ?? 'null';
  return { ...(JSON.parse(text) as DeadLetter), value };
}

const LETTERS = 50;

export function useDeadLetters(id: string, state: DeadLetterState) {
  return useInfiniteQuery({
    queryKey: ['landing', id, 'dead-letters', state],
    queryFn: async ({ pageParam, signal }) => {
      const query = { state, limit: LETTERS, cursor: pageParam };
      return readDeadLetters(await askText(`/landings/${step(id)}/dead-letters`, { query, signal }));
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: wholeOf,
    refetchInterval: whileThere(5000),
  });
}

/** How many dead letters wait; looked at as more come, and when some are settled. */
export function useWaiting(id: string, dead: number): number {
  const waiting = useQuery({
    queryKey: ['landing', id, 'waiting', dead],
    queryFn: ({ signal }) =>
      ask<Page<DeadLetter>>(`/landings/${step(id)}/dead-letters`, {
        query: { state: 'waiting', limit: 1 },
        signal,
      }),
    select: ({ total }) => total ?? 0,
    placeholderData: keepPreviousData,
    enabled: dead > 0,
  });
  return waiting.data ?? 0;
}

/** Some by id, each with its corrected value as JSON text if it has one; or all that wait. */
export type Letters =
  | { readonly all: true }
  | { readonly items: readonly { readonly id: string; readonly value?: string }[] };

function bodyOf(letters: Letters): string {
  if ('all' in letters) return '{"all":true}';
  const items = letters.items.map(
    ({ id, value }) => `{"id":${JSON.stringify(id)}${value === undefined ? '' : `,"value":${value}`}}`,
  );
  return `{"items":[${items.join(',')}]}`;
}

export function useSettleLetters(id: string) {
  return useLandingMutation(({ action, letters }: { action: 'retry' | 'discard'; letters: Letters }) =>
    ask<{ items: RetryResult[] }>(`/landings/${step(id)}/dead-letters/${action}`, {
      method: 'POST',
      rawBody: bodyOf(letters),
    }),
  );
}
