import { EventEmitter } from 'node:events';
import { SAMPLES } from './samples';

/** What the stand-in for the gateway knows: topics that flow, and the resources around them. */
export interface StoredRecord {
  readonly text: string;
  readonly value: Record<string, unknown>;
  readonly offset: number;
  readonly partition: number;
  readonly timestamp: number;
}

export interface MockTopic {
  readonly name: string;
  readonly partitions: number;
  readonly records: StoredRecord[];
  readonly configs: Record<string, string>;
  readonly owner: string;
  readonly dataset: string | null;
  readonly stream: string | null;
  total: number;
  /** Records per second; 0 stands still. */
  rate: number;
  live: boolean;
  private: boolean;
  readonly make: (() => string) | null;
  readonly flow: EventEmitter;
}

const KEPT = 3000;

export const topics = new Map<string, MockTopic>();
export const datasets = new Map<string, Record<string, unknown>>();
export const streams = new Map<string, Record<string, unknown>>();
export const organizations = new Map<string, Record<string, unknown>>();
export const keys = new Map<string, Record<string, unknown>>();
export const users = new Map<string, Record<string, unknown>>();

const STARTED = Date.now();
let seed = 7;

function random(): number {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648;
}

function pick<T>(choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)] as T;
}

const NAMES = ['Ioana Popescu', 'Andrei Ionescu', 'Maria Dumitru', 'Elena Stan', 'Mihai Radu'];

const MAKERS: Record<string, () => string> = {
  timestamp: () =>
    `{"timestamp":"${new Date().toISOString()}","measurement":${random().toFixed(4)},"station":"${pick(['UT01', 'UT02', 'UT07'])}"}`,
  orders: () => {
    const id = `90071992547409${Math.floor(random() * 89 + 10)}`;
    const items = Math.floor(random() * 4) + 1;
    return `{"order_id":${id},"status":"${pick(['placed', 'paid', 'shipped', 'returned'])}","customer":{"id":${Math.floor(random() * 9000)},"country":"${pick(['US', 'RO', 'DE', 'FR'])}"},"items":[${Array.from({ length: items }, () => `{"sku":"A-${Math.floor(random() * 900)}","price":${(random() * 90).toFixed(2)}}`).join(',')}],"total":${(random() * 300).toFixed(2)},"express":${random() > 0.7}}`;
  },
  rides: () =>
    `{"vendor_id":${random() > 0.5 ? 1 : 2},"pickup_datetime":"${new Date(Date.now() - 900_000).toISOString()}","passenger_count":${Math.ceil(random() * 4)},"trip_distance":${(random() * 12).toFixed(2)},"pu_location":{"id":${Math.floor(random() * 260)},"borough":"${pick(['Manhattan', 'Queens', 'Brooklyn', 'Bronx'])}"},"fare_amount":${(random() * 80 + 3).toFixed(2)},"tip_amount":${random() > 0.4 ? (random() * 12).toFixed(2) : 'null'},"payment_type":"${pick(['card', 'cash'])}"${random() > 0.8 ? ',"late":true' : ''}}`,
  traffic: () =>
    `{"person_name":"${pick(NAMES)}","ip_address":"10.4.${Math.floor(random() * 250)}.${Math.floor(random() * 250)}","accessed_at":"${new Date().toISOString()}","session_duration":${Math.floor(random() * 36000)},"download_speed":${Math.floor(random() * 1000)},"upload_speed":${Math.floor(random() * 800)},"consumed_traffic":${Math.floor(random() * 2_000_000)}}`,
  exact: () =>
    `{"id":9007199254740993,"ratio":0.1000000000000000055511151231257827,"price":1.10,"2":"two","1":"one"}`,
};

export function produce(
  topic: MockTopic,
  value: string,
  key: string | null,
  timestamp = Date.now(),
): StoredRecord {
  const partition = topic.total % topic.partitions;
  const offset = Math.floor(topic.total / topic.partitions);
  topic.total++;
  const body = isObject(value) ? `"value":${value}` : `"value_text":${JSON.stringify(value)}`;
  const text = `{"topic":${JSON.stringify(topic.name)},"partition":${partition},"offset":${offset},"timestamp":${timestamp},"key":${JSON.stringify(key)},"headers":{"source":"mock"},${body}}`;
  const record = { text, value: isObject(value) ? JSON.parse(value) : {}, offset, partition, timestamp };
  topic.records.push(record);
  if (topic.records.length > KEPT) topic.records.splice(0, topic.records.length - KEPT);
  topic.flow.emit('record', record);
  return record;
}

function isObject(value: string): boolean {
  try {
    return typeof JSON.parse(value) === 'object';
  } catch {
    return false;
  }
}

