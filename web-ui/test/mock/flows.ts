import { compile } from './filter';
import {
  type Body,
  findDataset,
  findStream,
  type Handler,
  json,
  type MockAnswer,
  notFound,
  problem,
} from './http';
import { type MockTopic, topics } from './world';

interface Definition {
  readonly topics: MockTopic[];
  readonly where: string;
  readonly window: Body | undefined;
  readonly joins: Body[];
  readonly branches: Body[];
  readonly select: string;
}

function definitionOf(body: Body): Definition {
  const source = (body.source ?? {}) as Body;
  const sql = String(body.sql ?? '');
  const named = sql === '' ? [] : [/\bfrom\s+(\w+)/i.exec(sql)?.[1] ?? ''];
  const names = [
    ...((source.topics ?? []) as string[]),
    ...((source.datasets ?? []) as string[]).map((name) => String(findDataset(name)?.topic ?? name)),
    ...named,
  ];
  const join = body.join as Body | Body[] | undefined;
  return {
    topics: names.flatMap((name) => topics.get(name) ?? []),
    where:
      sql === ''
        ? String(source.where ?? '')
        : (/\bwhere\s+(.*?)(\s+group|\s+window|;|$)/is.exec(sql)?.[1] ?? ''),
    window: body.window as Body | undefined,
    joins: join === undefined ? [] : Array.isArray(join) ? join : [join],
    branches: (body.branches ?? []) as Body[],
    select: String(source.select ?? '*'),
  };
}

interface Fault {
  pointer: string;
  message: string;
  position?: number;
  length?: number;
}

function faultsOf(body: Body, { topics: read, where, window, joins }: Definition): Fault[] {
  const faults: Fault[] = [];
  const inSql = body.sql !== undefined;
  if (read.length === 0)
    faults.push(
      inSql
        ? { pointer: '/sql', message: "expected a source after 'from'", position: 0, length: 6 }
        : { pointer: '/source', message: 'names no topic that there is' },
    );
  const compiled = compile(where);
  if (!compiled.ok && joins.length === 0) {
    const base = inSql ? String(body.sql).indexOf(where) : 0;
    for (const { message, position, length } of compiled.errors)
      faults.push({ pointer: inSql ? '/sql' : '/source/where', message, position: base + position, length });
  }
  joins.forEach((join, index) => {
    if (!/=/.test(String(join.on)))
      faults.push({ pointer: `/join/${index}/on`, message: "expected '='", position: 0, length: 1 });
  });
  if (window !== undefined) {
    ((window.aggregates ?? []) as string[]).forEach((text, index) => {
      if (!/\(.*\)/.test(text))
        faults.push({
          pointer: `/window/aggregates/${index}`,
          message: 'expected an aggregate such as count(*)',
        });
    });
    if (window.type === 'tumbling' && !/^\d+(ms|s|m|h|d)$/.test(String(window.size)))
      faults.push({ pointer: '/window/size', message: 'expected a duration such as 10s' });
  }
  return faults;
}

function sqlOf({ topics: read, where, window, joins, select }: Definition): string {
  const lines = [
    `select ${window === undefined ? select : [...((window.group_by ?? []) as string[]), ...((window.aggregates ?? []) as string[])].join(', ')}`,
    `from ${read.map(({ name }) => name).join(' union all ')}${joins.length > 0 ? ' l' : ''}`,
    ...joins.map(
      (join) =>
        `${join.type} join ${join.topic ?? join.stream ?? join.csv ?? join.dataset} ${join.alias} within ${join.within ?? '–'} on ${join.on}`,
    ),
  ];
  if (where !== '') lines.push(`where ${where}`);
  if (window !== undefined) {
    if (((window.group_by ?? []) as string[]).length > 0)
      lines.push(`group by ${(window.group_by as string[]).join(', ')}`);
    lines.push(
      `window ${window.type} (size ${window.size ?? window.gap}, grace ${window.grace ?? '0s'}) on ${window.time}`,
    );
  }
  return `${lines.join('\n')};`;
}

