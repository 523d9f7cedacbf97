import { ACCESS_ROUTES } from './access';
import { ALERT_ROUTES, acknowledge } from './alerts';
import { cleanup, cleanupList } from './cleanup';
import { compile } from './filter';
import { changeStream, graph, plan, preview } from './flows';
import {
  type Body,
  findDataset,
  findStream,
  type Handler,
  json,
  type MockAnswer,
  type MockRequest,
  notFound,
  problem,
} from './http';
import { LANDING_ROUTES } from './landings';
import { endSession, listSessions } from './sessions';
import {
  addDataset,
  addStream,
  addTopic,
  datasets,
  keys,
  type MockTopic,
  organizations,
  produce,
  streams,
  topics,
  users,
} from './world';

const NO_CONTENT: MockAnswer = { status: 204, text: '' };

const list = (items: Iterable<unknown>) => {
  const all = [...items];
  return json({ items: all, total: all.length, next: null });
};

const NAME = /^[a-z0-9][a-z0-9._-]{1,99}$/;

function facet(values: readonly string[]) {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count }));
}

function searchDatasets({ query }: MockRequest): MockAnswer {
  const words = (query.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const found = [...datasets.values()].filter((dataset) => {
    const text = JSON.stringify(dataset).toLowerCase();
    const source = dataset.source as Body;
    return (
      words.every((word) => text.includes(word)) &&
      (!query.get('org') || dataset.organization === query.get('org')) &&
      (!query.get('tag') || (dataset.tags as string[]).includes(query.get('tag') ?? '')) &&
      (!query.get('type') || source.type === query.get('type'))
    );
  });
  const facets = {
    organization: facet(found.map((one) => String(one.organization))),
    tag: facet(found.flatMap((one) => one.tags as string[])),
    type: facet(found.map((one) => String((one.source as Body).type))),
  };
  return json({ items: found, total: found.length, facets, next: null });
}

function createDataset(_request: MockRequest, body: Body): MockAnswer {
  const violations = [];
  if (!NAME.test(String(body.name)))
    violations.push({ pointer: '/name', reason: 'must be 2 to 100 of a-z, 0-9, dot, dash and underscore' });
  if (!body.title) violations.push({ pointer: '/title', reason: 'must not be empty' });
  const source = body.source as Body;
  if (source.url !== undefined && !/^(https?|wss?|s3):\/\//.test(String(source.url)))
    violations.push({ pointer: '/source/url', reason: 'expected an address that begins with http or https' });
  const comment = (body.processing as Body | undefined)?.comment_char;
  if (comment !== undefined && String(comment).length > 1)
    violations.push({ pointer: '/processing/comment_char', reason: 'expected a text of 1 to 1 characters' });
  const rate = Number(source.rate ?? 1);
  if (!(rate > 0 && rate <= 10000))
    violations.push({ pointer: '/source/rate', reason: 'must be above 0 and at most 10,000' });
  if (violations.length > 0) return problem(400, 'invalid', 'The dataset is not valid.', violations);
  if (datasets.has(String(body.name)))
    return problem(409, 'conflict', `A dataset named ${body.name} exists already.`);
  return json(addDataset(body), 201);
}

function sample({ path }: MockRequest): MockAnswer {
  const dataset = findDataset(path[1]);
  const topic = topics.get(String(dataset?.topic));
  if (!topic) return notFound();
  const records = topic.records.slice(-20).reverse();
  const paths = new Map<string, unknown[]>();
  for (const { value } of records)
    for (const [name, member] of Object.entries(value)) paths.set(name, [...(paths.get(name) ?? []), member]);
  const fields = [...paths].map(([name, values]) => ({
    path: name,
    type: Array.isArray(values[0]) ? 'array' : typeof values[0],
    present: values.length / records.length,
    distinct: new Set(values.map((value) => JSON.stringify(value))).size,
    example: values[0],
  }));
  return {
    status: 200,
    text: `{"records":[${records.map((one) => one.text).join(',')}],"schema":${JSON.stringify({ fields })},"scanned":${records.length}}`,
  };
}

function summary(topic: MockTopic) {
  const { name, partitions, owner, dataset, stream, total, private: closed } = topic;
  return {
    name,
    partitions,
    replication_factor: 1,
    records: total,
    size_bytes: total * 181,
    owner,
    dataset,
    stream,
    private: closed,
  };
}

function describe({ path }: MockRequest): MockAnswer {
  const topic = topics.get(path[1] ?? '');
  if (!topic) return notFound();
  const partition_details = Array.from({ length: topic.partitions }, (_, partition) => ({
    partition,
    leader: 1,
    replicas: [1],
    isr: [1],
    begin_offset: 0,
    end_offset: Math.ceil((topic.total - partition) / topic.partitions),
  }));
  return json({ ...summary(topic), live: topic.live, configs: topic.configs, partition_details });
}

function browse({ path, query }: MockRequest): MockAnswer {
  const topic = topics.get(path[1] ?? '');
  if (!topic) return notFound();
  const compiled = compile(query.get('where') ?? '');
  if (!compiled.ok) {
    return problem(
      400,
      'invalid',
      compiled.errors[0]?.message ?? '',
      compiled.errors.map((one) => ({ pointer: '/where', reason: one.message, position: one.position })),
    );
  }
  const limit = Number(query.get('limit') ?? 100);
  const last = /^last:(\d+)$/.exec(query.get('from') ?? '')?.[1];
  const start = Number(
    query.get('cursor') || Math.max(0, topic.records.length - Number(last ?? topic.records.length)),
  );
  const items: string[] = [];
  let at = start;
  for (; at < topic.records.length && items.length < limit && at - start < 1000; at++) {
    const record = topic.records[at];
    if (record && compiled.test(record.value)) items.push(record.text);
  }
  const done = at >= topic.records.length;
  const reason = done ? 'end' : items.length >= limit ? 'limit' : 'scan_limit';
  return {
    status: 200,
    text: `{"items":[${items.join(',')}],"scanned":${at - start},"until":"offsets:0=${at}","reason":"${reason}","next":${done ? null : `"${at}"`}}`,
  };
}

function produceRecords({ path, text }: MockRequest): MockAnswer {
  const topic = topics.get(path[1] ?? '');
  if (!topic) return notFound();
  const match = /"value(?:_text)?":([\s\S]*?)(?:,"partition":\d+)?\}\]\}$/.exec(text);
  const raw = match?.[1] ?? 'null';
  const value = text.includes('"value_text"') ? JSON.parse(raw) : raw;
  const { partition, offset, timestamp } = produce(topic, value, null);
  return json({ offsets: [{ partition, offset, timestamp }] });
}

