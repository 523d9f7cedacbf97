import { describe, expect, test } from 'vitest';
import {
  adviceOf,
  figuresOf,
  percentOf,
  percentText,
  progressText,
} from '../../src/features/dataset/progress';
import type { Dataset, DatasetState, SourceStats } from '../../src/protocol/resources';
import type { DatasetSource } from '../../src/protocol/source';

const STATS: SourceStats = { records: 10, rows: 10, bytes: 0, failed: 0, idle: false, rate: 2.5 };
const CSV: DatasetSource = { type: 'csv', url: 'https://example.org/a.csv' };

const dataset = (state: DatasetState, stats: Partial<SourceStats> = {}, source: DatasetSource = CSV) =>
  ({ state, source, stats: { ...STATS, ...stats } }) as Dataset;

describe('the figures of a source', () => {
  test('leave out what says nothing', () => {
    expect(figuresOf(STATS)).toEqual([
      { label: 'Records written', text: '10' },
      { label: 'Rate', text: '2.5/s' },
    ]);
  });

  test('tell rows apart from records, bytes with their size, and what failed', () => {
    const figures = figuresOf({ ...STATS, rows: 1200, bytes: 1_500_000, size: 3_000_000, failed: 1190 });
    expect(figures.slice(2)).toEqual([
      { label: 'Rows read', text: '1,200' },
      { label: 'Bytes read', text: '1.5 MB of 3.0 MB' },
      { label: 'Failed rows', text: '1,190', tone: 'bad' },
    ]);
  });
});

describe('the percentage', () => {
  test('is there only where the size is known', () => {
    expect(percentOf(dataset('RUNNING'))).toBeUndefined();
    expect(percentOf(dataset('RUNNING', { percent: 36.8 }))).toBe(36.8);
    expect(percentOf(dataset('COMPLETED', { percent: 99.2 }))).toBe(100);
  });

  test('never promises the end before it is there', () => {
    expect([0, 0.2, 36.8, 99.7, 100].map(percentText)).toEqual(['0 %', '< 1 %', '36 %', '99 %', '100 %']);
  });
});

describe('the sentence', () => {
  test('tells the states apart', () => {
    const states: DatasetState[] = ['STARTING', 'RUNNING', 'PAUSED', 'FAILED', 'COMPLETED', 'UNKNOWN'];
    expect(new Set(states.map((state) => progressText(dataset(state)))).size).toBe(states.length);
    expect(progressText(dataset('COMPLETED', { records: 1 }))).toBe('All of it was read: 1 record.');
  });

  test('says when nothing has come for a while', () => {
    expect(progressText(dataset('RUNNING', { idle: true }))).toContain('Nothing new');
  });

  test('of what does not run speaks of no progress', () => {
    expect(progressText(dataset('ACTIVE', {}, { type: 's3', url: 's3://a' }))).toContain('no records here');
    expect(progressText(dataset('ACTIVE', {}, { type: 'kafka', topic: 'a' }))).toContain('nothing runs');
  });
});

test('the advice speaks of credentials as they are', () => {
  expect(adviceOf({ ...dataset('FAILED'), has_credentials: true })).toContain('its credentials');
  expect(adviceOf(dataset('FAILED'))).toContain('whether it asks for credentials');
  expect(adviceOf(dataset('FAILED', {}, { type: 'directory', path: '/data' }))).toContain('directory');
});
