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

/** @param user whose they are; one's own where nobody is named */
function placeOf(user: string | undefined): string {
  return user === undefined ? '/me/sessions' : `/users/${step(user)}/sessions`;
}

export function useSignIns(user?: string) {
  return useQuery({
    queryKey: ['sign-ins', user],
    queryFn: () => ask<{ items: readonly SignIn[] }>(placeOf(user)),
  });
}

export function useEndSignIn(user?: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => ask<void>(`${placeOf(user)}/${step(id)}`, { method: 'DELETE' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sign-ins', user] }),
  });
}
