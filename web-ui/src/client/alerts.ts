import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AlertEvent, AlertRule, EventState, NewAlert } from '../protocol/alert';
import type { Page } from '../protocol/resources';
import { ask, step } from './http';
import { wholeOf } from './paging';
import { whileThere } from './polling';

const REFETCH_MS = 5000;

/** @param watched asked again while it is in sight */
export function useAlertRules(watched = true) {
  return useQuery({
    queryKey: ['alerts', 'rules'],
    queryFn: ({ signal }) => ask<Page<AlertRule>>('/alerts', { query: { limit: 200 }, signal }),
    refetchInterval: watched ? whileThere(REFETCH_MS) : false,
  });
}

export interface EventSearch {
  readonly alert: string;
  readonly state: EventState | '';
}

/** Asked again when a notice comes in, and now and then for those that go to topics one may not read. */
export function useAlertEvents(search: EventSearch) {
  return useInfiniteQuery({
    queryKey: ['alerts', 'events', search],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<AlertEvent>>('/alerts/events', {
        query: { ...search, limit: 100, cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: wholeOf,
    refetchInterval: whileThere(REFETCH_MS),
  });
}

/** How many may be counted one by one; above it the badge says "99+". */
const FIRING_SHOWN = 100;

/** Alerts that fire and that nobody has acknowledged. */
export function useFiring(enabled: boolean) {
  return useQuery({
    queryKey: ['alerts', 'firing'],
    queryFn: ({ signal }) =>
      ask<Page<AlertEvent>>('/alerts/events', { query: { state: 'firing', limit: FIRING_SHOWN }, signal }),
    select: ({ items }) => items.length,
    refetchInterval: whileThere(60_000),
    enabled,
  });
}

function useAlertMutation<Q, R>(mutationFn: (ask: Q) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => queries.invalidateQueries({ queryKey: ['alerts'] }),
  });
}

export function useSaveAlert() {
  return useAlertMutation(({ id, body }: { id: string | null; body: NewAlert }) =>
    id === null
      ? ask<AlertRule>('/alerts', { method: 'POST', body })
      : ask<AlertRule>(`/alerts/${step(id)}`, { method: 'PATCH', body }),
  );
}

export function useDeleteAlert() {
  return useAlertMutation((id: string) => ask<void>(`/alerts/${step(id)}`, { method: 'DELETE' }));
}

/** @param duration such as `1h`; null lets it speak again */
function mute({ id, duration }: { id: string; duration: string | null }): Promise<AlertRule> {
  const path = `/alerts/${step(id)}`;
  return duration === null
    ? ask(`${path}/unmute`, { method: 'POST' })
    : ask(`${path}/mute`, { method: 'POST', body: { for: duration } });
}

export function useMuteAlert() {
  return useAlertMutation(mute);
}

export function useAcknowledge() {
  return useAlertMutation((id: string) =>
    ask<AlertEvent>(`/alerts/events/${step(id)}/acknowledge`, { method: 'POST' }),
  );
}
