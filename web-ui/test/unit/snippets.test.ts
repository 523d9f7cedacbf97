import { describe, expect, test } from 'vitest';
import { fromSearch, type LiveQuery, liveHref, toSearch } from '../../src/protocol/live';
import { reasonsByPointer } from '../../src/protocol/problem';
import { gapText } from '../../src/protocol/rows';
import { shellQuoted, snippetsOf } from '../../src/protocol/snippets';

const QUERY: LiveQuery = {
  source: { kind: 'dataset', name: 'air-quality' },
  where: "station in ('UT01', 'UT02')",
  select: '',
  from: 'last:100',
  delivery: 'lossless',
};

describe('the address of a view', () => {
  test('says all that there is to it', () => {
    expect(fromSearch(toSearch(QUERY))).toEqual(QUERY);
  });

  test('leaves out what goes without saying', () => {
    expect(liveHref({ kind: 'topic', name: 'a b' })).toBe('/live?topic=a+b');
  });

  test('without a source is none', () => {
    expect(fromSearch(new URLSearchParams('where=x'))).toBeUndefined();
  });
});

describe('snippets', () => {
  const [curl, wscat, python] = snippetsOf('http://host:8080', QUERY).map(({ text }) => text);

  test('a filter with quotes survives the shell', () => {
    expect(shellQuoted("a = 'b'")).toBe("'a = '\\''b'\\'''");
    expect(curl).toContain("--data-urlencode 'where=station in ('\\''UT01'\\'', '\\''UT02'\\'')'");
  });

  test('each names the source, the filter and the start, and none holds a token', () => {
    expect(curl).toContain("--data-urlencode 'dataset=air-quality'");
    expect(wscat).toContain('ws://host:8080/api/v1/live?dataset=air-quality&where=station+in');
    expect(python).toContain('"from": "last:100"');
    for (const text of [curl, wscat, python]) expect(text).toContain('SLUICE_TOKEN');
  });
});

test('violations are found by their pointer', () => {
  const violations = [
    { pointer: '/name', reason: 'is taken' },
    { pointer: '/name', reason: 'is too short' },
  ];
  expect(reasonsByPointer({ title: '', status: 400, code: 'invalid', violations }).get('/name')).toBe(
    'is taken; is too short',
  );
});

test('a gap says how many and why', () => {
  expect(gapText(1512, 'slow')).toBe('1,512 records skipped — this screen could not keep up');
  expect(gapText(1, 'other')).toBe('1 record skipped — other');
});
