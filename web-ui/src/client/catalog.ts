import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { elementsOf, isJsonObject, type JsonObject, membersOf, parseJson, printJson } from '../protocol/json';
import { problemOf } from '../protocol/problem';
import { LiveRecord } from '../protocol/record';
import type { Dataset, Organization, Page, Sample, SchemaField } from '../protocol/resources';
import { runs } from '../protocol/source';
import { ask, askText, step } from './http';

function ownValues(text: string | undefined): JsonObject {
  const values = parseJson(text ?? '{}');
  return isJsonObject(values) ? values : {};
}

/** The extras and the options are the user's own values: their digits are kept. */
function readDataset(text: string): Dataset {
  const dataset = JSON.parse(text) as Dataset;
  const members = membersOf(text);
  return {
    ...dataset,
    extras: ownValues(members.get('extras')),
    processing: ownValues(members.get('processing')),
  };
}

/** What runs is looked at again and again, until it is done. */
function isUnderWay({ source, state }: Dataset): boolean {
  return runs(source) && state !== 'COMPLETED';
}

export function useDataset(id: string) {
  return useQuery({
    queryKey: ['dataset', id],
    queryFn: async ({ signal }) => readDataset(await askText(`/datasets/${step(id)}`, { signal })),
    refetchInterval: ({ state }) => (state.data !== undefined && isUnderWay(state.data) ? 2000 : false),
  });
}

function readSample(text: string): Sample {
  const members = membersOf(text);
  const schema = parseJson(members.get('schema') ?? '{}') as JsonObject;
  const fields = Array.isArray(schema.fields) ? (schema.fields as JsonObject[]) : [];
  return {
    records: elementsOf(members.get('records') ?? '[]').map((raw) => new LiveRecord(raw)),
    fields: fields.map(readField),
    scanned: Number(members.get('scanned') ?? 0),
  };
}

function readField(field: JsonObject): SchemaField {
  return {
    path: String(field.path),
    type: String(field.type),
    present: Number(field.present),
    distinct: Number(field.distinct),
    ...(field.example === undefined ? {} : { example: field.example }),
  };
}

export function useSample(id: string) {
  return useQuery({
    queryKey: ['dataset', id, 'sample'],
    queryFn: async ({ signal }) =>
      readSample(await askText(`/datasets/${step(id)}/sample`, { query: { limit: 50 }, signal })),
  });
}

export function useOrganizations() {
  return useQuery({
    queryKey: ['organizations'],
    queryFn: ({ signal }) => ask<Page<Organization>>('/organizations', { query: { limit: 200 }, signal }),
  });
}

export interface Saving {
  /** As it is sent, with all digits of numbers. */
  readonly body: JsonObject;
  /** Created first, where it is new. */
  readonly newOrganization?: string | undefined;
}

/** Somebody else was faster, which is as good. */
function unlessItExists(error: unknown): void {
  if (problemOf(error).code !== 'conflict') throw error;
}

async function save(method: 'POST' | 'PATCH', path: string, { body, newOrganization }: Saving) {
  if (newOrganization !== undefined) {
    const organization = { name: newOrganization, title: newOrganization };
    await ask('/organizations', { method: 'POST', body: organization }).catch(unlessItExists);
  }
  return readDataset(await askText(path, { method, rawBody: printJson(body) }));
}

function useCatalogMutation<Q, R>(mutationFn: (ask: Q) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => CATALOG_KEYS.has(String(queryKey[0])) }),
  });
}

const CATALOG_KEYS = new Set(['datasets', 'dataset', 'organizations', 'topics', 'cleanup']);

export function useRegister() {
  return useCatalogMutation((saving: Saving) => save('POST', '/datasets', saving));
}

export function useChangeDataset(id: string) {
  return useCatalogMutation((saving: Saving) => save('PATCH', `/datasets/${step(id)}`, saving));
}

export function useDatasetAction() {
  return useCatalogMutation(({ id, action }: { id: string; action: 'pause' | 'resume' }) =>
    ask<Dataset>(`/datasets/${step(id)}/${action}`, { method: 'POST' }),
  );
}

export function useDeleteDataset() {
  return useCatalogMutation((id: string) => ask<void>(`/datasets/${step(id)}`, { method: 'DELETE' }));
}