function createStream(_request: MockRequest, body: Body): MockAnswer {
  const source = (body.source ?? {}) as Body;
  const compiled = compile(String(source.where ?? ''));
  if (!compiled.ok)
    return problem(400, 'invalid', 'The stream is not valid.', [
      {
        pointer: '/source/where',
        reason: compiled.errors[0]?.message,
        position: compiled.errors[0]?.position,
      },
    ]);
  const wanted = [...((source.datasets ?? []) as string[]), ...((source.topics ?? []) as string[])];
  if (source.keywords && (source.keywords as string[]).includes('nothing'))
    return problem(404, 'not_found', 'No data streams found matching the criteria.');
  const name = String(body.name ?? `data_stream_ana_${streams.size + 1}`);
  if (topics.has(name))
    return problem(409, 'conflict', `A topic named ${name} exists already.`, [
      { pointer: '/name', reason: 'is taken' },
    ]);
  const { name: _name, source: _source, ...more } = body;
  const reads = (wanted.length ? wanted : ['rides']).map((topic) => ({ topic }));
  return json(Object.assign(addStream(name, source, reads), more), 201);
}

function checkFilter(_request: MockRequest, body: Body): MockAnswer {
  const compiled = compile(String(body.where));
  if (!compiled.ok) return json({ ok: false, fields: [], errors: compiled.errors, warnings: [] });
  const source = (body.source ?? {}) as Record<string, string>;
  const dataset = findDataset(source.dataset);
  const topic = topics.get(source.topic ?? source.stream ?? String(dataset?.topic));
  const verdicts = topic?.records.slice(-Number(body.sample ?? 20)).map(({ value, partition, offset }) => ({
    partition,
    offset,
    verdict: compiled.test(value) ? 'match' : 'no_match',
  }));
  return json({ ok: true, fields: compiled.fields, errors: [], warnings: [], verdicts: verdicts ?? null });
}

