import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Imported, Vocabulary } from '../protocol/exchange';
import { indentJson } from '../protocol/json';
import { ask, askText, BASE, step } from './http';

/** Where the description of a dataset can be had, for whoever has a key. */
export function exportAddress(name: string, vocabulary: Vocabulary): string {
  return `${window.location.origin}${BASE}${exportPath(name)}?format=${vocabulary}`;
}

const exportPath = (name: string) => `/datasets/${step(name)}/export`;

/** The description as a text, on lines. */
export async function fetchExport(name: string, vocabulary: Vocabulary): Promise<string> {
  const text = await askText(exportPath(name), { query: { format: vocabulary } });
  return indentJson(text);
}

export interface Import {
  /** The document, sent as it is. */
  readonly document: string;
  /** Where all of it is registered; empty: where the document says. */
  readonly organization: string;
}

export function useImport() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ document, organization }: Import) =>
      ask<Imported>('/datasets/import', { method: 'POST', rawBody: document, query: { organization } }),
    onSettled: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => ['datasets', 'organizations', 'topics'].includes(String(queryKey[0])),
      }),
  });
}
