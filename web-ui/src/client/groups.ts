import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Page } from '../protocol/resources';
import type { PeopleGroup } from '../protocol/rights';
import { ask, step } from './http';
import { wholeOf } from './paging';

/** Those that one is in or owns; administrators see all. */
export function useGroups() {
  return useInfiniteQuery({
    queryKey: ['groups'],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<PeopleGroup>>('/groups', { query: { limit: 200, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: wholeOf,
  });
}

function useGroupMutation<Q, R>(mutationFn: (ask: Q) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => GROUP_KEYS.has(String(queryKey[0])) }),
  });
}

const GROUP_KEYS = new Set(['groups', 'rights', 'grants']);

export interface GroupDraft {
  readonly name: string;
  readonly description: string;
  readonly members: readonly string[];
  /** Whoever makes it, where it is left out. */
  readonly owner?: string;
}

export function useMakeGroup() {
  return useGroupMutation(({ name, description, members }: GroupDraft) =>
    ask<PeopleGroup>('/groups', { method: 'POST', body: { name, description, members } }),
  );
}

export function useChangeGroup() {
  return useGroupMutation(({ name, ...body }: GroupDraft) =>
    ask<PeopleGroup>(`/groups/${step(name)}`, { method: 'PATCH', body }),
  );
}

export function useDeleteGroup() {
  return useGroupMutation((name: string) => ask<void>(`/groups/${step(name)}`, { method: 'DELETE' }));
}
