import { describe, expect, test } from 'vitest';
import { columnOf, type Stream, streamHref } from '../../src/protocol/stream';
import {
  definitionOf,
  draftOf,
  NEW_DRAFT,
  NEW_JOIN,
  type StreamDraft,
} from '../../src/protocol/stream-draft';
import { pointerOnForm, pointersOf } from '../../src/protocol/stream-pointers';

const RIDES: StreamDraft = { ...NEW_DRAFT, topics: ['rides'], name: ' fares ' };

const WINDOWED: StreamDraft = {
  ...RIDES,
  where: 'fare > 1',
  joins: [
    { ...NEW_JOIN, name: 'zones', kind: 'table', on: 'l.zone = r.id' },
    {
      ...NEW_JOIN,
      what: 'csv',
      name: 'https://example.org/z.csv',
      alias: 'z',
      on: 'l.zone = z.id',
      refresh: '1m',
    },
  ],
  alias: 'l',
  window: {
    ...NEW_DRAFT.window,
    type: 'hopping',
    size: '1h',
    advance: '15m',
    grace: '5m',
    groupBy: ['l.zone as zone', ' '],
    aggregates: ['count(*) as n', ''],
    orderBy: ['n desc'],
    limit: '10',
    emit: 'close',
  },
  branches: [{ name: 'high', where: 'n > 9' }],
};

/** What the server would answer for a request. */
function running(draft: StreamDraft): Stream {
  const { source, name, ...rest } = definitionOf(draft);
  return {
    id: 'i',
    name: name ?? '',
    topic: name ?? '',
    state: 'RUNNING',
    sources: [],
    source: source ?? {},
    owner: 'ana',
    created_at: '',
    ...rest,
  };
}

describe('the form of a stream', () => {
  test('leaves out what is empty', () => {
    expect(definitionOf(RIDES)).toEqual({ name: 'fares', source: { topics: ['rides'], from: 'latest' } });
  });

  test('says windows, joins and branches as the contract has them', () => {
    expect(definitionOf(WINDOWED)).toEqual({
      name: 'fares',
      source: { topics: ['rides'], where: 'fare > 1', from: 'latest' },
      alias: 'l',
      join: [
        { topic: 'zones', alias: 'r', kind: 'table', type: 'inner', on: 'l.zone = r.id' },
        {
          csv: 'https://example.org/z.csv',
          alias: 'z',
          kind: 'table',
          type: 'inner',
          on: 'l.zone = z.id',
          refresh: '1m',
        },
      ],
      window: {
        type: 'hopping',
        size: '1h',
        advance: '15m',
        grace: '5m',
        time: '$timestamp',
        group_by: ['l.zone as zone'],
        aggregates: ['count(*) as n'],
        order_by: ['n desc'],
        limit: 10,
        emit: 'close',
      },
      branches: [{ name: 'high', where: 'n > 9' }],
    });
  });

  test('a window has only the parts of its type', () => {
    const window = { ...WINDOWED.window, type: 'session', gap: '5m' } as const;
    const said = definitionOf({ ...WINDOWED, window }).window;
    expect(said).toMatchObject({ type: 'session', gap: '5m', grace: '5m' });
    expect(said).not.toHaveProperty('size');
    expect(said).not.toHaveProperty('advance');
  });

  test('a join of records has a window, a join with a table has none', () => {
    const join = definitionOf({ ...RIDES, joins: [{ ...NEW_JOIN, name: 'ends', on: 'a = b' }] }).join;
    expect(join).toMatchObject([{ kind: 'stream', within: '5m' }]);
  });

  test('of a stream that runs it says the same again', () => {
    for (const draft of [RIDES, WINDOWED])
      expect(definitionOf(draftOf(running(draft)))).toEqual(definitionOf(draft));
  });
});

describe('faults', () => {
  test('are told at their inputs, wherever the server puts the filter', () => {
    const shown = pointersOf(WINDOWED);
    for (const pointer of [
      '/where',
      '/select',
      '/join/on',
      '/join/1/on',
      '/window/aggregates/1',
      '/branches/0/where',
    ])
      expect(shown).toContain(pointerOnForm(pointer));
    expect(shown).not.toContain(pointerOnForm('/credentials/username'));
  });
});

describe('names', () => {
  test('the column of an item is its alias, or the field itself', () => {
    expect(columnOf('count(*) as n')).toBe('n');
    expect(columnOf('lower(zone) AS "the zone"')).toBe('"the zone"');
    expect(columnOf('l.PULocationID')).toBe('l.PULocationID');
    expect(columnOf('sum(fare)')).toBeUndefined();
  });

  test('a stream called new is reached by its id', () => {
    expect(streamHref({ id: 'x', name: 'a b' })).toBe('/streams/a%20b');
    expect(streamHref({ id: 'x', name: 'new' })).toBe('/streams/x');
  });
});
