import type { JsonObject, JsonValue } from './json';

export type LandingState = 'STARTING' | 'RUNNING' | 'PAUSED' | 'FAILED';

export interface LandingColumn {
  readonly name: string;
  readonly type: string;
  /** Where the value stands in the record; the name, if left out. */
  readonly path?: string;
  readonly nullable?: boolean;
}

export interface LandingStats {
  /** Records written, of all time; `rows` are those that are in the table now. */
  readonly landed: number;
  readonly rows: number;
  readonly dead: number;
  /** Deleted by the topic before they could land. */
  readonly lost?: number;
  readonly lag: number;
  readonly rate: number;
  readonly last_landed_at?: string | null;
}

export interface LandingSource {
  readonly topic?: string;
  readonly stream?: string;
}

export interface NewLanding {
  readonly name?: string;
  readonly source: LandingSource;
  readonly table: string;
  readonly schema?: string;
  readonly database?: string;
  readonly columns?: readonly LandingColumn[];
  readonly key?: readonly string[];
  readonly mode?: 'insert' | 'upsert';
  /** The column for what has no column of its own; false drops it. */
  readonly rest?: string | false;
  readonly strict?: boolean;
  readonly from?: string;
  readonly retention?: string;
}

export interface Landing {
  readonly id: string;
  readonly name: string;
  readonly table: string;
  readonly schema?: string | null;
  /** Host, port and name of another database; never its password. */
  readonly database?: string | null;
  readonly source: LandingSource;
  readonly columns: readonly LandingColumn[];
  readonly key?: readonly string[] | null;
  readonly mode: 'insert' | 'upsert';
  readonly rest?: string | false | null;
  readonly strict?: boolean;
  readonly from?: string | null;
  readonly retention?: string | null;
  readonly state: LandingState;
  readonly reason?: string | null;
  readonly owner: string;
  readonly created_at: string;
  readonly stats?: LandingStats | null;
  readonly dead_letters?: { readonly topic: string } | null;
}

/** A row with its digits. `_topic`, `_partition` and `_offset` say which record it came from. */
export type LandedRow = JsonObject;

export type DeadLetterState = 'waiting' | 'resent' | 'discarded';

export interface DeadLetter {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: string;
  readonly key: JsonValue;
  /** As it was produced, text for text. */
  readonly value: string;
  readonly reason: string;
  readonly column?: string | null;
  readonly sqlstate?: string | null;
  readonly at: string;
  readonly state: DeadLetterState;
}

export interface RetryResult {
  readonly id: string;
  readonly ok: boolean;
  readonly reason?: string | null;
}

/** The column types that are offered; the server knows more. */
export const COLUMN_TYPES: readonly string[] = [
  'text',
  'varchar(100)',
  'bigint',
  'integer',
  'smallint',
  'double precision',
  'numeric(12,2)',
  'boolean',
  'timestamptz',
  'timestamp',
  'date',
  'uuid',
  'jsonb',
  'bytea',
];

const NAME = /[^a-z0-9_]+/g;

/** A name that Postgres takes without quotes. */
export function columnName(path: string): string {
  const plain = path
    .toLowerCase()
    .replaceAll('"', '')
    .replace(NAME, '_')
    .replace(/^_+|_+$/g, '');
  return /^\d/.test(plain) ? `c_${plain}` : plain.slice(0, 63);
}

const TYPES: Readonly<Record<string, string>> = {
  integer: 'bigint',
  number: 'double precision',
  boolean: 'boolean',
  array: 'jsonb',
  object: 'jsonb',
};

const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The type for a field of a sample, by what was seen in it. */
export function columnType(type: string, example: JsonValue | undefined): string {
  const known = TYPES[type];
  if (known !== undefined) return known;
  if (typeof example !== 'string') return 'text';
  if (INSTANT.test(example)) return 'timestamptz';
  return DAY.test(example) ? 'date' : 'text';
}

/** What a landing reads, as the live view names it. */
export function sourceOf({ topic, stream }: LandingSource): { kind: 'topic' | 'stream'; name: string } {
  return stream === undefined ? { kind: 'topic', name: topic ?? '' } : { kind: 'stream', name: stream };
}

export function landingHref({ id }: Pick<Landing, 'id'>, rest = ''): string {
  return `/landings/${encodeURIComponent(id)}${rest}`;
}
