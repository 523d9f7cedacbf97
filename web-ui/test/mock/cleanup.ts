import { type Body, findDataset, json, type MockAnswer, type MockRequest } from './http';
import { datasets, streams, topics } from './world';

export function cleanupList(): MockAnswer {
  const items = [
    ...[...streams.values()].map((one) => ({
      kind: 'stream',
      id: one.id,
      name: one.name,
      owner: 'ana',
      size_bytes: 1_204_300,
      records: 6400,
      last_activity: new Date().toISOString(),
      dependants: [],
    })),
    ...[...datasets.values()].map((one) => ({
      kind: 'dataset',
      id: one.id,
      name: one.name,
      owner: 'ana',
      size_bytes: 8_650_000,
      records: 48210,
      last_activity: one.updated_at,
      dependants:
        one.name === 'rides'
          ? [...streams.values()]
              .slice(0, 1)
              .map((stream) => ({ kind: 'stream', id: stream.id, name: stream.name }))
          : [],
    })),
    ...[...topics.values()]
      .filter((one) => !one.dataset && !one.stream)
      .map((one) => ({
        kind: 'topic',
        id: one.name,
        name: one.name,
        owner: 'ana',
        size_bytes: one.total * 181,
        records: one.total,
        last_activity: null,
        dependants: [],
      })),
  ];
  return json({ items });
}

export function cleanup(_request: MockRequest, body: Body): MockAnswer {
  const refs = body.items as { kind: string; id: string }[];
  const results = refs.map(({ kind, id }) => {
    const dataset = kind === 'dataset' ? findDataset(id) : undefined;
    const needed =
      dataset?.name === 'rides' && streams.size > 0 && !refs.some((ref) => ref.kind === 'stream');
    if (needed) return { kind, id, status: 'refused', reason: 'the stream expensive_rides reads from it' };
    if (body.dry_run) return { kind, id, status: 'would_delete', freed_bytes: 1_204_300 };
    if (kind === 'stream') streams.delete(id);
    if (kind === 'dataset') datasets.delete(String(dataset?.name));
    if (kind === 'topic') topics.delete(id);
    return { kind, id, status: 'deleted', freed_bytes: 1_204_300 };
  });
  return json({ results });
}
