import { type Field, objectOf, type Values, valuesOf } from './fields';
import type { JsonObject } from './json';

/** How the bytes of keys, or of values, are read. */
export interface FormatPart {
  readonly type: string;
  readonly subject?: string;
  readonly delimiter?: string;
  readonly columns?: readonly string[];
}

export interface RecordFormat {
  readonly key?: FormatPart;
  readonly value?: FormatPart;
}

interface FormatKind {
  readonly type: string;
  readonly title: string;
  readonly about: string;
}

interface FormatGroup {
  readonly title: string;
  readonly kinds: readonly FormatKind[];
}

export const FORMAT_GROUPS: readonly FormatGroup[] = [
  {
    title: 'As it is',
    kinds: [
      {
        type: 'auto',
        title: 'Automatic',
        about: 'JSON as it is; else what a schema registry says of it; else text or Base64',
      },
      { type: 'json', title: 'JSON', about: 'Passed on with every digit' },
      { type: 'string', title: 'Text', about: 'UTF-8, even where it looks like JSON' },
      { type: 'raw', title: 'Raw bytes', about: 'Not looked into; shown as Base64' },
    ],
  },
  {
    title: 'With the schema registry',
    kinds: [
      { type: 'avro', title: 'Avro', about: 'Wire format: a zero, four bytes of a schema id, then Avro' },
      { type: 'protobuf', title: 'Protobuf', about: 'Wire format with the index of the message' },
      { type: 'json_schema', title: 'JSON Schema', about: 'Wire format, then JSON' },
    ],
  },
  {
    title: 'Binary',
    kinds: [
      { type: 'messagepack', title: 'MessagePack', about: 'One value' },
      { type: 'cbor', title: 'CBOR', about: 'One value' },
      { type: 'long', title: 'Long', about: '8 bytes, big-endian' },
      { type: 'int', title: 'Integer', about: '4 bytes, big-endian' },
      { type: 'double', title: 'Double', about: '8 bytes, IEEE 754' },
      { type: 'float', title: 'Float', about: '4 bytes, IEEE 754' },
    ],
  },
  {
    title: 'Lines and keys',
    kinds: [
      { type: 'delimited', title: 'Delimited text', about: 'A line of cells, such as CSV without a header' },
      { type: 'windowed', title: 'Windowed key', about: 'As Kafka Streams writes the keys of time windows' },
    ],
  },
];

const KINDS: readonly FormatKind[] = FORMAT_GROUPS.flatMap(({ kinds }) => kinds);

export function formatKind(type: string): FormatKind {
  return KINDS.find((kind) => kind.type === type) ?? { type, title: type, about: '' };
}

export function usesRegistry(type: string): boolean {
  return ['auto', 'avro', 'protobuf', 'json_schema'].includes(type);
}

/** What is asked for beside the type. */
export const FORMAT_FIELDS: readonly Field[] = [
  {
    name: 'subject',
    label: 'Subject',
    about: 'Left empty: each record by the schema it was written with',
    example: 'rides-value',
    kind: 'text',
    when: ({ type }) => type === 'avro',
  },
  {
    name: 'delimiter',
    label: 'Delimiter',
    about: 'Between two cells; left empty: a comma',
    example: ',',
    kind: 'text',
    when: ({ type }) => type === 'delimited',
  },
  {
    name: 'columns',
    label: 'Columns',
    about: 'Names of the cells, Enter after each; without any a record is a list',
    kind: 'list',
    when: ({ type }) => type === 'delimited',
  },
];

const TYPE: Field = { name: 'type', label: 'Type', kind: 'choice' };
const ALL: readonly Field[] = [TYPE, ...FORMAT_FIELDS];

export function formatValues(part: FormatPart | undefined): Values {
  return { type: 'auto', ...valuesOf(ALL, { ...part } as JsonObject) };
}

export function formatOf(values: Values): JsonObject {
  return objectOf(ALL, values);
}

/** In a few words, for a heading. */
export function formatText({ type = 'auto', subject, columns = [] }: Partial<FormatPart> = {}): string {
  const { title } = formatKind(type);
  if (subject !== undefined) return `${title}, subject ${subject}`;
  return columns.length === 0 ? title : `${title}, ${columns.length} columns`;
}
