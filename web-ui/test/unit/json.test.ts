import { describe, expect, test } from 'vitest';
import { elementsOf, membersOf, parseJson, printJson } from '../../src/protocol/json';
import { LiveRecord } from '../../src/protocol/record';

describe('JSON that keeps every digit', () => {
  test.each([
    '9007199254740993',
    '0.1000000000000000055511151231257827',
    '-9223372036854775808',
    '1.10',
    '1e400',
    '-0',
    '1E5',
    '0',
    '-12.5',
  ])('%s is printed as it was written', (text) => {
    expect(printJson(parseJson(text))).toBe(text);
  });

  test('a number that JavaScript prints alike is a plain number', () => {
    expect(parseJson('42.5')).toBe(42.5);
    expect(typeof parseJson('9007199254740993')).toBe('object');
  });

  test('structures keep their numbers', () => {
    const text = '{"id":9007199254740993,"list":[1,2.50,null,true],"nested":{"a b":"ü\\n"}}';
    expect(printJson(parseJson(text))).toBe(text);
  });

  test('of two members with one name the first counts, as in the filter language', () => {
    expect(parseJson('{"a":1,"a":2}')).toEqual({ a: 1 });
  });

  test('a member named __proto__ is a member', () => {
    expect(Object.keys(parseJson('{"__proto__":{"x":1}}') as object)).toEqual(['__proto__']);
  });

  test('what is not JSON is refused', () => {
    expect(() => parseJson('{"a":}')).toThrow(SyntaxError);
  });
});

describe('raw slices', () => {
  test('members come with the very text of their values', () => {
    const members = membersOf(' { "a" : 1.50 , "b\\"" : { "x" : [ "}" , "\\"]" ] } , "c":"," } ');
    expect([...members]).toEqual([
      ['a', '1.50'],
      ['b"', '{ "x" : [ "}" , "\\"]" ] }'],
      ['c', '","'],
    ]);
  });

  test('elements come with the very text of their values', () => {
    expect(elementsOf('[ {"a":[1,2]} , "[", 3.0 ]')).toEqual(['{"a":[1,2]}', '"["', '3.0']);
  });

  test('empty ones are empty', () => {
    expect(membersOf('{ }').size).toBe(0);
    expect(elementsOf('[]')).toEqual([]);
  });

  test.each(['', '{', '{"a"', '{"a":1', '{"a":"', '[1', '[1,,2]', '{"a":1]'])('%j is refused', (text) => {
    expect(() => (text.startsWith('[') ? elementsOf(text) : membersOf(text))).toThrow(SyntaxError);
  });
});

describe('a record', () => {
  const value = '{"2":"b","1":"a","id":9007199254740993,"ratio":0.1000000000000000055511151231257827}';
  const record = new LiveRecord(
    `{"topic":"t","partition":3,"offset":9007199254740995,"timestamp":1763692800000,"key":"k","headers":{"h":"1"},"value":${value}}`,
  );

  test('keeps its value as the text that was produced, order of names included', () => {
    expect(record.envelope.body).toEqual({ kind: 'json', text: value });
  });

  test('keeps every digit of its coordinates', () => {
    expect(record.position).toBe('t-3@9007199254740995');
    expect(record.envelope.timestamp).toBe(1763692800000);
    expect(record.envelope.key).toBe('k');
  });

  test.each([
    ['"value_text":"a\\"b"', { kind: 'text', text: 'a"b' }],
    ['"value_base64":"AAE="', { kind: 'base64', text: 'AAE=' }],
    ['"value_truncated":"{\\"a\\":","size":5000000', { kind: 'truncated', text: '{"a":', size: 5000000 }],
    ['"value_truncated":true,"size":9', { kind: 'truncated', text: '', size: 9 }],
    ['"value":null', { kind: 'json', text: 'null' }],
  ])('with %s says what it carries', (member, body) => {
    const other = new LiveRecord(`{"topic":"t","partition":0,"offset":0,"timestamp":0,"key":null,${member}}`);
    expect(other.envelope.body).toEqual(body);
    expect(other.envelope.key).toBeNull();
  });

  test('nested too deep to be parsed still shows as text', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const record = new LiveRecord(`{"topic":"t","partition":0,"offset":0,"timestamp":0,"value":${deep}}`);
    expect(record.value).toBeUndefined();
    expect(record.envelope.body).toEqual({ kind: 'json', text: deep });
  });
});
