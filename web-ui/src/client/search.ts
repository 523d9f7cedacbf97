import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Found, ServerAnswer } from '../protocol/federation';
import type { DatasetPage, Page } from '../protocol/resources';
import { ask } from './http';

export interface DatasetSearch {
  readonly q: string;
  readonly org: string;
  readonly tag: string;
  readonly type: string;
  readonly sort: string;
  /** `global`: other catalogues too; empty: this one alone. */
  readonly server: string;
}

/** A page of results; of several catalogues it has no facets, but says who answered. */
export interface FoundPage extends Page<Found> {
  readonly exact?: boolean;
  readonly facets?: DatasetPage['facets'];
  readonly servers?: readonly ServerAnswer[];
}

const PAGE_SIZE = 25;

export function useDatasetSearch(search: DatasetSearch) {
  return useInfiniteQuery({
    queryKey: ['datasets', search],
    queryFn: ({ pageParam, signal }) =>
      ask<FoundPage>('/datasets', { query: { ...search, limit: PAGE_SIZE, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** For pickers of what can be read: the first few whose text matches, mere entries left out. */
export function useDatasetOptions(q: string) {
  return useQuery({
    queryKey: ['datasets', 'options', q],
    queryFn: ({ signal }) => ask<DatasetPage>('/datasets', { query: { q, limit: 50, sort: 'name' }, signal }),
    select: (page) => ({ ...page, items: page.items.filter(({ topic }) => topic !== undefined) }),
    placeholderData: keepPreviousData,
  });
}

/** What may be meant by the beginning of a word. */
export interface Suggestion {
  readonly kind: 'dataset' | 'tag' | 'organization';
  /** Of a dataset its name. */
  readonly value: string;
  readonly title?: string | null;
}

const SUGGESTIONS = 8;

export function useSuggestions(q: string) {
  return useQuery({
    queryKey: ['datasets', 'suggestions', q],
    queryFn: ({ signal }) =>
      ask<Page<Suggestion>>('/datasets/suggest', { query: { q, limit: SUGGESTIONS }, signal }),
    select: (page) => page.items,
    enabled: q !== '',
    staleTime: 30_000,
  });
}
