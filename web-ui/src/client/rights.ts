import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Page } from '../protocol/resources';
import type {
  AccessRequest,
  AccessRequests,
  AskedLevel,
  Grant,
  NewGrant,
  Right,
  Ruling,
  ThingRef,
} from '../protocol/rights';
import { ask, step } from './http';
import { useMe } from './identity';
import { wholeOf } from './paging';

/** What one may do oneself with a thing that one sees. */
export function useMyRights({ kind, id }: ThingRef) {
  const me = useMe();
  const user = me.data?.user;
  return useQuery({
    queryKey: ['rights', kind, id, 'mine', user],
    queryFn: ({ signal }) => ask<Page<Ruling>>('/rights', { query: { kind, id, user }, signal }),
    select: ({ items }) => items[0],
    enabled: user !== undefined,
    staleTime: 10_000,
  });
}

/** False also as long as nobody knows. */
export function useMay(right: Right, thing: ThingRef): boolean {
  return useMyRights(thing).data?.rights.includes(right) ?? false;
}

/** Of everybody who may do anything, or of one user; for who may manage the thing. */
export function useRulings({ kind, id }: ThingRef, user: string) {
  return useInfiniteQuery({
    queryKey: ['rights', kind, id, 'of', user],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<Ruling>>('/rights', { query: { kind, id, user, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: wholeOf,
  });
}

/** On a thing; without one, what one holds by name. */
export function useGrants(on?: ThingRef) {
  return useInfiniteQuery({
    queryKey: ['grants', on?.kind, on?.id],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<Grant>>('/grants', { query: { ...on, limit: 100, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: wholeOf,
  });
}

function useRightsMutation<Q, R>(mutationFn: (ask: Q) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => RIGHTS_KEYS.has(String(queryKey[0])) }),
  });
}

const RIGHTS_KEYS = new Set(['rights', 'grants', 'access-requests']);

export function useGive() {
  return useRightsMutation((body: NewGrant) => ask<Grant>('/grants', { method: 'POST', body }));
}

export function useTakeBack() {
  return useRightsMutation((id: string) => ask<void>(`/grants/${step(id)}`, { method: 'DELETE' }));
}

export function useAccessRequests() {
  return useQuery({
    queryKey: ['access-requests'],
    queryFn: ({ signal }) => ask<AccessRequests>('/access-requests', { signal }),
    refetchInterval: 15_000,
  });
}

export interface Asking {
  readonly on: ThingRef;
  readonly level: AskedLevel;
  readonly reason: string;
}

export function useRequestAccess() {
  return useRightsMutation((body: Asking) =>
    ask<AccessRequest>('/access-requests', { method: 'POST', body }),
  );
}

export interface Decision {
  readonly id: string;
  readonly approve: boolean;
  readonly expires_in?: number;
}

export function useDecide() {
  return useRightsMutation(({ id, approve, ...approval }: Decision) =>
    ask<AccessRequest>(`/access-requests/${step(id)}/${approve ? 'approve' : 'refuse'}`, {
      method: 'POST',
      ...(approve ? { body: approval } : {}),
    }),
  );
}
