import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { areaText, periodText } from '../../src/protocol/metadata';
import { OPTION_NAMES, optionsOf } from '../../src/protocol/options';
import {
  addressOf,
  doiHref,
  isEntry,
  runs,
  SOURCE_GROUPS,
  SOURCE_KINDS,
  type SourceType,
  titleOfType,
  webHref,
} from '../../src/protocol/source';

const CONTRACT = '../platform/contract/src/main/java/io/sluice/contract/';
const contract = (name: string) => readFileSync(new URL(`../../${CONTRACT}${name}`, import.meta.url), 'utf8');
const quoted = (text: string) => [...text.matchAll(/"([a-z0-9_]+)"/g)].map(([, word = '']) => word);

describe('the pages know what the server knows', () => {
  const types = [...contract('Source.java').matchAll(/@JsonSubTypes\.Type\(.* name = "(\w+)"\)/g)].map(
    ([, name = '']) => name,
  );

  test('all types of sources', () => {
    expect(types.length).toBeGreaterThan(0);
    expect(Object.keys(SOURCE_KINDS).sort()).toEqual([...types].sort());
    expect(SOURCE_GROUPS.flatMap((group) => group.types).sort()).toEqual([...types].sort());
  });

  test('all options', () => {
    const reader = contract('ProcessingReader.java');
    const sets = reader.slice(
      reader.indexOf('private static final Set<String> ALL'),
      reader.indexOf('private final String type'),
    );
    const known = new Set(quoted(sets).filter((word) => !types.includes(word)));
    expect([...OPTION_NAMES].sort()).toEqual([...known].sort());
    const offered = new Set(
      (types as SourceType[]).flatMap((type) => optionsOf(type).map(({ name }) => name)),
    );
    expect(offered).toEqual(known);
  });
});

test('a source runs unless it is a topic as it is, or a mere entry', () => {
  expect(runs({ type: 'kafka', topic: 'a' })).toBe(false);
  expect(runs({ type: 'kafka', topic: 'a', bootstrap: 'b:9092', copy: 'c' })).toBe(true);
  expect(runs({ type: 'poll', url: 'https://example.org' })).toBe(true);
  expect(runs({ type: 'service' })).toBe(false);
  expect(isEntry({ type: 's3', url: 's3://a' })).toBe(true);
  expect(addressOf({ type: 'kafka', topic: 'a', bootstrap: 'b:9092' })).toBe('a at b:9092');
  expect(titleOfType('of_tomorrow')).toBe('of_tomorrow');
});

test('only addresses of the web become links', () => {
  expect(webHref('https://example.org/a')).toBe('https://example.org/a');
  for (const address of ['javascript:alert(1)', 's3://a', ' https://x', 'data:text/html,x', undefined])
    expect(webHref(address)).toBeUndefined();
});

test('a DOI leads to its resolver, however it was written', () => {
  for (const doi of [
    '10.5066/F7',
    'doi:10.5066/F7',
    'https://doi.org/10.5066/F7',
    'http://dx.doi.org/10.5066/F7',
  ])
    expect(doiHref(doi)).toBe('https://doi.org/10.5066/F7');
  expect(doiHref('10.1002/(SICI)1<1::AID>3.0.CO;2-#')).toBe(
    'https://doi.org/10.1002/(SICI)1%3C1::AID%3E3.0.CO;2-%23',
  );
});

test('a period may be open, an area may be a point', () => {
  expect(periodText({ start: '2024' })).toBe('since 2024');
  expect(periodText({ end: '2024' })).toBe('until 2024');
  expect(periodText({ start: '2023', end: '2024' })).toBe('2023 to 2024');
  expect(areaText({ west: -114.05, south: -1.5, east: 10, north: 42 })).toBe(
    '1.5° S 114.05° W to 42° N 10° E',
  );
  expect(areaText({ west: 7, south: 50, east: 7, north: 50 })).toBe('50° N 7° E');
});
