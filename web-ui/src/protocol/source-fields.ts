import { type Field, textOf, type Values } from './fields';
import type { SourceType } from './source';

/** The templates of the generator, with the rate that each has by itself, in records per second. */
export const TEMPLATES = {
  timestamp: { about: 'A time and a measurement', rate: 0.2 },
  orders: { about: 'A shop: nested customer and items', rate: 1 },
  rides: { about: 'Taxi rides, a fifth of them late', rate: 2 },
  traffic: { about: 'Network use per person, 16 fields', rate: 0.125 },
} as const;

const isForeign = (values: Values) => values.foreign === true;
const isSasl = (values: Values) =>
  isForeign(values) && textOf(values, 'security/protocol').startsWith('SASL_');
const isTls = (values: Values) => isForeign(values) && textOf(values, 'security/protocol').endsWith('SSL');

const TOPIC: Field = {
  name: 'topic',
  label: 'Topic',
  about: 'Created with the dataset; default is its name',
  kind: 'text',
  once: true,
};

const PARTITIONS: Field = {
  name: 'partitions',
  label: 'Partitions',
  about: 'Of the topic, 1 to 100',
  example: '1',
  kind: 'number',
  once: true,
};

const url = (about: string, example: string): Field => ({
  name: 'url',
  label: 'Address',
  about,
  example,
  kind: 'text',
  required: true,
});

const CREDENTIALS: readonly Field[] = [
  { name: 'credentials/token', label: 'Token', about: 'Sent as a bearer token', kind: 'secret' },
  { name: 'credentials/username', label: 'User name', about: 'Together with a password', kind: 'text' },
  { name: 'credentials/password', label: 'Password', about: 'Of the user', kind: 'secret' },
];

const KAFKA: readonly Field[] = [
  {
    name: 'bootstrap',
    label: 'Bootstrap servers',
    about: 'Of the other cluster, separated by commas',
    example: 'kafka.example.org:9092',
    kind: 'text',
    required: true,
    when: isForeign,
  },
  {
    name: 'topic',
    label: 'Topic',
    about: 'It may come into being later',
    kind: 'text',
    required: true,
  },
  {
    name: 'security/protocol',
    label: 'Security protocol',
    about: 'How the brokers are reached; default PLAINTEXT',
    example: 'PLAINTEXT',
    kind: 'choice',
    choices: ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'],
    when: isForeign,
  },
  {
    name: 'security/mechanism',
    label: 'Mechanism',
    about: 'How this client shows who it is',
    kind: 'choice',
    choices: ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'],
    required: true,
    when: isSasl,
  },
  { name: 'security/username', label: 'User name', about: 'Of SASL', kind: 'text', when: isSasl },
  { name: 'security/password', label: 'Password', about: 'Of SASL', kind: 'secret', when: isSasl },
  {
    name: 'security/ca',
    label: 'Certificate authority',
    about: 'PEM; left empty: those that Java trusts',
    example: '-----BEGIN CERTIFICATE-----',
    kind: 'block',
    when: isTls,
  },
  {
    name: 'security/certificate',
    label: 'Client certificate',
    about: 'PEM chain, for mutual TLS',
    example: '-----BEGIN CERTIFICATE-----',
    kind: 'block',
    when: isTls,
  },
  {
    name: 'security/key',
    label: 'Client key',
    about: 'PEM private key, for mutual TLS',
    kind: 'secret_block',
    when: isTls,
  },
  {
    name: 'copy',
    label: 'Topic here',
    about: 'That the records are copied to; default is the name',
    kind: 'text',
    once: true,
    when: isForeign,
  },
  { ...PARTITIONS, when: isForeign },
];

const web = (address: Field, ...own: readonly Field[]): readonly Field[] => [
  address,
  ...own,
  TOPIC,
  PARTITIONS,
  ...CREDENTIALS,
];

const SOURCE_FIELDS: Readonly<Record<SourceType, readonly Field[]>> = {
  kafka: KAFKA,
  generator: [
    TOPIC,
    { name: 'rate', label: 'Rate', about: 'Records per second, up to 10,000', kind: 'number' },
    { name: 'seed', label: 'Seed', about: 'The same seed makes the same records', kind: 'number' },
    PARTITIONS,
  ],
  csv: web(url('Gzip is understood', 'https://example.org/stations.csv')),
  text: web(url('Gzip is understood', 'https://example.org/readings.txt')),
  json: web(url('A document, or a record in each line', 'https://example.org/quakes.json')),
  netcdf: web(url('Classic or NetCDF-4', 'https://example.org/forecast.nc')),
  event_stream: web(url('Server-sent events, or JSON lines', 'https://example.org/events')),
  websocket: web(url('Begins with ws or wss', 'wss://example.org/feed'), {
    name: 'subscribe',
    label: 'First message',
    about: 'Sent after each opening',
    example: '{"subscribe": "all"}',
    kind: 'text',
  }),
  poll: web(url('Asked for again and again', 'https://example.org/latest.json'), {
    name: 'interval',
    label: 'Interval',
    about: 'Seconds between two questions, 1 to 86,400',
    example: '60',
    kind: 'number',
    required: true,
  }),
  directory: [
    {
      name: 'path',
      label: 'Path',
      about: 'Absolute, on the machine that reads it',
      example: '/data/incoming',
      kind: 'text',
      required: true,
    },
    TOPIC,
    PARTITIONS,
  ],
  s3: [url('Begins with s3, http or https', 's3://bucket/prefix')],
  service: [
    url('Where it answers', 'https://api.example.org'),
    { name: 'kind', label: 'Kind', about: 'Free text', example: 'API', kind: 'text' },
    {
      name: 'health_check_url',
      label: 'Health check',
      about: 'Where it says that it is well',
      kind: 'text',
    },
    { name: 'documentation_url', label: 'Documentation', about: 'Where it is described', kind: 'text' },
  ],
};

export function sourceFields(type: SourceType): readonly Field[] {
  return SOURCE_FIELDS[type];
}

/** Whether a source is read with secrets that stand apart from its address. */
export function takesCredentials(type: SourceType): boolean {
  return SOURCE_FIELDS[type].includes(CREDENTIALS[0] as Field);
}

export function isCredential({ name }: Field): boolean {
  return name.startsWith('credentials/');
}
