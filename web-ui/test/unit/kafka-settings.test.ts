import { describe, expect, test } from 'vitest';
import { groupPrefix, type KafkaAccess, SECRET_PLACE, settingsOf } from '../../src/protocol/kafka-settings';

const ACCESS: KafkaAccess = {
  bootstrap: 'a:9092,b:9092',
  security_protocol: 'SASL_SSL',
  mechanism: 'SCRAM-SHA-512',
  ca: true,
  usable: true,
  permits: { credentials: true, rules: true, quotas: true },
};
const LOGIN = { username: 'ana.0f3b', secret: 'slk_x' };

const textsOf = (...parameters: Parameters<typeof settingsOf>) =>
  new Map(settingsOf(...parameters).map(({ name, text }) => [name, text]));

describe('settings of Kafka clients', () => {
  test('are there for every client, each with the user, the secret and a group of the user', () => {
    const texts = textsOf(ACCESS, LOGIN, 'rides');
    expect([...texts.keys()]).toEqual(['Java', 'kafka-python', 'confluent-kafka', 'kcat', 'JavaScript']);
    for (const [name, text] of texts) {
      expect(text, name).toContain('ana.0f3b');
      expect(text, name).toContain('slk_x');
      expect(text.toLowerCase(), name).toContain('scram-sha-512');
      expect(text, name).toContain('sluice-ca.pem');
      if (name !== 'kcat') expect(text, name).toContain('ana.readers');
      if (name !== 'Java') expect(text, name).toContain('rides');
    }
    expect(texts.get('JavaScript')).toContain('brokers: ["a:9092","b:9092"]');
  });

  test('have a word in the place of a secret that is not shown any more', () => {
    for (const [name, text] of textsOf(ACCESS, { username: 'ana.0f3b' }))
      expect(text, name).toContain(SECRET_PLACE);
  });

  test('name no certificate where connections are not encrypted', () => {
    for (const [name, text] of textsOf(
      { ...ACCESS, security_protocol: 'SASL_PLAINTEXT', ca: false },
      LOGIN,
    )) {
      expect(text, name).not.toContain('sluice-ca.pem');
      expect(text, name).not.toMatch(/\bssl[:._]/i);
    }
  });

  test('quote what would end a text', () => {
    const texts = textsOf(ACCESS, { username: 'ana.1', secret: `a"b'c\\` });
    expect(texts.get('Java')).toContain(String.raw`password="a\\"b'c\\\\";`);
    expect(texts.get('kcat')).toContain(String.raw`-X 'sasl.password=a"b'\''c\'`);
    expect(texts.get('kafka-python')).toContain(String.raw`sasl_plain_password="a\"b'c\\",`);
  });

  test('what belongs to a user begins with the name of the user', () => {
    expect(groupPrefix('ana~p.0f3b')).toBe('ana~p.');
  });
});
