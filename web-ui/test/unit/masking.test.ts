import { describe, expect, test } from 'vitest';
import {
  actionOf,
  draftOf,
  fieldPointer,
  type Masking,
  maskingOf,
  newLine,
  newRule,
  nextId,
  readLine,
  repeated,
  whomText,
} from '../../src/protocol/masking';

describe('what is done with a field', () => {
  test('is read and written as the same', () => {
    for (const action of [
      'remove',
      'hash',
      'shorten(4)',
      'shorten(2,4)',
      'replace("hidden")',
      'replace("5")',
      'replace(5)',
      'replace(null)',
      'replace("")',
      'replace(" edge ")',
      'replace("a \\"quoted\\" (word)")',
      'replace({"a":[1]})',
    ])
      expect(actionOf(readLine(1, 'a', action)), action).toBe(action);
  });

  test('a text needs no quotes, unless it would read as JSON', () => {
    expect(readLine(1, 'a', 'replace("hidden")').value).toBe('hidden');
    expect(readLine(1, 'a', 'replace("5")').value).toBe('"5"');
    expect(actionOf({ ...newLine(1), kind: 'replace', value: 'say "no"' })).toBe('replace("say \\"no\\"")');
  });
});

describe('rules', () => {
  const saved: Masking = {
    rules: [
      { except: ['auditors'], mask: { iban: 'shorten(4)', 'person.address': 'remove' } },
      { groups: ['interns'], mask: {}, rows: "country = 'RO'" },
    ],
  };

  test('survive the form', () => {
    expect(maskingOf(draftOf(saved))).toEqual(saved);
  });

  test('leave out what is empty', () => {
    expect(maskingOf([newRule(1)])).toEqual({ rules: [{ mask: {} }] });
  });

  test('say whom they are for', () => {
    expect(draftOf(saved).map(whomText)).toEqual(['Everybody, except auditors', 'Members of interns']);
  });

  test('do not name a field twice', () => {
    const rule = {
      ...newRule(1),
      lines: ['a', 'b', ' a ', '', ''].map((field, id) => ({ ...newLine(id), field })),
    };
    expect(repeated(rule)).toEqual([2]);
  });

  test('their faults are found at the field', () => {
    expect(fieldPointer(1, ' a/b ')).toBe('/rules/1/mask/a~1b');
    expect(nextId([{ id: 3 }, { id: 1 }])).toBe(4);
    expect(nextId([])).toBe(1);
  });
});
