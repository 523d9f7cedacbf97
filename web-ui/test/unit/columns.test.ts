import { describe, expect, test } from 'vitest';
import { columnsFor, defaultColumns, templateOf } from '../../src/features/live/columns';
import { FieldCatalog, valueAt } from '../../src/protocol/columns';
import { parseJson, printJson } from '../../src/protocol/json';

function catalogOf(...records: string[]): FieldCatalog {
  const catalog = new FieldCatalog();
  for (const record of records) catalog.observe(parseJson(record));
  return catalog;
}

describe('columns learned from records', () => {
  test('nested objects become paths, in the order in which they were seen', () => {
    const fields = catalogOf('{"a":1,"loc":{"lat":1.5,"lon":2.5},"tags":["x"]}').fields();
    expect(fields.map(({ path, type }) => [path, type])).toEqual([
      ['a', 'integer'],
      ['loc.lat', 'number'],
      ['loc.lon', 'number'],
      ['tags', 'array'],
    ]);
  });

  test('names that are no words are quoted as the filter language does', () => {
    const [field] = catalogOf('{"fixed acidity":{"a\\"b":1}}').fields();
    expect(field?.path).toBe('"fixed acidity"."a""b"');
    expect(field?.steps).toEqual(['fixed acidity', 'a"b']);
  });

  test('a field is counted in the records that have it', () => {
    const catalog = catalogOf('{"a":1,"b":null}', '{"a":2}', '"text"', '{"a":3,"b":"x"}');
    expect(catalog.observed).toBe(4);
    expect(catalog.fields().map(({ path, count, type }) => [path, count, type])).toEqual([
      ['a', 3, 'integer'],
      ['b', 2, 'string'],
    ]);
  });

  test('integers and decimals together are numbers', () => {
    expect(catalogOf('{"a":9007199254740993}', '{"a":2}', '{"a":1.10}').fields()[0]?.type).toBe('number');
  });

  test('however many names there are, 300 are kept', () => {
    const catalog = new FieldCatalog();
    for (let name = 0; name < 1000; name++) catalog.observe({ [`f${name}`]: name });
    expect(catalog.fields()).toHaveLength(300);
  });

  test('the value at a path keeps its digits, and missing is not null', () => {
    const value = parseJson('{"a":{"id":9007199254740993,"gone":null}}');
    const id = valueAt(value, ['a', 'id']);
    expect(id === undefined ? id : printJson(id)).toBe('9007199254740993');
    expect(valueAt(value, ['a', 'gone'])).toBeNull();
    expect(valueAt(value, ['a', 'never'])).toBeUndefined();
    expect(valueAt(value, ['a', 'toString'])).toBeUndefined();
  });
});

describe('columns of the table', () => {
  test('without a field there is the whole value', () => {
    expect(defaultColumns([], 5, true)).toEqual(['$time', '$partition', '$offset', '$key', '$value']);
  });

  test('a chosen column stays though no record has it yet', () => {
    const columns = columnsFor(['$time', 'a.b'], [], new Map([['a.b', 99]]));
    expect(columns.map(({ id, width, steps }) => [id, width, steps])).toEqual([
      ['$time', 114, null],
      ['a.b', 99, ['a', 'b']],
    ]);
    expect(templateOf(columns)).toBe('114px 99px');
  });
});
