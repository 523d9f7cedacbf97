import { expect, test } from 'vitest';
import { clicked, NEWEST_FIRST, printOrder, readOrder, sorted } from '../../src/features/sessions/order';
import type { LiveSession } from '../../src/protocol/resources';

const session = (id: string, rate: number, since = '2026-01-01T00:00:00Z') =>
  ({ id, rate, since, user: 'ana' }) as LiveSession;
const ids = (sessions: readonly LiveSession[]) => sessions.map(({ id }) => id).join('');

test('equal ones keep one order, whichever the server gave', () => {
  const order = { key: 'rate', down: true } as const;
  expect(ids(sorted([session('b', 1), session('c', 2), session('a', 1)], order))).toBe('cab');
  expect(ids(sorted([session('a', 1), session('b', 1), session('c', 2)], order))).toBe('cab');
});

test('times are compared as times', () => {
  const late = session('a', 0, '2026-01-01T10:00:00+01:00');
  const later = session('b', 0, '2026-01-01T09:30:00Z');
  expect(ids(sorted([late, later], NEWEST_FIRST))).toBe('ba');
});

test.each(['-rate', 'user', '-since'])('%s survives the address', (text) => {
  expect(printOrder(readOrder(text))).toBe(text);
});

test('what is no order is the newest first', () => {
  expect(readOrder('colour')).toEqual(NEWEST_FIRST);
  expect(readOrder(null)).toEqual(NEWEST_FIRST);
});

test('figures begin with the largest, words with the first, and a second click turns round', () => {
  expect(clicked(NEWEST_FIRST, 'rate')).toEqual({ key: 'rate', down: true });
  expect(clicked(NEWEST_FIRST, 'user')).toEqual({ key: 'user', down: false });
  expect(clicked(NEWEST_FIRST, 'since')).toEqual({ key: 'since', down: false });
});
