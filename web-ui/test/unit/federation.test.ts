import { describe, expect, test } from 'vitest';
import {
  type Found,
  formatsOf,
  isListing,
  type Listing,
  silenceOf,
  titleOfServer,
} from '../../src/protocol/federation';

const LISTING: Listing = {
  server: 'hydro',
  id: '1',
  name: 'a',
  title: 'A',
  tags: [],
  resources: [
    { name: 'a', url: 'https://example.org/a', format: 'CSV' },
    { name: 'b', url: 'https://example.org/b', format: 'CSV ' },
    { name: 'c', url: 'https://example.org/c', format: '' },
  ],
};

describe('what was found', () => {
  test('is of another catalogue where that is named', () => {
    expect(isListing(LISTING)).toBe(true);
    expect(isListing({ name: 'x' } as Found)).toBe(false);
    expect(isListing({ name: 'x', server: 'local' } as Found)).toBe(false);
  });

  test('names each format once', () => {
    expect(formatsOf(LISTING)).toEqual(['CSV']);
  });
});

describe('a catalogue', () => {
  test('that answered is not silent', () => {
    expect(silenceOf({ name: 'hydro', state: 'ok', total: 3 })).toBe('');
  });

  test('that did not is told with the reason', () => {
    for (const state of ['timeout', 'error', 'skipped'] as const) {
      expect(silenceOf({ name: 'hydro', state, total: 0 })).not.toBe('');
    }
  });

  test('of our own is called this one', () => {
    expect(titleOfServer('local')).toBe('This catalogue');
    expect(titleOfServer('hydro')).toBe('hydro');
  });
});
