import { type Body, type Handler, json, type MockAnswer, notFound, problem } from './http';
import { datasets, streams, topics, users } from './world';

const NO_CONTENT: MockAnswer = { status: 204, text: '' };
const ME = 'ana';
const now = () => new Date().toISOString();

const grants = new Map<string, Body>();
const groups = new Map<string, Body>();
const requests = new Map<string, Body>();
const masking = new Map<string, unknown>();
const quotas = new Map<string, Body>();
let made = 0;

const id = () => `20000000-0000-4000-8000-${String(++made).padStart(12, '0')}`;
const page = (items: unknown[]) => json({ items, total: items.length, next: null });

function isThere(kind: string, name: string): boolean {
  if (kind === 'topic') return topics.has(name);
  if (kind === 'dataset') return datasets.has(name);
  if (kind === 'stream') return [...streams.values()].some((one) => one.name === name);
  return kind === 'organization' || kind === 'landing';
}

function same(on: Body, kind: string | null, name: string | null): boolean {
  return on.kind === kind && on.id === name;
}

const EVERYTHING = ['view', 'download', 'edit', 'manage'];
const GIVEN: Record<string, string[]> = {
  viewer: ['view', 'download'],
  editor: ['view', 'download', 'edit'],
  owner: EVERYTHING,
  deny: [],
};

function ruling(user: string, kind: string, name: string) {
  if (user === ME || user === 'admin')
    return {
      user,
      rights: EVERYTHING,
      rule: user === ME ? 'owner' : 'administrator',
      grants: [],
      capped: false,
    };
  const held = [...grants.values()].filter(
    (grant) => same(grant.on as Body, kind, name) && (grant.to as Body).user === user,
  );
  const denied = held.find(({ level }) => level === 'deny');
  if (denied) return { user, rights: [], rule: 'denied', grants: [denied.id], capped: false };
  const rights = EVERYTHING.filter((right) =>
    held.some(({ level }) => GIVEN[String(level)]?.includes(right)),
  );
  const rule = held.length > 0 ? 'granted' : 'none';
  return { user, rights, rule, grants: held.map((grant) => grant.id), capped: false };
}

function rights({ query }: Parameters<Handler>[0]): MockAnswer {
  const kind = query.get('kind') ?? '';
  const name = query.get('id') ?? '';
  if (!isThere(kind, name)) return notFound();
  const user = query.get('user');
  if (user !== null && user !== ME && !users.has(user)) return notFound();
  const items =
    user === null ? [...users.keys()].map((one) => ruling(one, kind, name)) : [ruling(user, kind, name)];
  return json({
    on: { kind, id: name },
    thing: name,
    items: items.filter((one) => user !== null || one.rights.length > 0),
    next: null,
  });
}

function give(_request: unknown, body: Body): MockAnswer {
  const to = body.to as Body;
  if (to.user !== undefined && !users.has(String(to.user)))
    return problem(400, 'invalid', 'The request is not valid.', [
      { pointer: '/to/user', reason: `there is no user "${to.user}"` },
    ]);
  const { expires_in, ...rest } = body;
  const expires =
    expires_in === undefined ? {} : { expires_at: new Date(Date.now() + Number(expires_in) * 1000) };
  const grant = { id: id(), ...rest, ...expires, created_by: ME, created_at: now() };
  grants.set(grant.id, grant);
  return json(grant, 201);
}

function ask(_request: unknown, body: Body): MockAnswer {
  const request = { id: id(), ...body, user: ME, state: 'pending', created_at: now() };
  requests.set(request.id, request);
  return json(request, 201);
}

function decide(state: string): Handler {
  return ({ path }) => {
    const request = requests.get(path[1] ?? '');
    if (!request) return notFound();
    Object.assign(request, { state, decided_at: now(), decided_by: ME });
    return json(request);
  };
}

function makeGroup(_request: unknown, body: Body): MockAnswer {
  if (groups.has(String(body.name)))
    return problem(409, 'conflict', `A group named ${body.name} exists already.`, [
      { pointer: '/name', reason: 'is taken' },
    ]);
  const group = { description: '', members: [], ...body, owner: ME, created_at: now() };
  groups.set(String(body.name), group);
  return json(group, 201);
}

function putMasking({ path }: Parameters<Handler>[0], body: Body): MockAnswer {
  const rules = body.rules as { mask: Record<string, string> }[];
  const violations = rules.flatMap(({ mask }, index) =>
    Object.keys(mask)
      .filter((field) => field.includes(' '))
      .map((field) => ({ pointer: `/rules/${index}/mask/${field}`, reason: 'expected a path', position: 0 })),
  );
  if (violations.length > 0) return problem(400, 'invalid', 'The rules are not valid.', violations);
  masking.set(path[1] ?? '', body);
  return json(body);
}

