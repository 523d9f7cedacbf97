import type { Windowing } from './chart/choice';
import { valueAt } from './columns';
import { stepsOf } from './filter';
import { type JsonValue, LosslessNumber, printJson } from './json';
import type { LiveRecord } from './record';

/** A row of a table: plain records are each their own, rows of windows replace each other. */
export interface TableRow {
  readonly id: string;
  readonly timestamp: number;
  readonly value: JsonValue | undefined;
}

/**
 * The newest rows of what came, the newest first. With windows: the latest row of each window and key, tombstones taken into
 * account, the newest window first and in it the greatest first figure.
 */
export function latestRows(
  newestFirst: Iterable<LiveRecord>,
  windowing: Windowing | null,
  limit: number,
): TableRow[] {
  const rows = new Map<string, TableRow>();
  const gone = new Set<string>();
  for (const record of newestFirst) {
    if (windowing === null && rows.size >= limit) break;
    const { envelope, value } = record;
    const id = windowing === null ? record.position : rowIdOf(value, windowing);
    const ownKey = envelope.key ?? id;
    if (windowing !== null && value === null) gone.add(ownKey);
    else if (!rows.has(id) && !(windowing !== null && gone.has(ownKey)))
      rows.set(id, { id, timestamp: envelope.timestamp, value });
  }
  const all = [...rows.values()];
  if (windowing === null) return all;
  const figure = windowing.figures[0] === undefined ? [] : stepsOf(windowing.figures[0]);
  return all
    .sort((a, b) => startOf(b) - startOf(a) || numberAt(b, figure) - numberAt(a, figure))
    .slice(0, limit);
}

const WINDOW_START = ['window_start'];

function rowIdOf(value: JsonValue | undefined, { keys }: Windowing): string {
  const parts = [WINDOW_START, ...keys.map(stepsOf)].map((steps) => valueAt(value, steps));
  return parts.map((part) => (part === undefined ? '' : printJson(part))).join('\u0000');
}

function startOf({ value }: TableRow): number {
  const start = valueAt(value, WINDOW_START);
  return typeof start === 'string' ? Date.parse(start) : Number(start ?? 0);
}

function numberAt({ value }: TableRow, steps: readonly string[]): number {
  const found = valueAt(value, steps);
  return Number(found instanceof LosslessNumber ? found.value : (found ?? 0)) || 0;
}
