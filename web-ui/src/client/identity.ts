import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ApiKey, Me, NewApiKey, Page, Role, User } from '../protocol/resources';
import { ask, step } from './http';
import { startSession } from './session';

interface Login {
  readonly access_token: string;
  readonly expires_in: number;
}

export type Credentials =
  | { readonly username: string; readonly password: string }
  | { readonly code: string };

export async function signIn(credentials: Credentials): Promise<void> {
  const login = await ask<Login>('/login', { method: 'POST', body: credentials });
  startSession(login.access_token, login.expires_in);
}

export function fetchMe(): Promise<Me> {
  return ask<Me>('/me');
}

export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: fetchMe, staleTime: 300_000 });
}

export function useKeys() {
  return useQuery({ queryKey: ['keys'], queryFn: () => ask<Page<ApiKey>>('/keys') });
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
