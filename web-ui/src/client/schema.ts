import { useQuery } from '@tanstack/react-query';
import { FieldCatalog, valueAt } from '../protocol/columns';
import type { JsonValue } from '../protocol/json';
import { SAMPLE } from './fields';
import { fetchNewest } from './topics';

export interface SampledField {
  readonly path: string;
  readonly type: string;
  readonly example?: JsonValue;
}

/** The fields of a topic's newest records, each with a value that it had. */
export function useSampledFields(topic: string | undefined) {
  return useQuery({
    queryKey: ['topic', topic, 'sampled-fields'],
    queryFn: async ({ signal }): Promise<SampledField[]> => {
      const records = await fetchNewest(topic ?? '', SAMPLE, signal);
      const catalog = new FieldCatalog();
      for (const { value } of records) catalog.observe(value);
      return catalog.fields().map(({ path, type, steps }) => {
        const values = records.map(({ value }) => valueAt(value, steps));
        const example = values.find((value) => value !== undefined && value !== null);
        return { path, type, ...(example === undefined ? {} : { example }) };
      });
    },
    enabled: topic !== undefined && topic !== '',
    staleTime: 30_000,
  });
}
