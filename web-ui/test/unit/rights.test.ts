import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { aboutText, NO_SEARCH, parametersOf, queryOf, searchFrom, together } from '../../src/protocol/audit';
import { lifetimesAfter, scopesFor } from '../../src/protocol/key';
import {
  accessHref,
  type Grant,
  givenText,
  granteeOf,
  isThingKind,
  lifetime,
  type Ruling,
  ruleText,
  thingHref,
} from '../../src/protocol/rights';

const GRANT: Grant = {
  id: 'g1',
  on: { kind: 'topic', id: 'rides' },
  to: { group: 'night' },
  level: 'viewer',
  download: true,
  created_by: 'ana',
  created_at: '2026-01-01T00:00:00Z',
};

const ruling = (change: Partial<Ruling>): Ruling => ({
  user: 'bob',
  rights: [],
  rule: 'none',
  grants: [],
  capped: false,
  ...change,
});

describe('the rule that decided', () => {
  test('names the way by which a grant came', () => {
    const byName = { ...GRANT, id: 'g2', to: { user: 'bob' } };
    const grants = new Map([
      ['g1', GRANT],
      ['g2', byName],
    ]);
    expect(ruleText(ruling({ rule: 'granted', grants: ['g1', 'g2', 'g2'] }), grants)).toBe(
      'given through group night, by name',
    );
    expect(ruleText(ruling({ rule: 'denied', grants: ['g3'] }), grants)).toBe(
      'denied with what it belongs to',
    );
  });

  test('says of what somebody is the owner, and what a key takes away', () => {
    expect(ruleText(ruling({ rule: 'owner', of: 'dataset' }))).toBe('owner of the dataset');
    expect(ruleText(ruling({ rule: 'open', capped: true }))).toBe(
      'open to everybody; less by the scope of the key',
    );
  });

  test('is known for every rule of the server', () => {
    const contract = readFileSync(
      new URL('../../../gateway/src/main/resources/openapi.yaml', import.meta.url),
      'utf8',
    );
    const [, listed = ''] = /rule: \{?\s*enum: \[([a-z, ]*administrator[a-z, ]*)\]/.exec(contract) ?? [];
    const rules = listed.split(',').map((rule) => rule.trim());
    expect(rules).toContain('granted');
    for (const rule of rules) expect(ruleText(ruling({ rule } as Partial<Ruling>))).toMatch(/^[a-z]/);
  });
});

test('a grant says what it gives', () => {
  expect(givenText(GRANT)).toBe('Viewer');
  expect(givenText({ level: 'editor', download: false })).toBe('Editor, no download');
  expect(givenText({ level: 'owner', download: false })).toBe('Owner');
  expect(granteeOf(GRANT.to)).toEqual({ kind: 'group', name: 'night' });
  expect(lifetime('')).toEqual({});
  expect(lifetime('3600')).toEqual({ expires_in: 3600 });
});

test('things are found by their kind and name', () => {
  expect(thingHref({ kind: 'topic', id: 'a b' })).toBe('/topics/a%20b');
  expect(accessHref({ kind: 'organization', id: 'a/b' })).toBe('/access/organization/a%2Fb');
  expect(isThingKind('landing')).toBe(true);
  expect(isThingKind('constructor')).toBe(false);
});

test('a key that is rotated ends as before, unless it has ended', () => {
  const now = Date.parse('2026-01-02T03:04:05Z');
  const running = lifetimesAfter('2026-01-02T03:04:06Z', now);
  expect(running.preset).toBe('');
  expect(running.choices[0]).toEqual({ value: '', label: 'When it would have anyway' });
  expect(lifetimesAfter(null, now).choices[0]).toEqual({ value: '', label: 'Never' });
  const over = lifetimesAfter('2026-01-02T03:04:05Z', now);
  expect(over.choices.map(({ value }) => value)).not.toContain('');
  expect(over.choices.map(({ value }) => value)).toContain(over.preset);
});

test('nobody makes a key that may more than they', () => {
  expect(scopesFor('viewer').map(({ value }) => value)).toEqual(['all', 'viewer']);
  expect(scopesFor('admin').map(({ value }) => value)).toEqual(['all', 'editor', 'viewer']);
});

describe('the audit', () => {
  test('is searched by the address of the page, and times become instants', () => {
    const search = { ...NO_SEARCH, user: 'ana', from: '2026-01-02T03:04' };
    expect(searchFrom(new URLSearchParams(parametersOf(search)))).toEqual(search);
    expect(queryOf(search)).toEqual({ user: 'ana', from: new Date('2026-01-02T03:04').toISOString() });
    expect(parametersOf(NO_SEARCH)).toEqual({});
  });

  test('is verified in portions, as one', () => {
    const first = { intact: true, first: 1, last: 500, next: 500 };
    const last = { intact: false, first: 501, last: 700, broken_at: 640 };
    expect(together(undefined, first)).toBe(first);
    expect(together(first, last)).toEqual({ intact: false, first: 1, last: 700, broken_at: 640 });
  });

  test('says what an entry is about', () => {
    const entry = { kind: 'topic', id: 't1', name: 'rides' } as Parameters<typeof aboutText>[0];
    expect(aboutText(entry)).toBe('topic rides');
    expect(aboutText({ ...entry, name: null })).toBe('topic t1');
    expect(aboutText({ ...entry, name: null, id: null })).toBe('topic');
  });
});
