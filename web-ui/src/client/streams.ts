import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewStream, Page, Stream } from '../protocol/resources';
import { ask, step } from './http';

const REFETCH_MS = 2000;

export function useStreams() {
  return useQuery({
    queryKey: ['streams'],
    queryFn: ({ signal }) => ask<Page<Stream>>('/streams', { query: { limit: 200 }, signal }),
    refetchInterval: REFETCH_MS,
  });
}

function useStreamMutation<Q, R>(mutationFn: (ask: Q) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => STREAM_KEYS.has(String(queryKey[0])) }),
  });
}

const STREAM_KEYS = new Set(['streams', 'topics', 'cleanup']);

export function useCreateStream() {
  return useStreamMutation((body: NewStream) => ask<Stream>('/streams', { method: 'POST', body }));
}

export function useStreamAction() {
  return useStreamMutation(({ id, action }: { id: string; action: 'pause' | 'resume' }) =>
    ask<Stream>(`/streams/${step(id)}/${action}`, { method: 'POST' }),
  );
}

export function useDeleteStream() {
  return useStreamMutation((id: string) => ask<void>(`/streams/${step(id)}`, { method: 'DELETE' }));
}