export const plan: Handler = (_request, body) => {
  const definition = definitionOf(body);
  const errors = faultsOf(body, definition);
  const { topics: read, window, joins, branches } = definition;
  const name = String(body.name ?? 'data_stream_ana_9');
  return json({
    ok: errors.length === 0,
    sql: errors.length === 0 ? String(body.sql ?? sqlOf(definition)) : null,
    reads: read.map((topic) => ({
      topic: topic.name,
      partitions: topic.partitions,
      as: joins.length > 0 ? 'l' : null,
      kind: 'stream',
    })),
    repartitions:
      window === undefined && joins.length === 0
        ? []
        : [{ by: 'PULocationID', topic: `${name}-by-zone`, partitions: 3 }],
    stores:
      window === undefined
        ? []
        : [
            {
              name: 'window',
              kind: 'window store',
              retention: '1m 10s',
              estimated_keys: 260,
              estimated_bytes: 41_600,
              changelog: `${name}-window-changelog`,
            },
          ],
    writes: [
      {
        topic: name,
        partitions: 3,
        key: window === undefined ? null : 'window_start, zone',
        columns: window === undefined ? null : ['window_start', 'window_end', 'zone', 'n'],
      },
      ...branches.map((branch) => ({
        topic: `${name}-${branch.name}`,
        partitions: 3,
        key: null,
        columns: null,
      })),
    ],
    notes:
      window === undefined
        ? ['Shares one read of its topic with other streams.']
        : ['Records count by the time at which they were written to Kafka.'],
    errors,
  });
};

export const preview: Handler = (_request, body) => {
  const definition = definitionOf(body);
  const errors = faultsOf(body, definition);
  if (errors.length > 0)
    return problem(
      400,
      'invalid',
      'The definition is not sound.',
      errors.map(({ message, ...rest }) => ({ ...rest, reason: message })),
    );
  const records = definition.topics.flatMap((topic) => topic.records.slice(-200));
  const compiled = compile(definition.joins.length > 0 ? '' : definition.where);
  const matching = records.filter(({ value }) => compiled.ok && compiled.test(value));
  if (definition.window === undefined) {
    return json({
      records: matching.map(({ value, timestamp }) => ({ key: null, value, timestamp })),
      late: 0,
      failed: 1,
      scanned: records.length,
    });
  }
  const windows = new Map<number, number>();
  for (const { timestamp } of matching) {
    const start = Math.floor(timestamp / 60_000) * 60_000;
    windows.set(start, (windows.get(start) ?? 0) + 1);
  }
  const rows = [...windows].map(([start, n]) => ({
    key: { window_start: new Date(start).toISOString() },
    value: {
      window_start: new Date(start).toISOString(),
      window_end: new Date(start + 60_000).toISOString(),
      n,
    },
    timestamp: start,
  }));
  return json({ records: rows, late: 3, failed: 0, scanned: records.length });
};

export const graph: Handler = ({ path }) => {
  const stream = findStream(path[1]);
  if (!stream) return notFound();
  const name = String(stream.name);
  const sources = stream.sources as { topic: string; dataset?: string }[];
  const rate = () => Number((4 + Math.random()).toFixed(1));
  const middle = stream.window
    ? { id: 'w', kind: 'window', name: 'tumbling 1m', detail: 'by borough; count(*) as n' }
    : {
        id: 'f',
        kind: 'filter',
        name: 'filter',
        detail: String((stream.source as Body).where ?? 'every record'),
      };
  return json({
    nodes: [
      ...sources.map(({ topic, dataset }) => ({
        id: `t-${topic}`,
        kind: dataset ? 'dataset' : 'topic',
        name: dataset ?? topic,
        state: 'RUNNING',
      })),
      middle,
      { id: 's', kind: 'stream', name, state: stream.state },
      { id: 'l', kind: 'landing', name: `${name} to Postgres`, state: 'RUNNING', detail: 'public.rides' },
      { id: 'a', kind: 'alert', name: 'many expensive rides', state: 'firing' },
    ],
    edges: [
      ...sources.map(({ topic }) => ({
        from: `t-${topic}`,
        to: middle.id,
        rate: rate(),
        lag: Math.floor(Math.random() * 3),
      })),
      { from: middle.id, to: 's', rate: 1.2 },
      { from: 's', to: 'l', rate: 1.2, lag: 0 },
      { from: 's', to: 'a', rate: 1.2, lag: 12_400 },
    ],
  });
};

export const changeStream: Handler = ({ path }, body): MockAnswer => {
  const stream = findStream(path[1]);
  if (!stream) return notFound();
  const version = Number(stream.version ?? 1) + 1;
  Object.assign(stream, { upgrade: 'upgrade' in body ? null : { version, state: 'RUNNING', lag: 812 } });
  return json(stream);
};
