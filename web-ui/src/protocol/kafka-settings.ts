import { shellQuoted } from './snippets';

/** How clients of one's own connect. */
export interface KafkaAccess {
  readonly bootstrap: string;
  readonly security_protocol: 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';
  readonly mechanism: string;
  /** There is a certificate to be trusted. */
  readonly ca: boolean;
  /** Keys are good for Kafka. */
  readonly usable: boolean;
  readonly permits: { readonly credentials: boolean; readonly rules: boolean; readonly quotas: boolean };
}

export interface KafkaLogin {
  readonly username: string;
  /** Left out where it is not known any more: a word stands in its place. */
  readonly secret?: string;
}

export interface Settings {
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/** Stands where a secret goes that is not shown any more. */
export const SECRET_PLACE = 'YOUR_KEY';
/** Where the certificate is expected to be kept. */
export const CA_FILE = 'sluice-ca.pem';
export const CA_HREF = '/api/v1/kafka/ca.pem';

interface Client {
  readonly servers: string;
  readonly sasl: boolean;
  readonly ssl: boolean;
  readonly ca: boolean;
  readonly protocol: string;
  readonly mechanism: string;
  readonly user: string;
  readonly secret: string;
  readonly topic: string;
  readonly group: string;
}

/** What groups and transactional ids of the owner of a login must begin with. */
export function groupPrefix(username: string): string {
  return username.slice(0, username.indexOf('.') + 1);
}

/**
 * Ready to paste into a client.
 *
 * @param topic is read by the examples
 */
export function settingsOf(access: KafkaAccess, login: KafkaLogin, topic = 'my-topic'): Settings[] {
  const { security_protocol: protocol } = access;
  const client: Client = {
    servers: access.bootstrap,
    sasl: protocol.startsWith('SASL'),
    ssl: protocol.endsWith('SSL'),
    ca: access.ca,
    protocol,
    mechanism: access.mechanism,
    user: login.username,
    secret: login.secret ?? SECRET_PLACE,
    topic,
    group: `${groupPrefix(login.username)}readers`,
  };
  return [java(client), kafkaPython(client), confluent(client), kcat(client), kafkaJs(client)];
}

const lines = (...parts: readonly (string | readonly string[])[]) => parts.flat().join('\n');
const when = (holds: boolean, ...texts: readonly string[]) => (holds ? texts : []);
const quoted = (text: string) => JSON.stringify(text);

/** Within a value of JAAS, and that within a properties file. */
function jaasQuoted(text: string): string {
  const inJaas = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return `"${inJaas.replaceAll('\\', '\\\\')}"`;
}

function java({ servers, sasl, ssl, ca, protocol, mechanism, user, secret, group }: Client): Settings {
  const text = lines(
    `bootstrap.servers=${servers}`,
    `security.protocol=${protocol}`,
    when(
      sasl,
      `sasl.mechanism=${mechanism}`,
      `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username=${jaasQuoted(user)} password=${jaasQuoted(secret)};`,
    ),
    when(ssl && ca, 'ssl.truststore.type=PEM', `ssl.truststore.location=${CA_FILE}`),
    `group.id=${group}`,
    'auto.offset.reset=earliest',
  );
  return { name: 'Java', file: 'client.properties', text };
}

function kafkaPython({ servers, sasl, ssl, ca, topic, ...client }: Client): Settings {
  const text = lines(
    'from kafka import KafkaConsumer',
    '',
    'consumer = KafkaConsumer(',
    `    ${quoted(topic)},`,
    `    bootstrap_servers=${quoted(servers)},`,
    `    security_protocol=${quoted(client.protocol)},`,
    when(
      sasl,
      `    sasl_mechanism=${quoted(client.mechanism)},`,
      `    sasl_plain_username=${quoted(client.user)},`,
      `    sasl_plain_password=${quoted(client.secret)},`,
    ),
    when(ssl && ca, `    ssl_cafile=${quoted(CA_FILE)},`),
    `    group_id=${quoted(client.group)},`,
    '    auto_offset_reset="earliest",',
    ')',
    'for record in consumer:',
    '    print(record.offset, record.value)',
  );
  return { name: 'kafka-python', file: 'read.py', text };
}

function confluent({ servers, sasl, ssl, ca, topic, ...client }: Client): Settings {
  const text = lines(
    'from confluent_kafka import Consumer',
    '',
    'consumer = Consumer({',
    `    "bootstrap.servers": ${quoted(servers)},`,
    `    "security.protocol": ${quoted(client.protocol)},`,
    when(
      sasl,
      `    "sasl.mechanism": ${quoted(client.mechanism)},`,
      `    "sasl.username": ${quoted(client.user)},`,
      `    "sasl.password": ${quoted(client.secret)},`,
    ),
    when(ssl && ca, `    "ssl.ca.location": ${quoted(CA_FILE)},`),
    `    "group.id": ${quoted(client.group)},`,
    '    "auto.offset.reset": "earliest",',
    '})',
    `consumer.subscribe([${quoted(topic)}])`,
    'while True:',
    '    record = consumer.poll(1.0)',
    '    if record is not None and record.error() is None:',
    '        print(record.offset(), record.value())',
  );
  return { name: 'confluent-kafka', file: 'read.py', text };
}

function kcat({ servers, sasl, ssl, ca, topic, ...client }: Client): Settings {
  const options = [
    `-b ${shellQuoted(servers)}`,
    `-X security.protocol=${client.protocol}`,
    ...when(
      sasl,
      `-X sasl.mechanisms=${client.mechanism}`,
      `-X ${shellQuoted(`sasl.username=${client.user}`)}`,
      `-X ${shellQuoted(`sasl.password=${client.secret}`)}`,
    ),
    ...when(ssl && ca, `-X ssl.ca.location=${CA_FILE}`),
    `-C -t ${shellQuoted(topic)} -o beginning`,
  ];
  return { name: 'kcat', file: 'shell', text: ['kcat', ...options].join(' \\\n  ') };
}

function kafkaJs({ servers, sasl, ssl, ca, topic, ...client }: Client): Settings {
  const mechanism = client.mechanism.toLowerCase();
  const text = lines(
    when(ssl && ca, "import { readFileSync } from 'node:fs';"),
    "import { Kafka } from 'kafkajs';",
    '',
    'const kafka = new Kafka({',
    `  brokers: ${JSON.stringify(servers.split(','))},`,
    when(ssl, ca ? `  ssl: { ca: [readFileSync(${quoted(CA_FILE)}, 'utf8')] },` : '  ssl: true,'),
    when(
      sasl,
      '  sasl: {',
      `    mechanism: ${quoted(mechanism)},`,
      `    username: ${quoted(client.user)},`,
      `    password: ${quoted(client.secret)},`,
      '  },',
    ),
    '});',
    `const consumer = kafka.consumer({ groupId: ${quoted(client.group)} });`,
    'await consumer.connect();',
    `await consumer.subscribe({ topics: [${quoted(topic)}], fromBeginning: true });`,
    'await consumer.run({',
    '  eachMessage: async ({ message }) => console.log(message.offset, message.value?.toString()),',
    '});',
  );
  return { name: 'JavaScript', file: 'read.mjs', text };
}