export function addTopic(
  name: string,
  options: Partial<Omit<MockTopic, 'name' | 'make'>> & { template?: string } = {},
): MockTopic {
  const { template, ...rest } = options;
  const topic: MockTopic = {
    name,
    partitions: 3,
    records: [],
    configs: { 'retention.ms': '604800000', 'cleanup.policy': 'delete', 'max.message.bytes': '1048588' },
    owner: 'ana',
    dataset: null,
    stream: null,
    total: 0,
    rate: 0,
    live: true,
    private: name.startsWith('e'),
    flow: new EventEmitter().setMaxListeners(0),
    ...rest,
    make: template ? (MAKERS[template] ?? null) : null,
  };
  topics.set(name, topic);
  return topic;
}

export function addDataset(body: Record<string, unknown>): Record<string, unknown> {
  const name = String(body.name);
  const source = body.source as Record<string, unknown>;
  const now = new Date().toISOString();
  const generated = source.type === 'generator';
  const entry = source.type === 's3' || source.type === 'service';
  const runs = !entry && (source.type !== 'kafka' || source.bootstrap !== undefined);
  const topic = String((source.bootstrap ? source.copy : source.topic) ?? name);
  const figures = { records: 0, rows: 0, bytes: 0, failed: 0, idle: false, rate: Number(source.rate ?? 0) };
  const { credentials, ...shown } = source;
  const dataset = {
    id: `00000000-0000-4000-8000-${String(datasets.size + 1).padStart(12, '0')}`,
    tags: [],
    extras: {},
    private: false,
    owner: 'ana',
    version: 1,
    ...(entry ? {} : { topic }),
    state: runs ? 'RUNNING' : 'ACTIVE',
    ...(runs ? { stats: figures } : {}),
    has_credentials: credentials !== undefined,
    created_at: now,
    updated_at: now,
    ...body,
    source: shown,
  };
  datasets.set(name, dataset);
  if (!entry && !topics.has(topic)) {
    addTopic(topic, {
      template: String(source.template ?? (runs ? 'timestamp' : '')),
      rate: generated ? Number(source.rate ?? 2) : 0,
      dataset: name,
    });
  }
  return dataset;
}

export function addStream(
  name: string,
  source: Record<string, unknown>,
  sources: { topic: string; dataset?: string }[],
) {
  const stream = {
    id: `10000000-0000-4000-8000-${String(streams.size + 1).padStart(12, '0')}`,
    name,
    topic: name,
    state: 'RUNNING',
    sources,
    source,
    owner: 'ana',
    created_at: new Date(STARTED - 7_200_000).toISOString(),
    stats: { scanned: 48210, matched: 312, failed: 0, lag: 0, rate: 1.4 },
  };
  streams.set(stream.id, stream);
  if (!topics.has(name)) addTopic(name, { template: 'rides', rate: 1, stream: name });
  return stream;
}

const WINDOWED = {
  sql: 'select pu_location.borough as borough, count(*) as n, sum(fare_amount) as fares\nfrom rides\ngroup by pu_location.borough\nwindow tumbling (size 1m, grace 10s) on $timestamp;',
  window: {
    type: 'tumbling',
    size: '1m',
    grace: '10s',
    time: '$timestamp',
    group_by: ['pu_location.borough as borough'],
    aggregates: ['count(*) as n', 'sum(fare_amount) as fares'],
    emit: 'change',
  },
  version: 3,
  upgrade: { version: 4, state: 'RUNNING', lag: 812 },
  dead_letters: { topic: 'rides_per_minute-dead-letters', count: 2 },
  stats: {
    scanned: 48_210,
    matched: 4100,
    failed: 2,
    late: 17,
    lag: 3,
    rate: 4.2,
    failures: [
      { topic: 'rides', partition: 0, offset: 1204, reason: 'fare_amount is no number: "n/a"' },
      { topic: 'rides', partition: 2, offset: 988, reason: 'The value is not JSON: unexpected end' },
    ],
  },
};

