import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Page } from '../protocol/resources';
import type { NewView, SavedView } from '../protocol/view';
import { ask, step } from './http';
import { wholeOf } from './paging';

/** @param q part of the name */
export function useViews(q = '') {
  return useInfiniteQuery({
    queryKey: ['views', q],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<SavedView>>('/views', { query: { q, limit: 100, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: wholeOf,
  });
}

export function useView(id: string) {
  return useQuery({
    queryKey: ['views', 'one', id],
    queryFn: ({ signal }) => ask<SavedView>(`/views/${step(id)}`, { signal }),
  });
}

function useViewMutation<Q, R>(mutationFn: (ask: Q) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => queries.invalidateQueries({ queryKey: ['views'] }) });
}

export function useCreateView() {
  return useViewMutation((body: NewView) => ask<SavedView>('/views', { method: 'POST', body }));
}

export function useOpenView() {
  return useViewMutation(({ id, open }: { id: string; open: boolean }) =>
    ask<SavedView>(`/views/${step(id)}`, { method: 'PATCH', body: { private: !open } }),
  );
}

export function useDeleteView() {
  return useViewMutation((id: string) => ask<void>(`/views/${step(id)}`, { method: 'DELETE' }));
}
