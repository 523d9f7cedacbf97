import { columnName, columnType, type Landing, type LandingColumn, type NewLanding } from './landing';
import type { SchemaField } from './resources';

export interface ColumnDraft {
  readonly name: string;
  readonly type: string;
  readonly path: string;
  readonly required: boolean;
}

/** What the form holds while somebody types. */
export interface LandingDraft {
  readonly kind: 'topic' | 'stream';
  readonly source: string;
  readonly name: string;
  readonly table: string;
  readonly schema: string;
  readonly database: string;
  readonly columns: readonly ColumnDraft[];
  readonly key: readonly string[];
  readonly mode: 'insert' | 'upsert';
  readonly keepRest: boolean;
  readonly rest: string;
  readonly strict: boolean;
  readonly from: string;
  readonly retention: string;
}

export const NEW_LANDING: LandingDraft = {
  kind: 'topic',
  source: '',
  name: '',
  table: '',
  schema: '',
  database: '',
  columns: [],
  key: [],
  mode: 'insert',
  keepRest: true,
  rest: 'rest',
  strict: false,
  from: 'earliest',
  retention: '',
};

/** More fields than this stay in the rest until somebody asks for them. */
const SUGGESTED = 40;

/** A column for each field of a sample, with the type that fits what was seen. */
export function suggestedColumns(
  fields: readonly Pick<SchemaField, 'path' | 'type' | 'example'>[],
): ColumnDraft[] {
  const taken = new Set<string>();
  return fields.slice(0, SUGGESTED).flatMap(({ path, type, example }) => {
    const name = columnName(path);
    if (name === '' || taken.has(name)) return [];
    taken.add(name);
    return [{ name, type: columnType(type, example), path, required: false }];
  });
}

function given(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts)
      .map(([name, text]) => [name, text.trim()] as const)
      .filter(([, text]) => text !== ''),
  );
}

/** The request that the form stands for. */
export function landingOf(draft: LandingDraft): NewLanding {
  const { kind, source, columns, key, mode, keepRest, rest, strict } = draft;
  const { name, table, schema, database, from, retention } = draft;
  return {
    source: { [kind]: source },
    table: table.trim(),
    ...given({ name, schema, database, from, retention }),
    ...(columns.length === 0 ? {} : { columns: columns.map(columnOf) }),
    ...(key.length === 0 ? {} : { key }),
    mode,
    rest: keepRest ? rest.trim() || 'rest' : false,
    strict,
  };
}

function columnOf({ name, type, path, required }: ColumnDraft): LandingColumn {
  return {
    name: name.trim(),
    type: type.trim(),
    ...(path.trim() === '' || path.trim() === name.trim() ? {} : { path: path.trim() }),
    ...(required ? { nullable: false } : {}),
  };
}

/** The pointers of the inputs of the form. */
export function landingPointers({ columns }: LandingDraft): string[] {
  const parts = ['', '/name', '/type', '/path', '/nullable'];
  return [
    ...['/source', '/source/topic', '/source/stream', '/name', '/table', '/schema', '/database', '/columns'],
    ...['/key', '/mode', '/rest', '/strict', '/from', '/retention'],
    ...columns.flatMap((_, index) => parts.map((part) => `/columns/${index}${part}`)),
  ];
}

/** Where a landing writes, in one line. */
export function placeOf({ schema, table, database }: Pick<Landing, 'schema' | 'table' | 'database'>): string {
  const name = schema ? `${schema}.${table}` : table;
  return database ? `${name} in ${database}` : name;
}
