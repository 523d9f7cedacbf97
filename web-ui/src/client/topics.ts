import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { elementsOf, type JsonObject, membersOf } from '../protocol/json';
import { LiveRecord } from '../protocol/record';
import type {
  BrowseReason,
  Page,
  ProducedOffset,
  RecordPage,
  TopicDetail,
  TopicSummary,
} from '../protocol/resources';
import { ask, askText, step } from './http';
import { wholeOf } from './paging';

export function useTopics() {
  return useInfiniteQuery({
    queryKey: ['topics'],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<TopicSummary>>('/topics', { query: { limit: 200, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    select: wholeOf,
    refetchInterval: 10_000,
  });
}

export function useTopic(name: string) {
  return useQuery({
    queryKey: ['topic', name],
    queryFn: ({ signal }) => ask<TopicDetail>(`/topics/${step(name)}`, { signal }),
  });
}

export interface Browse {
  readonly from: string;
  readonly where: string;
  readonly limit: number;
}

function readPage(text: string): RecordPage {
  const members = membersOf(text);
  return {
    records: elementsOf(members.get('items') ?? '[]').map((raw) => new LiveRecord(raw)),
    scanned: Number(members.get('scanned') ?? 0),
    until: JSON.parse(members.get('until') ?? '""') as string,
    reason: JSON.parse(members.get('reason') ?? '"end"') as BrowseReason,
    next: JSON.parse(members.get('next') ?? 'null') as string | null,
  };
}

export function useRecords(topic: string, browse: Browse) {
  return useInfiniteQuery({
    queryKey: ['topic', topic, 'records', browse],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...browse, cursor: pageParam };
      return readPage(await askText(`/topics/${step(topic)}/records`, { query, signal }));
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** The newest records, the newest first. */
export async function fetchNewest(topic: string, limit: number, signal: AbortSignal): Promise<LiveRecord[]> {
  const query = { from: `last:${limit}`, limit };
  const { records } = readPage(await askText(`/topics/${step(topic)}/records`, { query, signal }));
  return [...records].reverse();
}

/** The whole of a record that the live view or a page had cut. */
export async function fetchWholeRecord({
  topic,
  partition,
  offset,
}: {
  topic: string;
  partition: number;
  offset: string;
}) {
  return new LiveRecord(await askText(`/topics/${step(topic)}/records/${partition}/${step(offset)}`));
}

export interface NewTopic {
  readonly name: string;
  readonly partitions: number;
  readonly configs?: Readonly<Record<string, string>>;
  readonly private?: boolean;
}

/** It is done when the topic was looked at again; nobody waits for the rights, which another owner changes. */
function useTopicMutation<Q, R>(mutationFn: (ask: Q) => Promise<R>) {
  const queries = useQueryClient();
  const lookAgain = (keys: ReadonlySet<string>) =>
    queries.invalidateQueries({ predicate: ({ queryKey }) => keys.has(String(queryKey[0])) });
  return useMutation({
    mutationFn,
    onSettled: () => {
      void lookAgain(RIGHTS_KEYS);
      return lookAgain(TOPIC_KEYS);
    },
  });
}

const TOPIC_KEYS = new Set(['topics', 'topic', 'cleanup']);
const RIGHTS_KEYS = new Set(['rights', 'grants']);

export function useCreateTopic() {
  return useTopicMutation((body: NewTopic) => ask<TopicDetail>('/topics', { method: 'POST', body }));
}

export function useDeleteTopic() {
  return useTopicMutation((name: string) => ask<void>(`/topics/${step(name)}`, { method: 'DELETE' }));
}

export function usePurgeTopic() {
  return useTopicMutation(({ name, before }: { name: string; before: string }) =>
    ask<void>(`/topics/${step(name)}/records`, { method: 'DELETE', query: { before } }),
  );
}

/** What can be changed of a topic; a setting that is null goes back to its default. */
export interface TopicChange {
  readonly partitions?: number;
  readonly configs?: Readonly<Record<string, string | null>>;
  readonly private?: boolean;
  readonly owner?: string;
}

export function useChangeTopic(name: string) {
  return useTopicMutation((body: TopicChange) =>
    ask<TopicDetail>(`/topics/${step(name)}`, { method: 'PATCH', body }),
  );
}

/** Makes a name one's own: of a new topic, of one that is nobody's, or of one that was given up, which is emptied. */
export function useClaimTopic() {
  return useTopicMutation(({ name, partitions }: { name: string; partitions?: number }) =>
    ask<TopicDetail>(`/topics/${step(name)}/register`, {
      method: 'POST',
      body: partitions === undefined ? {} : { partitions },
    }),
  );
}

export function useGiveUpTopic() {
  return useTopicMutation((name: string) =>
    ask<void>(`/topics/${step(name)}/unregister`, { method: 'POST' }),
  );
}

/** Deletes it and makes it anew; its owner and grants stay. */
export function useResetTopic() {
  return useTopicMutation((name: string) =>
    ask<TopicDetail>(`/topics/${step(name)}/reset`, { method: 'POST' }),
  );
}

/** Whether records of the topic can be watched live; browsing is not affected. */
export function useSetLive() {
  return useTopicMutation(({ name, live }: { name: string; live: boolean }) =>
    ask<TopicDetail>(`/topics/${step(name)}`, { method: 'PATCH', body: { live } }),
  );
}

/** How the bytes of its records are read from now on; what is stored stays as it is. */
export function useSetFormat() {
  return useTopicMutation(({ name, format }: { name: string; format: JsonObject }) =>
    ask<TopicDetail>(`/topics/${step(name)}`, { method: 'PATCH', body: { format } }),
  );
}

export interface Production {
  readonly topic: string;
  readonly key: string;
  /** JSON, sent as it was typed; anything else goes as text. */
  readonly value: string;
  readonly json: boolean;
  readonly partition?: number;
}

function produce({ topic, key, value, json, partition }: Production): Promise<{ offsets: ProducedOffset[] }> {
  const members = [json ? `"value":${value}` : `"value_text":${JSON.stringify(value)}`];
  if (key !== '') members.unshift(`"key":${JSON.stringify(key)}`);
  if (partition !== undefined) members.push(`"partition":${partition}`);
  const rawBody = `{"records":[{${members.join(',')}}]}`;
  return ask(`/topics/${step(topic)}/records`, { method: 'POST', rawBody });
}

export function useProduce() {
  return useTopicMutation(produce);
}
