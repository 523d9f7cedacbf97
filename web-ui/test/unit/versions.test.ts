import { describe, expect, test } from 'vitest';
import { type JsonObject, parseJson } from '../../src/protocol/json';
import {
  changesOf,
  differenceOf,
  labelOf,
  type Revision,
  stepsOf,
  wordsOf,
} from '../../src/protocol/versions';

const revision = (dataset: JsonObject, ...changed: string[]): Revision => ({
  version: 2,
  at: '2026-01-01T00:00:00Z',
  by: 'ada',
  changed,
  dataset,
});

describe('a pointer', () => {
  test('is taken apart with its escapes', () => {
    expect(stepsOf('/extras/a~1b/~0c')).toEqual(['extras', 'a/b', '~c']);
    expect(stepsOf('')).toEqual([]);
  });

  test('is told in the words of the forms', () => {
    expect(labelOf('/license')).toBe('License');
    expect(labelOf('/metadata/doi')).toBe('DOI');
    expect(labelOf('/metadata/temporal/start')).toBe('Period from');
    expect(labelOf('/extras/depth')).toBe('Extra depth');
    expect(labelOf('/mapping/speed')).toBe('Mapping of speed');
    expect(labelOf('/source/url', 'csv')).not.toContain('/');
  });

  test('that nobody has words for is still told', () => {
    expect(labelOf('/novelty')).toBe('Novelty');
    expect(labelOf('/source/novelty', 'csv')).toBe('Source novelty');
  });
});

describe('a change', () => {
  test('has both values, and a missing one is empty', () => {
    const after = { title: 'B', license: 'CC0-1.0' };
    expect(changesOf({ title: 'A' }, revision(after, '/title', '/license'))).toEqual([
      { kind: 'value', label: 'Title', before: 'A', after: 'B' },
      { kind: 'value', label: 'License', before: '', after: 'CC0-1.0' },
    ]);
  });

  test('of a list tells what came and what went', () => {
    const after = { tags: ['water', 'alps'] };
    expect(changesOf({ tags: ['water', 'live'] }, revision(after, '/tags'))).toEqual([
      { kind: 'list', label: 'Tags', added: ['alps'], removed: ['live'] },
    ]);
  });

  test('of the order of a list alone is told as such', () => {
    expect(changesOf({ tags: ['a', 'b'] }, revision({ tags: ['b', 'a'] }, '/tags'))).toEqual([
      { kind: 'value', label: 'Tags', before: 'a, b', after: 'b, a' },
    ]);
  });

  test('of people names them', () => {
    const before = { metadata: { contacts: [{ name: 'Ada', role: 'creator' }] } };
    const after = { metadata: { contacts: [{ name: 'Ada', role: 'creator' }, { name: 'Grace' }] } };
    expect(changesOf(before, revision(after, '/metadata/contacts'))).toEqual([
      { kind: 'list', label: 'Contacts', added: ['Grace'], removed: [] },
    ]);
  });

  test('of an object that came is told by its members', () => {
    const after = { metadata: { temporal: { start: '1998', end: '2000' } } };
    expect(changesOf({ metadata: {} }, revision(after, '/metadata/temporal'))).toEqual([
      { kind: 'value', label: 'Period from', before: '', after: '1998' },
      { kind: 'value', label: 'Period to', before: '', after: '2000' },
    ]);
  });

  test('of credentials never shows them', () => {
    expect(changesOf({}, revision({}, '/credentials'))).toEqual([{ kind: 'secret', label: 'Credentials' }]);
  });

  test('keeps every digit', () => {
    const after = parseJson('{"extras":{"n":9007199254740993}}') as JsonObject;
    expect(changesOf({}, revision(after, '/extras'))).toEqual([
      { kind: 'value', label: 'Extra n', before: '', after: '9007199254740993' },
    ]);
  });

  test('does not look into what is only inherited', () => {
    expect(changesOf({}, revision({}, '/extras/constructor'))).toEqual([
      { kind: 'value', label: 'Extra constructor', before: '', after: '' },
    ]);
  });
});

describe('the difference of two texts', () => {
  test('is in whole words, between what they share', () => {
    expect(differenceOf('controlled once a month.', 'controlled once a week.')).toEqual({
      start: 'controlled once a ',
      before: 'month.',
      after: 'week.',
      end: '',
    });
  });

  test('joins to both texts again, whatever they are', () => {
    const texts = ['', 'a', 'a a', 'a a a', ' b  c\nd ', 'b c\nd', 'a b', 'b a'];
    for (const before of texts) {
      for (const after of texts) {
        const parts = differenceOf(before, after);
        expect(parts.start + parts.before + parts.end).toBe(before);
        expect(parts.start + parts.after + parts.end).toBe(after);
      }
    }
  });
});

test('a flag is a word, and nothing is nothing', () => {
  expect(wordsOf(true)).toBe('yes');
  expect(wordsOf(null)).toBe('');
  expect(wordsOf({ a: ['x', false], b: null })).toBe('x, no');
});
