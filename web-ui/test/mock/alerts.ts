import { type Body, type Handler, json, type MockAnswer, notFound, problem } from './http';
import { addTopic, produce } from './world';

const rules = new Map<string, Body>();
const events: Body[] = [];

const NO_CONTENT: MockAnswer = { status: 204, text: '' };
const FIRES_EACH_MS = 45_000;

function addRule(body: Body): Body {
  const { webhook, ...rest } = body;
  const id = `30000000-0000-4000-8000-${String(rules.size + 1).padStart(12, '0')}`;
  const rule = {
    id,
    severity: 'warning',
    ...rest,
    ...(webhook ? { webhook: { url: (webhook as Body).url } } : {}),
    state: 'ok',
    muted_until: null,
    owner: 'ana',
    created_at: new Date().toISOString(),
    stats: { matched: 312, fired: 4 },
  };
  rules.set(id, rule);
  return rule;
}

function fire(rule: Body, minutesAgo = 0): void {
  const started = new Date(Date.now() - minutesAgo * 60_000).toISOString();
  const event = {
    id: `event-${events.length + 1}`,
    alert: rule.id,
    name: rule.name,
    severity: rule.severity,
    group: { borough: 'Queens' },
    state: 'firing',
    started_at: started,
    count: 3,
    sample: { fare_amount: 81.5, pu_location: { borough: 'Queens' } },
    deliveries: [
      minutesAgo > 5
        ? { channel: 'webhook', state: 'failed', attempts: 6, last_error: 'the server answered 503' }
        : { channel: 'webhook', state: 'delivered', attempts: 1 },
    ],
  };
  events.unshift(event);
  rule.state = 'firing';
}

export function seedAlerts(): void {
  const topic = addTopic('sluice-alerts', { partitions: 1 });
  const rule = addRule({
    name: 'many expensive rides',
    source: { stream: 'expensive_rides' },
    where: 'fare_amount > 70',
    group_by: ['pu_location.borough'],
    threshold: { count: 3, within: '10m' },
    every: '1h',
    webhook: { url: 'https://example.org/hook', secret: 'x' },
  });
  addRule({
    name: 'no such thing',
    source: { topic: 'rides' },
    where: 'fare_amount > 9000',
    severity: 'critical',
  });
  fire(rule, 70);
  Object.assign(events[0] as Body, {
    state: 'resolved',
    ended_at: new Date(Date.now() - 3_000_000).toISOString(),
  });
  fire(rule, 12);
  Object.assign(events[0] as Body, {
    state: 'acknowledged',
    acknowledged_by: 'ben',
    acknowledged_at: new Date().toISOString(),
  });
  fire(rule, 2);
  setInterval(() => {
    fire(rule);
    const { id, alert, name, severity, group, state, started_at, count, sample } = events[0] as Body;
    const value = {
      event_id: id,
      alert,
      name,
      severity,
      group,
      state,
      started_at,
      at: started_at,
      count,
      sample,
    };
    produce(topic, JSON.stringify(value), String(id));
  }, FIRES_EACH_MS).unref();
}

const listEvents: Handler = ({ query }) => {
  const { alert, state } = Object.fromEntries(query);
  const items = events.filter(
    (event) => (!alert || event.alert === alert) && (!state || event.state === state),
  );
  return json({ items, next: null });
};

const change: Handler = ({ path }, body) => {
  const rule = rules.get(path[1] ?? '');
  return rule ? json(Object.assign(rule, body)) : notFound();
};

const mute: Handler = ({ path }) => {
  const rule = rules.get(path[1] ?? '');
  if (!rule) return notFound();
  rule.muted_until = new Date(Date.now() + 3_600_000).toISOString();
  return json(rule);
};

export const ALERT_ROUTES: Record<string, Handler> = {
  'GET alerts': () => json({ items: [...rules.values()], total: rules.size, next: null }),
  'POST alerts': (_request, body) =>
    Number((body.threshold as Body | undefined)?.count ?? 1) > 0
      ? json(addRule(body), 201)
      : problem(400, 'invalid', 'The alert is not valid.', [
          { pointer: '/threshold/count', reason: 'must be at least 1' },
        ]),
  'PATCH alerts/*': change,
  'DELETE alerts/*': ({ path }) => {
    rules.delete(path[1] ?? '');
    return NO_CONTENT;
  },
  'POST alerts/*/mute': mute,
  'POST alerts/*/unmute': ({ path }) => {
    const rule = rules.get(path[1] ?? '');
    if (rule) rule.muted_until = null;
    return rule ? json(rule) : notFound();
  },
  'GET alerts/events': listEvents,
};

/** Events have an id in the third place of the path. */
export function acknowledge(id: string): MockAnswer {
  const event = events.find((one) => one.id === id);
  if (!event) return notFound();
  return json(Object.assign(event, { state: 'acknowledged', acknowledged_by: 'ana' }));
}
