import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { KafkaAccess } from '../protocol/kafka-settings';
import { ask, step } from './http';

export function useKafka() {
  return useQuery({
    queryKey: ['kafka'],
    queryFn: ({ signal }) => ask<KafkaAccess>('/kafka', { signal }),
    staleTime: 60_000,
  });
}

/** How many bytes a second a user's clients of Kafka may move; null is no limit. */
export interface Quota {
  readonly user: string;
  readonly bytes_in_per_second: number | null;
  readonly bytes_out_per_second: number | null;
  /** It was set for this user, and is not what everybody has. */
  readonly own: boolean;
}

export type NewQuota = Partial<Pick<Quota, 'bytes_in_per_second' | 'bytes_out_per_second'>>;

export function useQuota(user: string) {
  return useQuery({
    queryKey: ['quota', user],
    queryFn: ({ signal }) => ask<Quota>(`/users/${step(user)}/quota`, { signal }),
  });
}

/** Without limits the user has again what everybody has. */
export function useSetQuota(user: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewQuota) => ask<Quota>(`/users/${step(user)}/quota`, { method: 'PUT', body }),
    onSuccess: (quota) => queries.setQueryData(['quota', user], quota),
  });
}
