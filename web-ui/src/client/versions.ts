import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { isJsonObject, membersOf, parseJson } from '../protocol/json';
import type { Page } from '../protocol/resources';
import { type Change, changesOf, type Revision, type Version } from '../protocol/versions';
import { ask, askText, step } from './http';

const PAGE_SIZE = 25;

/** Below the key of its dataset, so that a change of that is a change of its versions. */
export function useVersions(id: string) {
  return useInfiniteQuery({
    queryKey: ['dataset', id, 'versions'],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<Version>>(`/datasets/${step(id)}/versions`, {
        query: { limit: PAGE_SIZE, cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

async function revision(id: string, version: number, signal: AbortSignal): Promise<Revision> {
  const text = await askText(`/datasets/${step(id)}/versions/${version}`, { signal });
  const dataset = parseJson(membersOf(text).get('dataset') ?? '{}');
  return { ...(JSON.parse(text) as Revision), dataset: isJsonObject(dataset) ? dataset : {} };
}

async function changes(id: string, version: number, signal: AbortSignal): Promise<readonly Change[]> {
  const [before, after] = await Promise.all([
    revision(id, version - 1, signal),
    revision(id, version, signal),
  ]);
  return changesOf(before.dataset, after);
}

/** What a version changed; a version never changes itself. */
export function useChanges(id: string, version: number) {
  return useQuery({
    queryKey: ['version', id, version],
    queryFn: ({ signal }) => changes(id, version, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
