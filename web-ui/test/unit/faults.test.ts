import { describe, expect, test } from 'vitest';
import { blankDraft, type Draft, pointersOf } from '../../src/protocol/draft';
import { elementPointer, memberPointer } from '../../src/protocol/entries';
import { hasFault, place } from '../../src/protocol/faults';
import { CONTACTS } from '../../src/protocol/metadata';

const fault = (pointer: string, reason = 'no') => ({ pointer, reason });
const placed = (draft: Draft, ...pointers: string[]) =>
  place(
    pointers.map((pointer) => fault(pointer)),
    pointersOf(draft),
  );

describe('a fault', () => {
  test('is shown at the input with its pointer', () => {
    const { at, elsewhere } = placed(blankDraft('csv'), '/source/url', '/processing/delimiter', '/name');
    expect([...at.keys()]).toEqual(['/source/url', '/processing/delimiter', '/name']);
    expect(elsewhere).toEqual([]);
  });

  test('inside of what an input holds is shown there', () => {
    const { at } = placed(blankDraft('csv'), '/tags/3', '/processing/columns/0');
    expect([...at.keys()]).toEqual(['/tags', '/processing/columns']);
  });

  test('of an option in the source is shown among the options', () => {
    expect([...placed(blankDraft('csv'), '/source/header_line').at.keys()]).toEqual([
      '/processing/header_line',
    ]);
  });

  test('that no input shows is told elsewhere, not lost', () => {
    const hidden = [fault('/processing/group'), fault('/source/security/mechanism'), fault('')];
    expect(place(hidden, pointersOf(blankDraft('csv')))).toEqual({ at: new Map(), elsewhere: hidden });
    const own = { ...blankDraft('kafka'), source: { 'security/protocol': 'SASL_SSL', foreign: false } };
    expect(placed(own, '/source/security/mechanism').elsewhere).toHaveLength(1);
    const foreign = { ...own, source: { ...own.source, foreign: true } };
    expect(placed(foreign, '/source/security/mechanism').elsewhere).toEqual([]);
  });

  test('joins another one at the same input', () => {
    const { at } = place([fault('/name', 'too long'), fault('/name', 'is taken')], ['/name']);
    expect(at.get('/name')).toBe('too long; is taken');
  });

  test('of a mapped field stands at its line, slashes and tildes included', () => {
    const entry = { id: 1, cells: { name: 'a/b~c', value: '' } };
    const { at } = placed({ ...blankDraft('csv'), mapping: [entry] }, '/mapping/a~1b~0c');
    expect(at.has(memberPointer('/mapping', entry))).toBe(true);
  });

  test('of a contact counts only the lines that were sent', () => {
    const empty = { id: 1, cells: {} };
    const second = { id: 2, cells: { email: 'a@example.org' } };
    const draft = blankDraft('csv');
    const contacts = [empty, second];
    const { at } = placed(
      { ...draft, metadata: { ...draft.metadata, contacts } },
      '/metadata/contacts/0/name',
    );
    expect(at.has(elementPointer(CONTACTS, contacts, second))).toBe(true);
  });
});

test('a part of the form knows whether something is wrong in it', () => {
  const faults = placed(blankDraft('csv'), '/processing/types');
  expect(hasFault(faults, '/processing')).toBe(true);
  expect(hasFault(faults, '/proc')).toBe(false);
  expect(hasFault(faults, '/mapping', '/metadata')).toBe(false);
});
