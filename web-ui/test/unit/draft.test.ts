import { describe, expect, test } from 'vitest';
import { blankDraft, type Draft, draftOf, faultsOf, patchOf, registrationOf } from '../../src/protocol/draft';
import { LosslessNumber, parseJson, printJson } from '../../src/protocol/json';
import type { Dataset } from '../../src/protocol/resources';

const named = (type: Draft['type'], changes: Partial<Draft>): Draft => ({
  ...blankDraft(type),
  name: 'stations',
  organization: 'lab',
  ...changes,
});

const pair = (id: number, name: string, value: string) => ({ id, cells: { name, value } });

const dataset: Dataset = {
  id: '1',
  name: 'stations',
  title: 'Stations',
  organization: 'lab',
  tags: ['sensor'],
  license: 'CC0-1.0',
  private: false,
  extras: { zones: new LosslessNumber('9007199254740993'), desk: 'B2' },
  source: { type: 'csv', url: 'https://example.org/a.csv', topic: 'stations', partitions: 1 },
  mapping: { t: 'temp' },
  processing: { header_line: '3', batch_mode: 'True', columns: ['a', 'b'] },
  metadata: {
    doi: '10.1/x',
    contacts: [{ name: 'Ana', role: 'creator' }],
    spatial: { west: -114.05, south: 37, east: -109.04, north: 42 },
  },
  has_credentials: true,
  owner: 'ana',
  version: 3,
  topic: 'stations',
  state: 'RUNNING',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
};

describe('the request that registers a dataset', () => {
  test('holds what was entered and leaves out what was not', () => {
    expect(registrationOf(named('csv', { source: { url: ' https://example.org/a.csv ' } }))).toEqual({
      name: 'stations',
      title: 'stations',
      organization: 'lab',
      source: { type: 'csv', url: 'https://example.org/a.csv' },
    });
  });

  test('has numbers as numbers, and a text that is none as it was typed', () => {
    const options = { header_line: '2', batch_interval: '0.5', start_line: 'two', batch_mode: true };
    expect(registrationOf(named('csv', { options })).processing).toEqual({
      header_line: 2,
      batch_interval: 0.5,
      start_line: 'two',
      batch_mode: true,
    });
  });

  test('keeps every digit of a seed', () => {
    const source = { template: 'rides', seed: '9007199254740993' };
    expect(printJson(registrationOf(named('generator', { source })))).toContain('"seed":9007199254740993');
  });

  test('keeps a delimiter that is a blank', () => {
    expect(registrationOf(named('text', { options: { delimiter: ' ' } })).processing).toEqual({
      delimiter: ' ',
    });
  });

  test('names only what its type knows, whatever was entered for others', () => {
    const source = { url: 'https://example.org', path: '/data', interval: '5', 'credentials/token': 'x' };
    const options = { delimiter: ';', group: '/a', data_key: 'items' };
    const mapping = [pair(1, 'a', 'b')];
    expect(registrationOf(named('netcdf', { source, options })).processing).toEqual({ group: '/a' });
    expect(registrationOf(named('s3', { source, options, mapping }))).toEqual({
      name: 'stations',
      title: 'stations',
      organization: 'lab',
      source: { type: 's3', url: 'https://example.org' },
    });
    expect(registrationOf(named('directory', { source })).source).toEqual({
      type: 'directory',
      path: '/data',
    });
  });

  test('has credentials with headers, and a mapping by its new names', () => {
    const body = registrationOf(
      named('poll', {
        source: { url: 'https://example.org', interval: '60', 'credentials/token': 'secret' },
        headers: [pair(1, 'X-Key', 'k'), pair(2, '', '')],
        mapping: [pair(1, 'depth', 'geometry.coordinates[2]')],
      }),
    );
    expect(body.source).toEqual({
      type: 'poll',
      url: 'https://example.org',
      interval: 60,
      credentials: { token: 'secret', headers: { 'X-Key': 'k' } },
    });
    expect(body.mapping).toEqual({ depth: 'geometry.coordinates[2]' });
  });

  const secured = {
    bootstrap: 'kafka.example.org:9093',
    topic: 'gauges',
    'security/protocol': 'SASL_SSL',
    'security/mechanism': 'SCRAM-SHA-512',
    'security/username': 'reader',
    'security/password': ' spaces count ',
  };

  test('of a foreign cluster says how it is secured', () => {
    expect(registrationOf(named('kafka', { source: { ...secured, foreign: true } })).source).toEqual({
      type: 'kafka',
      topic: 'gauges',
      bootstrap: 'kafka.example.org:9093',
      security: {
        protocol: 'SASL_SSL',
        mechanism: 'SCRAM-SHA-512',
        username: 'reader',
        password: ' spaces count ',
      },
    });
  });

  test("of the platform's own broker says nothing of another cluster that was tried", () => {
    expect(registrationOf(named('kafka', { source: { ...secured, foreign: false } })).source).toEqual({
      type: 'kafka',
      topic: 'gauges',
    });
  });

  test('without SASL sends no password that was entered before', () => {
    const source = { ...secured, foreign: true, 'security/protocol': 'SSL' };
    expect(registrationOf(named('kafka', { source })).source).toMatchObject({
      security: { protocol: 'SSL' },
    });
    expect(printJson(registrationOf(named('kafka', { source })))).not.toContain('spaces count');
  });

  test('has metadata without the lines that were left empty', () => {
    const metadata = {
      values: { 'spatial/west': '-114.05', doi: '10.1/x', homepage: '' },
      contacts: [
        { id: 1, cells: { name: '' } },
        { id: 2, cells: { name: 'Ana', email: '' } },
      ],
      fields: [{ id: 1, cells: { name: 't', unit: 'degC' } }],
    };
    expect(registrationOf(named('csv', { metadata })).metadata).toEqual({
      doi: '10.1/x',
      spatial: { west: -114.05 },
      contacts: [{ name: 'Ana' }],
      fields: [{ name: 't', unit: 'degC' }],
    });
  });
});

