import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { elementsOf, type JsonValue, membersOf, parseJson } from '../protocol/json';
import { ProblemError, problemOf } from '../protocol/problem';
import type { Page } from '../protocol/resources';
import type {
  NewStream,
  PlanError,
  PreviewRecord,
  Stream,
  StreamGraph,
  StreamPlan,
  StreamPreview,
} from '../protocol/stream';
import type { StreamChange } from '../protocol/stream-change';
import { useDebounced } from './filters';
import { ask, askText, step } from './http';
import { wholeOf } from './paging';
import { whileThere } from './polling';

const REFETCH_MS = 2000;
const QUIET_MS = 400;
const TRIES = 4;

export function useStreams() {
  return useInfiniteQuery({
    queryKey: ['streams'],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<Stream>>('/streams', { query: { limit: 200, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: wholeOf,
    refetchInterval: whileThere(REFETCH_MS),
  });
}

/** One stream by id or name, asked again while its page is in sight. */
export function useStream(name: string, enabled = true) {
  return useQuery({
    queryKey: ['stream', name],
    queryFn: ({ signal }) => ask<Stream>(`/streams/${step(name)}`, { signal }),
    refetchInterval: whileThere(REFETCH_MS),
    enabled,
  });
}

export function useStreamGraph(id: string) {
  return useQuery({
    queryKey: ['stream', id, 'graph'],
    queryFn: ({ signal }) => ask<StreamGraph>(`/streams/${step(id)}/graph`, { signal }),
    refetchInterval: whileThere(REFETCH_MS),
  });
}

function useStreamMutation<Q, R>(mutationFn: (ask: Q) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => STREAM_KEYS.has(String(queryKey[0])) }),
  });
}

const STREAM_KEYS = new Set(['streams', 'stream', 'topics', 'cleanup']);

export function useCreateStream() {
  return useStreamMutation((body: NewStream) => ask<Stream>('/streams', { method: 'POST', body }));
}

/** A new version runs beside the old one until it has caught up, or is called off. */
export function useChangeStream() {
  return useStreamMutation(({ id, change }: { id: string; change: StreamChange }) =>
    ask<Stream>(`/streams/${step(id)}`, { method: 'PATCH', body: change }),
  );
}

export function useStreamAction() {
  return useStreamMutation(({ id, action }: { id: string; action: 'pause' | 'resume' }) =>
    ask<Stream>(`/streams/${step(id)}/${action}`, { method: 'POST' }),
  );
}

export function useDeleteStream() {
  return useStreamMutation((id: string) => ask<void>(`/streams/${step(id)}`, { method: 'DELETE' }));
}

/** What the server says about a definition as it stood a moment ago. */
export interface Trial<T> {
  readonly answer: T | undefined;
  /** Faults of the definition, however they were told. */
  readonly errors: readonly PlanError[];
  /** It could not be asked, or failed for another reason than the definition. */
  readonly failure: Error | null;
  /** The answer is on the definition as it stands now. */
  readonly current: boolean;
  readonly busy: boolean;
  readonly retry: () => void;
}

function faultsOf(error: Error | null): readonly PlanError[] {
  if (!(error instanceof ProblemError) || error.problem.code !== 'invalid') return [];
  return (error.problem.violations ?? []).map(({ pointer, reason, ...rest }) => ({
    pointer,
    message: reason,
    ...rest,
  }));
}

/** Asks once the definition has stood still for a moment; answers to earlier ones are dropped. */
function useTrial<T>(
  kind: 'plan' | 'preview',
  definition: NewStream | undefined,
  ask: (body: string, signal: AbortSignal) => Promise<T>,
): Trial<T> {
  const text = definition === undefined ? '' : JSON.stringify(definition);
  const settled = useDebounced(text, QUIET_MS);
  const query = useQuery({
    queryKey: ['stream-trial', kind, settled],
    queryFn: ({ signal }) => ask(settled, signal),
    enabled: settled !== '',
    staleTime: 30_000,
    gcTime: 60_000,
    // A node tries a few definitions at a time; whoever finds it busy comes again.
    retry: (failures, error) => failures < TRIES && problemOf(error).code === 'unavailable',
    placeholderData: keepPreviousData,
  });
  const errors = faultsOf(query.error);
  return {
    answer: text === '' || errors.length > 0 ? undefined : query.data,
    errors: text === '' ? [] : errors,
    failure: text === '' || errors.length > 0 ? null : query.error,
    current: text === settled && !query.isPlaceholderData && !query.isFetching,
    busy: text !== '' && (text !== settled || query.isFetching),
    retry: () => void query.refetch(),
  };
}

export function useStreamPlan(definition: NewStream | undefined): Trial<StreamPlan> {
  return useTrial('plan', definition, (rawBody, signal) =>
    ask<StreamPlan>('/streams/plan', { method: 'POST', rawBody, signal }),
  );
}

export function useStreamPreview(definition: NewStream | undefined): Trial<StreamPreview> {
  return useTrial('preview', definition, async (rawBody, signal) =>
    readPreview(await askText('/streams/preview', { method: 'POST', rawBody, signal })),
  );
}

/** Values keep their digits, as everywhere. */
function readPreview(text: string): StreamPreview {
  const members = membersOf(text);
  const number = (name: string) => Number(members.get(name) ?? 0);
  return {
    records: elementsOf(members.get('records') ?? '[]').map(readPreviewRecord),
    late: number('late'),
    failed: number('failed'),
    scanned: number('scanned'),
  };
}

/** Keys and values come as the text that would be written; one without a value takes back what its key had. */
function readPreviewRecord(text: string): PreviewRecord {
  const { key = null, value = null, timestamp } = parseJson(text) as Record<string, JsonValue>;
  return { key: unwrapped(key), value: unwrapped(value), timestamp: Number(timestamp ?? 0) };
}

function unwrapped(value: JsonValue): JsonValue {
  if (typeof value !== 'string') return value;
  try {
    return parseJson(value);
  } catch {
    return value;
  }
}
