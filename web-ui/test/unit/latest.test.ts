import { expect, test } from 'vitest';
import { stepsOf } from '../../src/protocol/filter';
import { latestRows } from '../../src/protocol/latest';
import { LiveRecord } from '../../src/protocol/record';

let offset = 0;

function record(value: string, key: string | null = null): LiveRecord {
  return new LiveRecord(
    `{"topic":"t","partition":0,"offset":${offset++},"timestamp":${offset},"key":${JSON.stringify(key)},"headers":{},"value":${value}}`,
  );
}

const WINDOWING = { keys: ['zone'], figures: ['n'] };
const row = (start: number, zone: string, n: number) =>
  record(`{"window_start":"2026-01-01T00:0${start}:00Z","zone":"${zone}","n":${n}}`, `${start} ${zone}`);

test('plain records are rows each, the newest first', () => {
  const records = [record('{"n":3}'), record('{"n":2}'), record('{"n":1}')];
  expect(latestRows(records, null, 2).map(({ value }) => value)).toEqual([{ n: 3 }, { n: 2 }]);
});

test('of a window and key the latest row counts, ranked within the newest window', () => {
  const newestFirst = [row(2, 'a', 1), row(2, 'b', 5), row(1, 'a', 9), row(1, 'a', 8)];
  expect(latestRows(newestFirst, WINDOWING, 10).map(({ value }) => (value as { n: number }).n)).toEqual([
    5, 1, 9,
  ]);
});

test('a row that was taken away is gone, until it comes again', () => {
  const again = [
    row(1, 'b', 7),
    record('null', '1 a'),
    row(1, 'a', 9),
    record('null', '1 b'),
    row(1, 'b', 3),
  ];
  expect(latestRows(again, WINDOWING, 10).map(({ value }) => (value as { n: number }).n)).toEqual([7]);
});

test('the steps of a path are its names, quoted or not', () => {
  expect(stepsOf('a.b')).toEqual(['a', 'b']);
  expect(stepsOf('"fixed acidity"."a""b.c".d')).toEqual(['fixed acidity', 'a"b.c', 'd']);
});