const NO_LIMITS = { bytes_in_per_second: null, bytes_out_per_second: null, own: false };

function audit({ query }: Parameters<Handler>[0]): MockAnswer {
  const start = Number(query.get('cursor') || 4000);
  const items = Array.from({ length: 60 }, (_none, index) => entry(start - index)).filter(
    (one) =>
      (!query.get('user') || one.user === query.get('user')) &&
      (!query.get('outcome') || one.outcome === query.get('outcome')) &&
      (!query.get('action') || one.action === query.get('action')) &&
      (!query.get('q') || JSON.stringify(one).includes(query.get('q') ?? '')),
  );
  return json({ items, next: start > 3800 ? String(start - 60) : null });
}

const DEEDS = [
  'topic.create',
  'live.begin',
  'session.sign-in',
  'topic.records.read',
  'grant.create',
  'key.delete',
];

function entry(seq: number) {
  const outcome = seq % 7 === 0 ? 'refused' : seq % 31 === 0 ? 'failed' : 'allowed';
  const at = new Date(Date.now() - (4000 - seq) * 47_000).toISOString();
  return {
    seq,
    at,
    recorded_at: at,
    ...(seq % 11 === 0 ? {} : { user: seq % 3 === 0 ? 'admin' : ME }),
    credential: seq % 2 === 0 ? 'session' : 'key notebook',
    address: '10.0.0.7',
    action: DEEDS[seq % DEEDS.length],
    kind: 'topic',
    name: 'rides',
    owner: ME,
    outcome,
    rule: outcome === 'refused' ? 'You may not do that.' : 'editor',
    status: outcome === 'allowed' ? 200 : outcome === 'refused' ? 403 : 503,
    request_id: `r-${seq}`,
    details: { records: '100' },
    hash: 'a3'.repeat(32),
  };
}

export function seedAccess(): void {
  const on = { kind: 'topic', id: 'rides' };
  give(null, { on, to: { user: 'admin' }, level: 'viewer', download: false });
  give(null, { on, to: { group: 'night' }, level: 'editor', download: true, expires_in: 604_800 });
  give(null, { on, to: { organization: 'city-lab' }, level: 'deny', download: true });
  makeGroup(null, { name: 'night', description: 'Who watches at night', members: ['ana', 'admin'] });
  ask(null, { on: { kind: 'dataset', id: 'payroll' }, level: 'viewer', reason: 'For the yearly report' });
  const other = {
    id: id(),
    on,
    user: 'vera',
    level: 'editor',
    reason: 'I write the late rides',
    state: 'pending',
  };
  requests.set(other.id, { ...other, created_at: now() });
}

export const ACCESS_ROUTES: Record<string, Handler> = {
  'GET rights': rights,
  'GET grants': ({ query }) =>
    page(
      [...grants.values()].filter(
        ({ on }) => query.get('kind') === null || same(on as Body, query.get('kind'), query.get('id')),
      ),
    ),
  'POST grants': give,
  'DELETE grants/*': ({ path }) => {
    grants.delete(path[1] ?? '');
    return NO_CONTENT;
  },
  'GET access-requests': () => {
    const all = [...requests.values()];
    return json({
      mine: all.filter(({ user }) => user === ME),
      open: all.filter(({ user, state }) => user !== ME && state === 'pending'),
    });
  },
  'POST access-requests': ask,
  'POST access-requests/*/approve': decide('approved'),
  'POST access-requests/*/refuse': decide('refused'),
  'GET groups': () => page([...groups.values()]),
  'POST groups': makeGroup,
  'PATCH groups/*': ({ path }, body) => json(Object.assign(groups.get(path[1] ?? '') ?? {}, body)),
  'DELETE groups/*': ({ path }) => {
    groups.delete(path[1] ?? '');
    return NO_CONTENT;
  },
  'GET datasets/*/masking': ({ path }) => json(masking.get(path[1] ?? '') ?? { rules: [] }),
  'PUT datasets/*/masking': putMasking,
  'GET audit': audit,
  'GET audit/verify': () => json({ intact: true, first: 1, last: 4000 }),
  'GET kafka': () =>
    json({
      bootstrap: 'kafka.example.org:9093',
      security_protocol: 'SASL_SSL',
      mechanism: 'SCRAM-SHA-512',
      ca: true,
      usable: true,
      permits: { credentials: true, rules: true, quotas: true },
    }),
  'GET users/*/quota': ({ path }) => json({ user: path[1], ...(quotas.get(path[1] ?? '') ?? NO_LIMITS) }),
  'PUT users/*/quota': ({ path }, body) => {
    const own = Object.keys(body).length > 0;
    quotas.set(path[1] ?? '', { ...NO_LIMITS, ...body, own });
    return json({ user: path[1], ...quotas.get(path[1] ?? '') });
  },
  'GET users/*/sessions': () => json({ items: [] }),
};