describe('the request that changes a dataset', () => {
  const before = draftOf(dataset);

  test('is none where nothing was changed', () => {
    expect(patchOf(before, before)).toBeUndefined();
    expect(patchOf(before, { ...before, source: { ...before.source } })).toBeUndefined();
  });

  test('holds of the source only what changed', () => {
    const after = { ...before, source: { ...before.source, url: 'https://example.org/b.csv' } };
    expect(patchOf(before, after)).toEqual({ source: { url: 'https://example.org/b.csv' } });
  });

  test('empties what was emptied', () => {
    const after = { ...before, license: '', tags: [], mapping: [], metadata: blankDraft('csv').metadata };
    expect(patchOf(before, after)).toEqual({ license: '', tags: [], mapping: {}, metadata: {} });
  });

  test('leaves stored credentials alone unless new ones are entered', () => {
    const after = { ...before, source: { ...before.source, 'credentials/token': 'new' } };
    expect(patchOf(before, after)).toEqual({ source: { credentials: { token: 'new' } } });
    expect(patchOf(before, { ...before, title: 'Other' })).toEqual({ title: 'Other' });
  });

  test('keeps the digits of extras that nobody typed over', () => {
    const extras = before.extras.map((one) => (one.cells.name === 'desk' ? pair(one.id, 'desk', 'B3') : one));
    const patch = patchOf(before, { ...before, extras });
    expect(printJson(patch ?? null)).toBe('{"extras":{"zones":9007199254740993,"desk":"B3"}}');
  });

  test('takes a member of the source away with null', () => {
    const feed = draftOf({
      ...dataset,
      source: { type: 'websocket', url: 'wss://example.org', subscribe: 'all' },
    });
    const after = { ...feed, source: { ...feed.source, subscribe: '' } };
    expect(patchOf(feed, after)).toEqual({ source: { subscribe: null } });
  });

  test('sends the security of a cluster as a whole, as Kafka spells it', () => {
    const security = { protocol: 'SASL_SSL', mechanism: 'SCRAM_SHA_512', username: 'reader', ca: 'PEM' };
    const tides = draftOf({
      ...dataset,
      source: { type: 'kafka', topic: 'gauges', bootstrap: 'a:9093', security, copy: 'tides' },
    });
    expect(patchOf(tides, tides)).toBeUndefined();
    const after = { ...tides, source: { ...tides.source, bootstrap: 'b:9093', 'security/ca': '' } };
    expect(patchOf(tides, after)).toEqual({
      source: {
        bootstrap: 'b:9093',
        security: { protocol: 'SASL_SSL', mechanism: 'SCRAM-SHA-512', username: 'reader', ca: null },
      },
    });
  });
});

test('a draft of a dataset shows its options, whichever way they were written', () => {
  expect(draftOf(dataset).options).toEqual({ header_line: '3', batch_mode: true, columns: ['a', 'b'] });
  expect(draftOf({ ...dataset, processing: parseJson('{"batch_interval":1.50}') as never }).options).toEqual({
    batch_interval: '1.50',
  });
});

test('a name that is missing or given twice is told before anything is sent', () => {
  const mapping = [pair(1, 'a', 'x'), pair(2, 'a ', 'y'), pair(3, '', 'z'), pair(4, '', '')];
  expect(faultsOf(named('csv', { mapping }))).toEqual([
    { pointer: '/mapping/a', reason: 'this name is given twice' },
    { pointer: '/mapping/', reason: 'a name is missing' },
  ]);
  expect(faultsOf(named('csv', { mapping: mapping.slice(0, 1) }))).toEqual([]);
});

test('what is hidden because of the type is no fault', () => {
  const twice = [pair(1, 'a', 'x'), pair(2, 'a', 'y')];
  expect(faultsOf(named('csv', { mapping: twice, headers: twice }))).toHaveLength(2);
  expect(faultsOf(named('directory', { headers: twice }))).toEqual([]);
  expect(faultsOf(named('s3', { mapping: twice, headers: twice }))).toEqual([]);
});