function setState(record: Body | undefined, state: string): MockAnswer {
  if (!record) return notFound();
  record.state = state;
  const topic = topics.get(String(record.topic));
  if (topic) topic.rate = state === 'PAUSED' ? 0 : 2;
  return json(record);
}

/** There is one browser. */
let signedIn = false;

const NOW = new Date().toISOString();

function me(): MockAnswer {
  const expires_at = new Date(Date.now() + 28_800_000).toISOString();
  return json({ user: 'ana', role: 'admin', expires_at, csrf_token: 'mock' });
}

/** Keyed by method and path, with `*` for a name. */
const ROUTES: Record<string, Handler> = {
  'POST login': (_request, body) => {
    signedIn = body.password !== 'wrong' && body.code !== 'used';
    return signedIn ? me() : problem(401, 'unauthenticated', 'Not signed in.');
  },
  'POST logout': () => {
    signedIn = false;
    return NO_CONTENT;
  },
  'GET login/session': () => json(signedIn ? { me: JSON.parse(me().text) } : {}),
  'GET me/sessions': () =>
    json({
      items: [
        { id: 'ses_1', created_at: NOW, seen_at: NOW, expires_at: NOW, address: '127.0.0.1', current: true },
      ],
    }),
  'GET login/methods': () => json({ password: true, oidc: { title: 'University' } }),
  'GET me': me,
  'GET datasets': searchDatasets,
  'POST datasets': createDataset,
  'GET datasets/*': ({ path }) => {
    const dataset = findDataset(path[1]);
    if (!dataset) return notFound();
    if ((dataset.source as Body).type === 'generator')
      (dataset.stats as Body).records = topics.get(String(dataset.topic))?.total;
    return json(dataset);
  },
  'PATCH datasets/*': ({ path }, body) => {
    const dataset = findDataset(path[1]);
    if (!dataset) return notFound();
    const { credentials, ...source } = (body.source ?? {}) as Body;
    Object.assign(dataset, body, {
      source: { ...(dataset.source as Body), ...source },
      has_credentials: dataset.has_credentials === true || credentials !== undefined,
      version: Number(dataset.version) + 1,
      updated_at: new Date().toISOString(),
    });
    return json(dataset);
  },
  'DELETE datasets/*': ({ path }) => {
    datasets.delete(String(findDataset(path[1])?.name));
    return NO_CONTENT;
  },
  'GET datasets/*/sample': sample,
  'GET datasets/*/versions': ({ path }) => {
    const dataset = findDataset(path[1]);
    return dataset
      ? list([{ version: 1, at: dataset.created_at, by: dataset.owner, changed: [] }])
      : notFound();
  },
  'POST datasets/*/pause': ({ path }) => setState(findDataset(path[1]), 'PAUSED'),
  'POST datasets/*/resume': ({ path }) => setState(findDataset(path[1]), 'RUNNING'),
  'GET organizations': () => list(organizations.values()),
  'POST organizations': (_request, body) => {
    organizations.set(String(body.name), {
      ...body,
      owner: 'ana',
      datasets: 0,
      created_at: new Date().toISOString(),
    });
    return json(body, 201);
  },
  'GET topics': () => list([...topics.values()].map(summary)),
  'POST topics': (_request, body) => {
    if (topics.has(String(body.name)))
      return problem(409, 'conflict', `A topic named ${body.name} exists already.`);
    return json(summary(addTopic(String(body.name), { partitions: Number(body.partitions) })), 201);
  },
  'GET topics/*': describe,
  'PATCH topics/*': (request, body) => {
    const topic = topics.get(request.path[1] ?? '');
    if (!topic) return notFound();
    if (body.live !== undefined) topic.live = body.live === true;
    if (body.private !== undefined) topic.private = body.private === true;
    return describe(request);
  },
  'DELETE topics/*': ({ path }) => {
    topics.delete(path[1] ?? '');
    return NO_CONTENT;
  },
  'GET topics/*/records': browse,
  'POST topics/*/records': produceRecords,
  'DELETE topics/*/records': ({ path }) => {
    topics.get(path[1] ?? '')?.records.splice(0);
    return NO_CONTENT;
  },
  'POST filters/check': checkFilter,
  'GET streams': () => list(streams.values()),
  'POST streams': createStream,
  'POST streams/plan': plan,
  'POST streams/preview': preview,
  'GET streams/*': ({ path }) => {
    const stream = findStream(path[1]);
    return stream ? json(stream) : notFound();
  },
  'PATCH streams/*': changeStream,
  'GET streams/*/graph': graph,
  'DELETE streams/*': ({ path }) => {
    streams.delete(String(findStream(path[1])?.id));
    return NO_CONTENT;
  },
  'POST streams/*/pause': ({ path }) => setState(findStream(path[1]), 'PAUSED'),
  'POST streams/*/resume': ({ path }) => setState(findStream(path[1]), 'RUNNING'),
  ...LANDING_ROUTES,
  ...ALERT_ROUTES,
  ...ACCESS_ROUTES,
  'POST alerts/events/*/acknowledge': ({ path }) => acknowledge(path[2] ?? ''),
  'GET cleanup': cleanupList,
  'POST cleanup': cleanup,
  'GET sessions': listSessions,
  'DELETE sessions/*': endSession,
  'GET keys': () => list(keys.values()),
  'POST keys': (_request, body) => {
    keys.set(String(body.name), {
      name: body.name,
      role: 'editor',
      created_at: new Date().toISOString(),
      last_used_at: null,
      expires_at: null,
      kafka: { username: 'ana.0f3b6c2d9a7e4815', ready: true },
    });
    return json(
      {
        name: body.name,
        role: 'editor',
        key: 'slk_7Yp2kQ_mW3xq9TfLr8VbN4cJh6Ze',
        expires_at: null,
        kafka: { bootstrap: 'kafka.example.org:9093', username: 'ana.0f3b6c2d9a7e4815' },
      },
      201,
    );
  },
  'POST keys/*/rotate': ({ path }) => {
    const key = keys.get(path[1] ?? '');
    if (key === undefined) return problem(404, 'not_found', 'There is no such key.');
    Object.assign(key, { created_at: new Date().toISOString(), last_used_at: null });
    const kafka = { bootstrap: 'kafka.example.org:9093', username: 'ana.5b0f3b6c2d9a7e48' };
    return json({ ...key, key: 'slk_Tf8VbN4cJh6Z_e7Yp2kQmW3xq9Lr', kafka });
  },
  'DELETE keys/*': ({ path }) => {
    keys.delete(path[1] ?? '');
    return NO_CONTENT;
  },
  'GET users': () => list(users.values()),
  'POST users': (_request, body) => {
    const user = { name: body.name, role: body.role, created_at: new Date().toISOString() };
    users.set(String(body.name), user);
    return json(user, 201);
  },
  'PATCH users/*': ({ path }, body) => {
    const user = users.get(path[1] ?? '');
    if (user && body.role) user.role = body.role;
    return user ? json(user) : notFound();
  },
  'DELETE users/*': ({ path }) => {
    users.delete(path[1] ?? '');
    return NO_CONTENT;
  },
};

/** Second steps of a path that are no names. */
const FIXED = new Set(['check', 'plan', 'preview', 'events', 'verify', 'methods', 'session', 'sessions']);

function isName(step: string, index: number, steps: readonly string[]): boolean {
  if (index === 2) return steps[1] === 'events';
  return index === 1 && !FIXED.has(step);
}

export function answer(request: MockRequest): MockAnswer {
  const pattern = request.path
    .map((step, index, steps) => (isName(step, index, steps) ? '*' : step))
    .join('/');
  const handler = ROUTES[`${request.method} ${pattern}`];
  if (handler === undefined) return notFound();
  return handler(request, parseBody(request.text));
}

function parseBody(text: string): Body {
  return text === '' ? {} : JSON.parse(text);
}
