import { describe, expect, test } from 'vitest';
import { type AlertRule, alertTopics, groupText, latestDeliveries, noticeOf } from '../../src/protocol/alert';
import {
  alertChange,
  alertDraftOf,
  alertOf,
  NEW_ALERT,
  usualResolveAfter,
} from '../../src/protocol/alert-draft';
import { parseJson } from '../../src/protocol/json';

describe('the form of a rule', () => {
  const draft = {
    ...NEW_ALERT,
    name: 'n ',
    kind: 'stream',
    source: 's',
    where: 'a > 1',
    url: 'https://h',
    secret: 'x',
  } as const;

  test('leaves out what is empty', () => {
    expect(alertOf(draft)).toEqual({
      name: 'n',
      source: { stream: 's' },
      where: 'a > 1',
      threshold: { count: 3, within: '10m' },
      time: '$timestamp',
      severity: 'warning',
      webhook: { url: 'https://h', secret: 'x' },
    });
  });

  test('a change takes away what is empty now, and keeps a secret that is not typed again', () => {
    const rule = { ...alertOf(draft), id: 'i', webhook: { url: 'https://h' } } as AlertRule;
    const shown = alertDraftOf(rule);
    expect(shown.secret).toBe('');
    expect(alertChange({ ...shown, several: false })).toMatchObject({
      threshold: null,
      for: null,
      every: null,
      webhook: { url: 'https://h' },
      group_by: [],
    });
    expect(alertChange({ ...shown, url: '' })).toMatchObject({ webhook: null });
  });
});

describe('the end of a firing', () => {
  const rule = {
    name: 'n',
    source: { topic: 't' },
    where: '',
    threshold: { count: 3, within: '10m' },
  } as AlertRule;

  test('is left to the server where nobody says what it is', () => {
    const said = alertOf({ ...NEW_ALERT, name: 'n', source: 't' });
    expect(said).not.toHaveProperty('resolve');
    expect(said).not.toHaveProperty('resolve_after');
    expect(alertOf({ ...NEW_ALERT, resolve: 'no_match', resolveAfter: ' 1h ' })).toMatchObject({
      resolve: 'no_match',
      resolve_after: '1h',
    });
  });

  test('a quiet that is as long as usual follows the threshold when that is changed', () => {
    const usual = alertDraftOf({ ...rule, resolve: 'quiet', resolve_after: '10m' });
    expect(alertChange({ ...usual, within: '2m' })).toMatchObject({ resolve: 'quiet', resolve_after: null });
    const own = alertDraftOf({ ...rule, resolve: 'quiet', resolve_after: '20m' });
    expect(alertChange(own)).toMatchObject({ resolve_after: '20m' });
    const byRow = alertDraftOf({ ...rule, resolve: 'no_match', resolve_after: '10m' });
    expect(alertChange(byRow)).toMatchObject({ resolve: 'no_match', resolve_after: '10m' });
  });

  test('what is usual is told', () => {
    expect(usualResolveAfter(NEW_ALERT)).toBe('10m');
    expect(usualResolveAfter({ ...NEW_ALERT, several: false })).toBe('5m');
    expect(usualResolveAfter({ ...NEW_ALERT, resolve: 'no_match' })).toBeNull();
  });
});

describe('notices', () => {
  test('come from the topics of the rules, each once', () => {
    expect(alertTopics([{ topic: 'own' }, {}, { topic: null }, { topic: 'own' }])).toEqual([
      'own',
      'sluice-alerts',
    ]);
  });

  test('are read from records, and anything else is none', () => {
    const value = '{"event_id":"e1","name":"n","severity":"critical","group":{"zone":7},"state":"resolved"}';
    expect(noticeOf(parseJson(value))).toEqual({
      id: 'e1',
      name: 'n',
      severity: 'critical',
      group: 'zone 7',
      state: 'resolved',
    });
    for (const other of ['{"a":1}', '[1]', '"x"', 'null']) expect(noticeOf(parseJson(other))).toBeUndefined();
  });

  test('of each channel the newest delivery counts', () => {
    const told = (channel: string, state: string) => ({ channel, state, attempts: 1 });
    const all = [told('webhook', 'failed'), told('topic', 'delivered'), told('webhook', 'delivered')];
    expect(latestDeliveries(all)).toEqual([told('webhook', 'failed'), told('topic', 'delivered')]);
  });

  test('a group of several keys stands in one line', () => {
    expect(groupText({ zone: 'a', hour: 9 })).toBe('zone a, hour 9');
    expect(groupText(['a', 9])).toBe('a, 9');
    expect(groupText(null)).toBe('');
  });
});
