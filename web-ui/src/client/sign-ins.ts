import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, step } from './http';

/** A browser that one is signed in with. */
export interface SignIn {
  readonly id: string;
  readonly created_at: string;
  readonly seen_at: string;
  readonly expires_at: string;
  readonly address?: string;
  readonly user_agent?: string;
  readonly current: boolean;
}

export function useSignIns() {
  return useQuery({
    queryKey: ['sign-ins'],
    queryFn: () => ask<{ items: readonly SignIn[] }>('/me/sessions'),
  });
}

export function useEndSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => ask<void>(`/me/sessions/${step(id)}`, { method: 'DELETE' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sign-ins'] }),
  });
}
