import { describe, expect, test } from 'vitest';
import { columnName, columnType } from '../../src/protocol/landing';
import {
  landingOf,
  landingPointers,
  NEW_LANDING,
  placeOf,
  suggestedColumns,
} from '../../src/protocol/landing-draft';

describe('columns that are suggested', () => {
  test('have names that Postgres takes as they are', () => {
    expect(columnName('pu_location."Borough Name"')).toBe('pu_location_borough_name');
    expect(columnName('2024')).toBe('c_2024');
    expect(columnName('a'.repeat(80))).toHaveLength(63);
  });

  test('have the type of what was seen', () => {
    const typed = [
      ['integer', 9, 'bigint'],
      ['number', 1.5, 'double precision'],
      ['string', '2024-01-31T10:00:00Z', 'timestamptz'],
      ['string', '2024-01-31 10:00:00', 'timestamptz'],
      ['string', '2024-01-31', 'date'],
      ['string', 'x', 'text'],
      ['null', undefined, 'text'],
      ['array', [1], 'jsonb'],
    ] as const;
    for (const [type, example, expected] of typed)
      expect(columnType(type, example === undefined ? undefined : (example as never))).toBe(expected);
  });

  test('are none twice', () => {
    const columns = suggestedColumns([
      { path: 'A', type: 'integer' },
      { path: 'a', type: 'string' },
      { path: 'b.c', type: 'boolean' },
    ]);
    expect(columns.map(({ name, path, type }) => [name, path, type])).toEqual([
      ['a', 'A', 'bigint'],
      ['b_c', 'b.c', 'boolean'],
    ]);
  });
});

describe('the form of a landing', () => {
  const draft = {
    ...NEW_LANDING,
    source: 'rides',
    table: 'rides ',
    columns: [
      { name: 'fare', type: 'numeric', path: 'fare_amount', required: true },
      { name: 'zone', type: 'text', path: 'zone', required: false },
    ],
  };

  test('says what the contract has, and leaves out what is empty', () => {
    expect(landingOf(draft)).toEqual({
      source: { topic: 'rides' },
      table: 'rides',
      from: 'earliest',
      columns: [
        { name: 'fare', type: 'numeric', path: 'fare_amount', nullable: false },
        { name: 'zone', type: 'text' },
      ],
      mode: 'insert',
      rest: 'rest',
      strict: false,
    });
  });

  test('can let the rest go, and write to another database', () => {
    const other = {
      ...draft,
      keepRest: false,
      database: 'postgresql://h/d',
      mode: 'upsert',
      key: ['zone'],
    } as const;
    expect(landingOf(other)).toMatchObject({
      rest: false,
      database: 'postgresql://h/d',
      mode: 'upsert',
      key: ['zone'],
    });
  });

  test('has an input for each column', () => {
    expect(landingPointers(draft)).toContain('/columns/1/type');
    expect(landingPointers(draft)).not.toContain('/columns/2/type');
  });
});

test('where it writes is told in one line', () => {
  expect(placeOf({ schema: 'public', table: 'rides' })).toBe('public.rides');
  expect(placeOf({ table: 'rides', database: 'db:5432/city' })).toBe('rides in db:5432/city');
});
