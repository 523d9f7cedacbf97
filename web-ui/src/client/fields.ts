import { useQueries, useQuery } from '@tanstack/react-query';
import { type Field, FieldCatalog } from '../protocol/columns';
import type { LiveRecord } from '../protocol/record';
import { fetchNewest } from './topics';

/** Records that fields are learned from, and that a filter is tried on. */
export const SAMPLE = 50;
/** Of a union of more topics, the first few are looked at. */
const LOOKED_AT = 4;

const sampleOf = (topic: string) => ({
  queryKey: ['topic', topic, 'newest', SAMPLE],
  queryFn: ({ signal }: { signal: AbortSignal }) => fetchNewest(topic, SAMPLE, signal),
  staleTime: 30_000,
});

/** The fields that the newest records of some topics have. Topics that cannot be read, or do not exist yet, have none. */
export function useFieldsOf(topics: readonly string[]): readonly Field[] {
  return useQueries({
    queries: topics.slice(0, LOOKED_AT).map(sampleOf),
    combine: (results) => {
      const catalog = new FieldCatalog();
      for (const { data } of results) for (const { value } of data ?? []) catalog.observe(value);
      return catalog.fields();
    },
  });
}

/** The newest records of a topic; looked at anew for each `occasion`. */
export function useNewest(topic: string | undefined, occasion: string) {
  return useQuery<LiveRecord[]>({
    queryKey: ['topic', topic, 'newest', SAMPLE, occasion],
    queryFn: ({ signal }) => fetchNewest(topic ?? '', SAMPLE, signal),
    enabled: topic !== undefined,
    placeholderData: (before) => before,
    gcTime: 10_000,
  });
}
