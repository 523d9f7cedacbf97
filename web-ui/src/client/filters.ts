import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { FilterCheck } from '../protocol/filter';
import type { LiveSource } from '../protocol/live';
import { ask } from './http';

const QUIET_MS = 250;

export function useDebounced<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

export interface FilterVerdict {
  readonly check: FilterCheck | undefined;
  /** The verdict is on the text as it stands now, not on one from before the last key. */
  readonly current: boolean;
}

/**
 * The server's opinion of a filter while it is typed. An empty filter needs none.
 *
 * @param sample on how many of the newest records of the source it is tried
 */
export function useFilterCheck(where: string, source?: LiveSource, sample?: number): FilterVerdict {
  const settled = useDebounced(where.trim() === '' ? '' : where, QUIET_MS);
  const query = useQuery({
    queryKey: ['filter-check', settled, source?.kind, source?.name, sample],
    queryFn: ({ signal }) => {
      const body = {
        where: settled,
        ...(source ? { source: { [source.kind]: source.name } } : {}),
        ...(sample === undefined ? {} : { sample }),
      };
      return ask<FilterCheck>('/filters/check', { method: 'POST', body, signal });
    },
    enabled: settled !== '',
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  if (where.trim() === '') return { check: undefined, current: true };
  return { check: query.data, current: settled === where && !query.isPlaceholderData && query.isSuccess };
}
