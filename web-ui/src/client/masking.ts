import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Masking } from '../protocol/masking';
import { ask, step } from './http';

/** @param enabled only who may manage the dataset is answered */
export function useMasking(dataset: string, enabled: boolean) {
  return useQuery({
    queryKey: ['masking', dataset],
    queryFn: ({ signal }) => ask<Masking>(`/datasets/${step(dataset)}/masking`, { signal }),
    enabled,
  });
}

/** Takes effect at once; without rules everybody sees everything again. */
export function usePutMasking(dataset: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Masking) =>
      ask<Masking>(`/datasets/${step(dataset)}/masking`, { method: 'PUT', body }),
    onSuccess: (masking) => queries.setQueryData(['masking', dataset], masking),
  });
}
