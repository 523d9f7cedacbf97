import { describe, expect, test } from 'vitest';
import { progressOf } from '../../src/features/streams/upgrade';
import { isQuery, type Stream } from '../../src/protocol/stream';
import { changeOf } from '../../src/protocol/stream-change';
import { definitionOf, draftOf } from '../../src/protocol/stream-draft';

const STREAM: Stream = {
  id: 'i',
  name: 'dear',
  topic: 'dear',
  state: 'RUNNING',
  sources: [{ topic: 'rides', rate: 0, lag: 0 }],
  source: { topics: ['rides'], where: 'fare > 1', from: 'latest' },
  branches: [{ name: 'high', where: 'fare > 9' }],
  owner: 'ana',
  created_at: '',
  version: 2,
};
const DRAFT = draftOf(STREAM);

describe('a change of a stream on the form', () => {
  test('is empty as long as it says what the stream says', () => {
    expect(changeOf(STREAM, definitionOf(DRAFT))).toEqual({});
  });

  test('names the parts that differ, and takes away by null', () => {
    expect(changeOf(STREAM, definitionOf({ ...DRAFT, branches: [] }))).toEqual({ branches: null });
    expect(changeOf(STREAM, definitionOf({ ...DRAFT, where: 'fare > 2' }))).toEqual({
      source: { topics: ['rides'], where: 'fare > 2', from: 'latest' },
    });
  });

  test('takes members of the source away by null', () => {
    const other = { ...DRAFT, mode: 'datasets', datasets: ['taxis'], where: '' } as const;
    expect(changeOf(STREAM, definitionOf(other))).toEqual({
      source: { datasets: ['taxis'], from: 'latest', topics: null, where: null },
    });
  });

  test('a window is added beside the filter', () => {
    const window = { ...DRAFT.window, type: 'tumbling', size: '1m' } as const;
    expect(changeOf(STREAM, definitionOf({ ...DRAFT, window }))).toEqual({
      window: {
        type: 'tumbling',
        size: '1m',
        time: '$timestamp',
        aggregates: ['count(*) as n'],
        emit: 'change',
      },
    });
  });
});

describe('a change of a query that is said in fields', () => {
  const window = {
    type: 'tumbling',
    size: '1h',
    grace: '0s',
    idle: '10s',
    time: '$timestamp',
    group_by: ['zone'],
    aggregates: ['count(*) as n'],
    emit: 'change',
  } as const;
  const query: Stream = { ...STREAM, sql: "select zone, count(*) as n from topic('rides') …", window };

  test('is made on the form', () => {
    const draft = draftOf(query);
    expect(isQuery(query)).toBe(false);
    expect(changeOf(query, definitionOf(draft))).toEqual({});
    expect(changeOf(query, definitionOf({ ...draft, window: { ...draft.window, size: '2h' } }))).toEqual({
      window: { ...window, size: '2h' },
    });
  });
});

describe('a change of a stream as text', () => {
  const sql = "select * from topic('rides') where fare > 1 emit changes";
  const query: Stream = { ...STREAM, source: { from: 'earliest' }, sql };
  const shown = "select *\nfrom topic('rides')\nwhere fare > 1\nemit changes";

  test('is empty for the text that was shown', () => {
    expect(changeOf(query, { sql: shown, from: 'earliest' })).toEqual({});
  });

  test('is the new text, and the start if that is another', () => {
    const other = shown.replace('1', '2');
    expect(changeOf(query, { sql: other, from: 'earliest' })).toEqual({ sql: other });
    expect(changeOf(query, { sql: shown, from: 'latest' })).toEqual({ from: 'latest' });
  });
});

describe('a new version', () => {
  const told = (state: Stream['state'], lag: number, reason?: string) =>
    progressOf({ version: 3, state, lag, ...(reason === undefined ? {} : { reason }) }, STREAM);

  test('tells how far it is', () => {
    expect(told('STARTING', 0)).toBe('Version 3 is being started beside version 2.');
    expect(told('RUNNING', 1)).toBe('Version 3 catches up beside version 2: 1 record to go.');
    expect(told('RUNNING', 0)).toBe('Version 3 has caught up, and is about to take the place of version 2.');
  });

  test('that failed tells why, and that the present one goes on', () => {
    expect(told('FAILED', 9, 'The topic rides is gone.')).toBe(
      'Version 3 has failed: The topic rides is gone. Version 2 goes on.',
    );
  });
});
