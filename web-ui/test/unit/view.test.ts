import { describe, expect, it } from 'vitest';
import { fromSearch } from '../../src/protocol/live';
import { type SavedView, sourceOf, tableHref, viewOf } from '../../src/protocol/view';

const QUERY = {
  source: { kind: 'dataset' as const, name: 'rides & more' },
  where: 'fare_amount > 50 and note = "a&b"',
  select: '',
  from: '-15m',
  delivery: 'latest' as const,
};

function kept(columns: readonly string[]): SavedView {
  return {
    ...viewOf('Dear rides', QUERY, columns, false),
    id: 'one',
    owner: 'ada',
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  };
}

describe('a saved view', () => {
  it('names its source once, and is private until it is shown', () => {
    const view = viewOf('Dear rides', QUERY, [], false);
    expect(view.source).toEqual({ dataset: 'rides & more' });
    expect(view.private).toBe(true);
    expect(sourceOf(view)).toEqual(QUERY.source);
  });

  it('opens the table that it was saved from', () => {
    const search = new URLSearchParams(tableHref(kept(['$time', 'a.b&c'])).replace('/live?', ''));
    expect(fromSearch(search)).toEqual(QUERY);
    expect(search.getAll('col')).toEqual(['$time', 'a.b&c']);
  });
});
