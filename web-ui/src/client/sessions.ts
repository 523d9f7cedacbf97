import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { LiveSession, Page } from '../protocol/resources';
import { ask, step } from './http';

const REFETCH_MS = 2000;

/** More than fit a screen; whoever looks for one among more narrows the list. */
export const SESSIONS_SHOWN = 200;

export interface SessionFilter {
  readonly topic: string;
  readonly user: string;
}

/** One's own live subscriptions; those of all for administrators. Asked again while the page is in sight. */
export function useSessions(filter: SessionFilter) {
  return useQuery({
    queryKey: ['sessions', filter],
    queryFn: ({ signal }) =>
      ask<Page<LiveSession>>('/sessions', { query: { ...filter, limit: SESSIONS_SHOWN }, signal }),
    refetchInterval: REFETCH_MS,
    placeholderData: (before) => before,
  });
}

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => ask<void>(`/sessions/${step(id)}`, { method: 'DELETE' }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
}
