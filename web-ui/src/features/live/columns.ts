import type { Field, FieldType } from '../../protocol/columns';

/** A column of the live table: one of the record's own coordinates, or a field of its value. */
export interface Column {
  readonly id: string;
  readonly title: string;
  readonly width: number;
  readonly right: boolean;
  readonly steps: readonly string[] | null;
}

interface BuiltIn {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly width: number;
  readonly right: boolean;
}

export const BUILT_IN_COLUMNS: readonly BuiltIn[] = [
  { id: '$time', title: 'Time', about: 'time of the record', width: 114, right: false },
  { id: '$partition', title: 'Part.', about: 'partition', width: 46, right: true },
  { id: '$offset', title: 'Offset', about: 'offset', width: 78, right: true },
  { id: '$key', title: 'Key', about: 'key of the record', width: 110, right: false },
  { id: '$value', title: 'Value', about: 'the whole value', width: 360, right: false },
];

const SHOWN_AT_FIRST = 14;
const CHARACTER_PX = 7.25;
const TITLE_CHARACTER_PX = 6.9;
const PADDING_PX = 22;
const NUMERIC: ReadonlySet<FieldType> = new Set(['integer', 'number']);

/** What is shown until the user chooses: coordinates, and the first fields that turned up. */
export function defaultColumns(fields: readonly Field[], observed: number, keyed: boolean): string[] {
  const coordinates = ['$time', '$partition', '$offset', ...(keyed ? ['$key'] : [])];
  if (fields.length === 0) return observed === 0 ? coordinates : [...coordinates, '$value'];
  return [...coordinates, ...fields.slice(0, SHOWN_AT_FIRST).map(({ path }) => path)];
}

/** Widths go by what was seen, in steps of two characters, so that they settle instead of trembling. */
export function widthOf({ path, length }: Pick<Field, 'path' | 'length'>): number {
  const values = Math.ceil(Math.min(32, Math.max(length, 4)) / 2) * 2 * CHARACTER_PX;
  return Math.round(Math.max(values, Math.min(32, path.length) * TITLE_CHARACTER_PX) + PADDING_PX);
}

export function columnsFor(
  ids: readonly string[],
  fields: readonly Field[],
  widths: ReadonlyMap<string, number>,
): Column[] {
  const byPath = new Map(fields.map((field) => [field.path, field]));
  return ids.map((id) => {
    const builtIn = BUILT_IN_COLUMNS.find((one) => one.id === id);
    if (builtIn !== undefined) return { ...builtIn, width: widths.get(id) ?? builtIn.width, steps: null };
    const field = byPath.get(id) ?? { path: id, steps: id.split('.'), length: 8, type: 'string' as const };
    return {
      id,
      title: id,
      width: widths.get(id) ?? widthOf(field),
      right: NUMERIC.has(field.type),
      steps: field.steps,
    };
  });
}

/** What room is left goes to the whole value where it stands last, else to nothing. */
export function templateOf(columns: readonly Column[]): string {
  const tracks = columns.map(({ id, width }, index) =>
    id === '$value' && index === columns.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`,
  );
  return tracks.join(' ');
}

export function totalWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0);
}
