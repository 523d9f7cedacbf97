import { type Body, type Handler, json, type MockAnswer, notFound, problem } from './http';
import { streams, topics } from './world';

const landings = new Map<string, Body>();
const letters = new Map<string, Body[]>();

const NO_CONTENT: MockAnswer = { status: 204, text: '' };

function add(body: Body): Body {
  const id = `20000000-0000-4000-8000-${String(landings.size + 1).padStart(12, '0')}`;
  const { database, ...rest } = body;
  const landing = {
    id,
    name: String(body.table),
    schema: 'public',
    mode: 'insert',
    rest: 'rest',
    strict: false,
    from: 'earliest',
    columns: [],
    ...rest,
    ...(database === undefined ? {} : { database: 'db.example.org:5432/city' }),
    state: 'RUNNING',
    owner: 'ana',
    created_at: new Date().toISOString(),
    dead_letters: { topic: `${body.table}-dead-letters` },
  };
  landings.set(id, landing);
  letters.set(id, []);
  return landing;
}

const column = (name: string, type: string, path = name) => ({ name, type, path });

export function seedLandings(): void {
  const landing = add({
    source: { topic: 'rides' },
    table: 'rides',
    columns: [
      column('fare_amount', 'numeric'),
      column('borough', 'text', 'pu_location.borough'),
      column('pickup_datetime', 'timestamptz'),
      column('passenger_count', 'integer'),
    ],
  });
  letters.set(
    String(landing.id),
    [1, 2, 3, 4].map((index) => ({
      id: `letter-${index}`,
      topic: 'rides',
      partition: index % 3,
      offset: 1200 + index,
      timestamp: Date.now() - 60_000 * index,
      key: null,
      value: {
        fare_amount: 'n/a',
        passenger_count: index,
        pu_location: { borough: 'Queens' },
        id: 9007199254740993n,
      },
      reason: 'invalid input syntax for type numeric: "n/a"',
      column: 'fare_amount',
      sqlstate: '22P02',
      at: new Date(Date.now() - 60_000 * index).toISOString(),
      state: 'waiting',
    })),
  );
  add({
    source: { stream: 'expensive_rides' },
    table: 'expensive',
    database: 'x',
    mode: 'upsert',
    key: ['id'],
  }).state = 'PAUSED';
  Object.assign(add({ source: { topic: 'quiet' }, table: 'quiet' }), {
    state: 'FAILED',
    reason: 'The database does not answer: connection refused',
  });
}

function topicOf({ source }: Body) {
  const { topic, stream } = source as { topic?: string; stream?: string };
  const derived = [...streams.values()].find(({ name }) => name === stream)?.topic;
  return topics.get(String(topic ?? derived));
}

function shown(landing: Body): Body {
  const total = landing.state === 'RUNNING' ? (topicOf(landing)?.total ?? 0) : 12;
  const dead = (letters.get(String(landing.id)) ?? []).filter(({ state }) => state === 'waiting').length;
  const stats = {
    landed: total,
    rows: total,
    dead,
    lag: landing.state === 'RUNNING' ? 0 : 4120,
    rate: landing.state === 'RUNNING' ? 4.1 : 0,
    last_landed_at: new Date().toISOString(),
  };
  return { ...landing, stats };
}

const find = (id = '') => landings.get(id);

const one: Handler = ({ path }) => {
  const landing = find(path[1]);
  return landing ? json(shown(landing)) : notFound();
};

const become =
  (state: string): Handler =>
  (request, body) => {
    const landing = find(request.path[1]);
    if (landing) landing.state = state;
    return one(request, body);
  };

const create: Handler = (_request, body) => {
  const columns = (body.columns ?? []) as { name: string; type: string }[];
  const violations = columns.flatMap(({ type }, index) =>
    /^(text|bigint|integer|double precision|numeric|boolean|timestamptz|date|uuid|jsonb)$/.test(type)
      ? []
      : [{ pointer: `/columns/${index}/type`, reason: `is no type that is known: ${type}` }],
  );
  if (!/^[a-z_][a-z0-9_]*$/.test(String(body.table)))
    violations.push({ pointer: '/table', reason: 'must be a name of a-z, 0-9 and underscore' });
  if (violations.length > 0) return problem(400, 'invalid', 'The landing is not valid.', violations);
  return json(shown(add(body)), 201);
};

const rows: Handler = ({ path, query }) => {
  const landing = find(path[1]);
  if (!landing) return notFound();
  const conditions = [...query].filter(([name]) => !['limit', 'cursor', 'contains'].includes(name));
  const records = topicOf(landing)?.records ?? [];
  const columns = landing.columns as { name: string; path: string }[];
  const at = (value: unknown, steps: string) =>
    steps.split('.').reduce<unknown>((here, step) => (here as Body | undefined)?.[step], value);
  const matching = [...records].reverse().filter(({ value }) =>
    conditions.every(([name, wanted]) => {
      const known = columns.find((one) => one.name === name)?.path ?? name;
      return String(at(value, known)) === wanted;
    }),
  );
  const start = Number(query.get('cursor') || 0);
  const page = matching.slice(start, start + 100).map(({ value, partition, offset, timestamp }) => ({
    ...Object.fromEntries(columns.map(({ name, path: steps }) => [name, at(value, steps) ?? null])),
    rest: value,
    _topic: topicOf(landing)?.name,
    _partition: partition,
    _offset: offset,
    _timestamp: new Date(timestamp).toISOString(),
  }));
  return json({ items: page, next: start + 100 < matching.length ? String(start + 100) : null });
};

const deadLetters: Handler = ({ path, query }) => {
  const all = (letters.get(path[1] ?? '') ?? []).filter(
    ({ state }) => state === (query.get('state') ?? 'waiting'),
  );
  // Digits that JavaScript cannot hold go out as they are.
  const text = JSON.stringify({ items: all, total: all.length, next: null }, (_name, value) =>
    typeof value === 'bigint' ? `big:${value}` : value,
  ).replaceAll(/"big:(\d+)"/g, '$1');
  return { status: 200, text };
};

const settle =
  (to: 'resent' | 'discarded'): Handler =>
  ({ path }, body) => {
    const all = letters.get(path[1] ?? '') ?? [];
    const wanted = (body.items ?? all.map(({ id }) => ({ id }))) as { id: string; value?: Body }[];
    const items = wanted.map(({ id, value }) => {
      const letter = all.find((candidate) => candidate.id === id);
      const fare = (value ?? (letter?.value as Body))?.fare_amount;
      const ok = to === 'discarded' || typeof fare === 'number';
      if (ok && letter) letter.state = to;
      return { id, ok, ...(ok ? {} : { reason: 'fare_amount is no number' }) };
    });
    return json({ items });
  };

export const LANDING_ROUTES: Record<string, Handler> = {
  'GET landings': () => json({ items: [...landings.values()].map(shown), total: landings.size, next: null }),
  'POST landings': create,
  'GET landings/*': one,
  'DELETE landings/*': ({ path }) => {
    landings.delete(path[1] ?? '');
    return NO_CONTENT;
  },
  'POST landings/*/pause': become('PAUSED'),
  'POST landings/*/resume': become('RUNNING'),
  'GET landings/*/rows': rows,
  'GET landings/*/dead-letters': deadLetters,
  'POST landings/*/dead-letters/retry': settle('resent'),
  'POST landings/*/dead-letters/discard': settle('discarded'),
};
