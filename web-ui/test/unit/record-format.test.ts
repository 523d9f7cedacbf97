import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LiveRecord } from '../../src/protocol/record';
import { FORMAT_GROUPS, formatKind, formatOf, formatValues } from '../../src/protocol/record-format';

const CONTRACT = new URL(
  '../../../platform/contract/src/main/java/io/sluice/contract/RecordFormat.java',
  import.meta.url,
);

describe('a format', () => {
  test('can be chosen of every type that the contract knows', () => {
    const types = /enum Type \{([\s\S]*?)@JsonCreator/.exec(readFileSync(CONTRACT, 'utf8'))?.[1] ?? '';
    const known = [...types.matchAll(/^\s+([A-Z_]+)[,;]$/gm)].map(([, name]) => name?.toLowerCase());
    const offered = FORMAT_GROUPS.flatMap(({ kinds }) => kinds.map(({ type }) => type));
    expect(known.length).toBeGreaterThan(10);
    expect([...offered].sort()).toEqual([...known].sort());
  });

  test('that nobody has set is automatic', () => {
    expect(formatOf(formatValues(undefined))).toEqual({ type: 'auto' });
  });

  test('comes back as it was shown', () => {
    const part = { type: 'delimited', delimiter: '\t', columns: ['a', 'b'] };
    expect(formatOf(formatValues(part))).toEqual(part);
  });

  test('leaves out what belongs to another type', () => {
    const values = { ...formatValues({ type: 'avro', subject: 'rides-value' }), type: 'cbor' };
    expect(formatOf(values)).toEqual({ type: 'cbor' });
  });

  test('that this page does not know goes by its own name', () => {
    expect(formatKind('thrift').title).toBe('thrift');
  });
});

describe('a record that its format does not fit', () => {
  test('says why, and keeps its bytes', () => {
    const record = new LiveRecord(
      '{"topic":"t","partition":0,"offset":7,"timestamp":1,"key":null,"headers":{},"value_base64":"AAAA","value_error":"the schema registry has no schema 99"}',
    );
    expect(record.envelope.body).toEqual({
      kind: 'base64',
      text: 'AAAA',
      error: 'the schema registry has no schema 99',
    });
    expect(record.value).toBeUndefined();
  });

  test('says the same of its key', () => {
    const record = new LiveRecord(
      '{"topic":"t","partition":0,"offset":7,"timestamp":1,"key_base64":"AA==","key_error":"4 bytes where 8 are expected","headers":{},"value":1}',
    );
    expect(record.envelope.keyError).toBe('4 bytes where 8 are expected');
    expect(record.envelope.key).toBe('base64:AA==');
  });

  test('plain bytes have no fault', () => {
    const record = new LiveRecord(
      '{"topic":"t","partition":0,"offset":7,"timestamp":1,"key":null,"headers":{},"value_base64":"AAAA"}',
    );
    expect(record.envelope.body).toEqual({ kind: 'base64', text: 'AAAA' });
  });
});