export function seedWorld(): void {
  organizations.set('utah-mesonet', {
    name: 'utah-mesonet',
    title: 'Utah Mesonet',
    owner: 'ana',
    created_at: new Date(STARTED).toISOString(),
    datasets: 2,
  });
  organizations.set('city-lab', {
    name: 'city-lab',
    title: 'City Lab',
    owner: 'ana',
    created_at: new Date(STARTED).toISOString(),
    datasets: 3,
  });
  users.set('admin', { name: 'admin', role: 'admin', created_at: new Date(STARTED).toISOString() });
  users.set('ana', { name: 'ana', role: 'editor', created_at: new Date(STARTED).toISOString() });
  keys.set('notebook', {
    name: 'notebook',
    role: 'editor',
    created_at: new Date(STARTED - 86400_000).toISOString(),
    expires_at: null,
    last_used_at: new Date(STARTED - 60_000).toISOString(),
    kafka: { username: 'ana.5c1d7f0b2e9a4436', ready: true },
  });
  users.set('vera', { name: 'vera', role: 'viewer', created_at: new Date(STARTED).toISOString() });
  const generator = (template: string, rate: number) => ({ type: 'generator', template, rate });
  addDataset({
    name: 'timestamp',
    title: 'Timestamps with a measurement',
    organization: 'utah-mesonet',
    notes: 'One measurement every five seconds, as in the SciDX demonstration.',
    tags: ['demo', 'sensor'],
    extras: { station: 'UT01' },
    source: generator('timestamp', 0.2),
  });
  addDataset({
    name: 'rides',
    title: 'Taxi rides',
    organization: 'city-lab',
    notes: 'Rides as they end, a fifth of them late.\nLocations are zones of the city.',
    tags: ['demo', 'mobility'],
    extras: { contact: 'lab@example.org', zones: 263 },
    source: generator('rides', 4),
  });
  addDataset({
    name: 'orders',
    title: 'Shop orders',
    organization: 'city-lab',
    notes: 'Orders with nested customer and items.',
    tags: ['demo', 'commerce'],
    source: generator('orders', 2),
  });
  addDataset({
    name: 'traffic',
    title: 'Network traffic per person',
    organization: 'city-lab',
    notes: 'Sixteen fields per session.',
    tags: ['demo', 'network'],
    source: generator('traffic', 0.5),
  });
  addDataset({
    name: 'air-quality',
    title: 'Air quality, Salt Lake Valley',
    organization: 'utah-mesonet',
    notes: 'PM2.5 and ozone from twelve stations; produced by the collector in the lab.',
    tags: ['sensor', 'air'],
    source: { type: 'kafka', topic: 'air_quality' },
  });
  for (const sample of SAMPLES) addDataset(sample);
  addTopic('exact', { template: 'exact', rate: 1, partitions: 1 });
  addTopic('burst', { template: 'rides', rate: 2000, partitions: 6 });
  addTopic('flaky', { template: 'timestamp', rate: 5, partitions: 1 });
  addTopic('quiet', { partitions: 1 });
  addTopic('limited', { partitions: 1 });
  addStream('expensive_rides', { datasets: ['rides'], where: 'fare_amount > 50', from: 'latest' }, [
    { topic: 'rides', dataset: 'rides' },
  ]);
  addStream('data_stream_ana_1', { keywords: ['sensor'], where: 'measurement > 0.5' }, [
    { topic: 'timestamp', dataset: 'timestamp' },
    { topic: 'air_quality', dataset: 'air-quality' },
  ]);
  addTopic('rides_per_minute', { stream: 'rides_per_minute' });
  const windowed = addStream('rides_per_minute', { datasets: ['rides'], from: 'latest' }, [
    { topic: 'rides', dataset: 'rides' },
  ]);
  Object.assign(windowed, WINDOWED);
  for (const topic of topics.values()) prefill(topic);
  setInterval(flow, 100).unref();
  setInterval(countRides, 1000).unref();
}

/** The rows of a windowed stream: one for each borough and minute, written again as it grows. */
function countRides(): void {
  const rides = topics.get('rides');
  const rows = topics.get('rides_per_minute');
  if (rides === undefined || rows === undefined) return;
  const start = Math.floor(Date.now() / 60_000) * 60_000;
  const groups = new Map<string, { n: number; fares: number }>();
  for (const { value, timestamp } of rides.records) {
    if (timestamp < start) continue;
    const { borough } = value.pu_location as { borough: string };
    const group = groups.get(borough) ?? { n: 0, fares: 0 };
    groups.set(borough, { n: group.n + 1, fares: group.fares + Number(value.fare_amount) });
  }
  const window = {
    window_start: new Date(start).toISOString(),
    window_end: new Date(start + 60_000).toISOString(),
  };
  for (const [borough, { n, fares }] of groups) {
    const key = JSON.stringify({ window_start: window.window_start, borough });
    produce(rows, JSON.stringify({ ...window, borough, n, fares: Math.round(fares * 100) / 100 }), key);
  }
}

function prefill(topic: MockTopic): void {
  if (topic.make === null) return;
  for (let index = 400; index > 0; index--) produce(topic, topic.make(), null, STARTED - index * 1000);
}

let tick = 0;

function flow(): void {
  tick++;
  for (const topic of topics.values()) {
    const due = Math.floor((tick * topic.rate) / 10) - Math.floor(((tick - 1) * topic.rate) / 10);
    for (let made = 0; made < due && topic.make; made++) produce(topic, topic.make(), `k${made}`);
  }
  for (const stream of streams.values()) {
    const stats = stream.stats as Record<string, number>;
    if (stream.state === 'RUNNING' && tick % 10 === 0) {
      stats.scanned = (stats.scanned ?? 0) + 4;
      stats.matched = (stats.matched ?? 0) + 1;
    }
  }
}
