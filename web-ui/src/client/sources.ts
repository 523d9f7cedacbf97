import { useStreams } from './streams';
import { useTopics } from './topics';

/** What records can be taken from, of one kind. */
export interface Sources {
  readonly names: readonly string[];
  /** Why they could not be listed, or not anew. */
  readonly failure: Error | null;
  readonly topicOf: (name: string) => string | undefined;
}

export function useSources(kind: 'topic' | 'stream'): Sources {
  const topics = useTopics();
  const streams = useStreams();
  const { data, error } = kind === 'topic' ? topics : streams;
  return {
    names: data?.items.map(({ name }) => name) ?? [],
    failure: error,
    topicOf: (name) =>
      kind === 'topic' ? name : streams.data?.items.find((stream) => stream.name === name)?.topic,
  };
}
