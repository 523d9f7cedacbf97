import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CleanupItem, CleanupRef, CleanupResult } from '../protocol/resources';
import { ask } from './http';

export function useCleanupItems() {
  return useQuery({
    queryKey: ['cleanup'],
    queryFn: ({ signal }) => ask<{ items: CleanupItem[] }>('/cleanup', { signal }),
  });
}

export interface CleanupRequest {
  readonly items: readonly CleanupRef[];
  readonly dryRun: boolean;
}

function sendCleanup({ items, dryRun }: CleanupRequest): Promise<{ results: CleanupResult[] }> {
  const body = { items: items.map(({ kind, id }) => ({ kind, id })), dry_run: dryRun };
  return ask('/cleanup', { method: 'POST', body });
}

/** Whatever was removed may have been on any list. */
export function useCleanup() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: sendCleanup,
    onSuccess: async (_results, { dryRun }) => {
      if (!dryRun) await queries.invalidateQueries();
    },
  });
}
