import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../protocol/problem';
import type { ApiKey, Me, NewApiKey, Page, Role, User } from '../protocol/resources';
import { ask, BASE, step } from './http';
import { onOtherTabs, sessionChanged, sessionFound } from './session';

export type Credentials =
  | { readonly username: string; readonly password: string }
  | { readonly code: string };

export async function signIn(credentials: Credentials): Promise<void> {
  const { user, csrf_token: csrf = '' } = await ask<Me>('/login', {
    method: 'POST',
    body: { ...credentials, session: true },
  });
  sessionChanged({ user, csrf });
}

export async function signOut(): Promise<void> {
  await ask('/logout', { method: 'POST' });
  sessionChanged(null);
}

/** A 401 ends the session of the page, too. */
export async function fetchMe(): Promise<Me> {
  const me = await ask<Me>('/me');
  sessionFound({ user: me.user, csrf: me.csrf_token ?? '' });
  return me;
}

const AGAIN_MS = 2000;

/** Finds out who is signed in, now and whenever another tab says that it is somebody else. While nobody answers it goes on asking. */
export function findSession(): void {
  const find = () => {
    ask<{ readonly me?: Me }>('/login/session').then(
      ({ me }) => sessionFound(me ? { user: me.user, csrf: me.csrf_token ?? '' } : null),
      (error: unknown) => {
        if (problemOf(error).code === 'unavailable') setTimeout(find, AGAIN_MS);
        else sessionFound(null);
      },
    );
  };
  onOtherTabs(find);
  find();
}

export interface LoginMethods {
  readonly password: boolean;
  readonly oidc?: { readonly title: string };
}

export function useLoginMethods() {
  return useQuery({
    queryKey: ['login-methods'],
    queryFn: () => ask<LoginMethods>('/login/methods'),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Where a browser goes to sign in by the provider, and then on to `back`. */
export function providerAddress(back: string): string {
  return `${BASE}/login/oidc?back=${encodeURIComponent(back)}`;
}

export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: fetchMe, staleTime: 300_000 });
}

/** A new key is looked at again until Kafka knows it, too. */
export function useKeys() {
  return useQuery({
    queryKey: ['keys'],
    queryFn: () => ask<Page<ApiKey>>('/keys'),
    refetchInterval: ({ state }) => (state.data?.items.some(isOnItsWay) ? 1000 : false),
  });
}

function isOnItsWay({ kafka, expires_at }: ApiKey): boolean {
  const alive = !expires_at || new Date(expires_at).getTime() > Date.now();
  return alive && kafka?.ready === false;
}

export interface KeyRequest {
  readonly name: string;
  readonly expires_in?: number;
  readonly scopes?: readonly Role[];
}

export function useCreateKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: KeyRequest) => ask<NewApiKey>('/keys', { method: 'POST', body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  });
}

export interface Rotation {
  readonly name: string;
  readonly expires_in?: number;
}

export function useRotateKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, ...body }: Rotation) =>
      ask<NewApiKey>(`/keys/${step(name)}/rotate`, { method: 'POST', body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  });
}

export function useDeleteKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => ask<void>(`/keys/${step(name)}`, { method: 'DELETE' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  });
}

export function useUsers(enabled: boolean) {
  return useQuery({ queryKey: ['users'], queryFn: () => ask<Page<User>>('/users'), enabled });
}

export type UserChange =
  | { readonly kind: 'create'; readonly name: string; readonly password: string; readonly role: Role }
  | { readonly kind: 'role'; readonly name: string; readonly role: Role }
  | { readonly kind: 'password'; readonly name: string; readonly password: string }
  | { readonly kind: 'delete'; readonly name: string };

function sendUserChange(change: UserChange): Promise<unknown> {
  const path = `/users/${step(change.name)}`;
  switch (change.kind) {
    case 'create': {
      const { name, password, role } = change;
      return ask('/users', { method: 'POST', body: { name, password, role } });
    }
    case 'role':
      return ask(path, { method: 'PATCH', body: { role: change.role } });
    case 'password':
      return ask(path, { method: 'PATCH', body: { password: change.password } });
    case 'delete':
      return ask(path, { method: 'DELETE' });
  }
}

export function useChangeUser() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: sendUserChange,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['users'] }),
  });
}
