import { describe, expect, test } from 'vitest';
import { completionAt, quoteName, segmentsOf } from '../../src/protocol/filter';

const error = (position: number, length: number) => ({ message: 'no', position, length });

describe('a filter with faults', () => {
  test('is cut at the exact characters', () => {
    expect(segmentsOf('temp >> 30', [error(6, 1)])).toEqual([
      { text: 'temp >', faulty: false },
      { text: '>', faulty: true },
      { text: ' 30', faulty: false },
    ]);
  });

  test('at its end shows one more character to underline', () => {
    expect(segmentsOf('a >', [error(3, 0)])).toEqual([
      { text: 'a >', faulty: false },
      { text: ' ', faulty: true },
    ]);
  });

  test('of length nought in the middle is one character long', () => {
    expect(segmentsOf('a b', [error(2, 0)]).find(({ faulty }) => faulty)).toEqual({
      text: 'b',
      faulty: true,
    });
  });

  test('that overlap are drawn once, and those out of range stay inside', () => {
    const segments = segmentsOf('abc', [error(0, 2), error(1, 2), error(99, 5), error(-3, 1)]);
    expect(segments).toEqual([{ text: 'abc ', faulty: true }]);
  });

  test('joins to the whole again', () => {
    for (let position = -2; position < 12; position++) {
      for (let length = 0; length < 12; length++) {
        const joined = segmentsOf('fare > 50', [error(position, length)])
          .map(({ text }) => text)
          .join('');
        expect(joined.trimEnd()).toBe('fare > 50');
      }
    }
  });

  test('without a fault is one piece', () => {
    expect(segmentsOf('a = 1', [])).toEqual([{ text: 'a = 1', faulty: false }]);
  });
});

describe('completion', () => {
  const fields = ['fare_amount', 'pu_location.borough', 'payment_type'];

  test('offers fields that begin with what is typed, then those that hold it', () => {
    const completion = completionAt('x > 1 and am', 12, fields);
    expect([completion.start, completion.end]).toEqual([10, 12]);
    expect(completion.options).toEqual(['fare_amount']);
    expect(completionAt('pa', 2, fields).options[0]).toBe('payment_type');
  });

  test('goes on within a path', () => {
    expect(completionAt('pu_location.b', 13, fields)).toMatchObject({
      start: 0,
      options: ['pu_location.borough'],
    });
  });

  test('knows what is not the value', () => {
    expect(completionAt('$pa', 3, fields).options).toEqual(['$partition']);
  });

  test.each([
    ["a = 'fa", 7],
    ['a > 12', 6],
    ['a ', 2],
    ['fare_amount', 11],
  ])('is silent in %j', (text, caret) => {
    expect(completionAt(text, caret, fields).options).toEqual([]);
  });
});

test.each([
  ['temp', 'temp'],
  ['fixed acidity', '"fixed acidity"'],
  ['1st', '"1st"'],
  ['a"b', '"a""b"'],
  ['In', '"In"'],
  ['inner', 'inner'],
])('the name %j is written %s', (name, written) => {
  expect(quoteName(name)).toBe(written);
});
