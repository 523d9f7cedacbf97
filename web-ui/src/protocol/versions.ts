import { isJsonObject, type JsonObject, type JsonValue, printJson } from './json';
import { METADATA_FIELDS } from './metadata';
import { optionsOf } from './options';
import { isSourceType, type SourceType } from './source';
import { sourceFields } from './source-fields';

/** A change of a dataset; version 1 is its registration. */
export interface Version {
  readonly version: number;
  readonly at: string;
  readonly by: string;
  /** JSON pointers of what differs from the version before. */
  readonly changed: readonly string[];
}

/** A version, and the dataset as it was then. */
export interface Revision extends Version {
  readonly dataset: JsonObject;
}

/** What became of one field. */
export type Change =
  | { readonly kind: 'value'; readonly label: string; readonly before: string; readonly after: string }
  | {
      readonly kind: 'list';
      readonly label: string;
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  /** Only that it differs is known, to anybody. */
  | { readonly kind: 'secret'; readonly label: string };

const LABELS: Readonly<Record<string, string>> = {
  '/title': 'Title',
  '/organization': 'Organization',
  '/notes': 'Notes',
  '/license': 'License',
  '/tags': 'Tags',
  '/private': 'Private',
  '/paused': 'Paused',
  '/credentials': 'Credentials',
  '/owner': 'Owner',
  '/metadata/contacts': 'Contacts',
  '/metadata/fields': 'Described fields',
  '/metadata/temporal': 'Period',
  '/metadata/spatial': 'Area',
};

const GROUPS: Readonly<Record<string, string>> = {
  source: 'Source',
  processing: 'Option',
  mapping: 'Mapping of',
  extras: 'Extra',
  metadata: 'Metadata',
};

export function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function labelledField(group: string, name: string, type: SourceType | undefined): string | undefined {
  if (group === 'metadata') return METADATA_FIELDS.find((field) => field.name === name)?.label;
  if (type === undefined) return undefined;
  const fields = group === 'source' ? sourceFields(type) : group === 'processing' ? optionsOf(type) : [];
  return fields.find((field) => field.name === name)?.label;
}

/** A pointer in the words of the forms. */
export function labelOf(pointer: string, type?: SourceType): string {
  const known = LABELS[pointer];
  if (known !== undefined) return known;
  const [group = '', ...rest] = stepsOf(pointer);
  const name = rest.join('/');
  if (name === '') return group === '' ? 'Everything' : `${group[0]?.toUpperCase()}${group.slice(1)}`;
  const label = labelledField(group, name, type);
  if (label !== undefined) return label;
  const prefix = GROUPS[group] ?? group;
  return `${prefix} ${rest.join('.')}`;
}

function at(value: JsonValue | undefined, [step, ...rest]: readonly string[]): JsonValue | undefined {
  if (step === undefined) return value;
  return isJsonObject(value) && Object.hasOwn(value, step) ? at(value[step], rest) : undefined;
}

const escaped = (step: string) => step.replaceAll('~', '~0').replaceAll('/', '~1');

/** An object that came or went is told by its members. */
function leaves(pointer: string, values: readonly (JsonValue | undefined)[]): readonly string[] {
  const objects = values.filter(isJsonObject);
  const alone = values.every((value) => value === undefined || value === null || isJsonObject(value));
  if (!alone || objects.length === 0) return [pointer];
  const names = [...new Set(objects.flatMap(Object.keys))];
  return names.flatMap((name) =>
    leaves(
      `${pointer}/${escaped(name)}`,
      values.map((value) => at(value, [name])),
    ),
  );
}

/** A value as somebody would write it down. */
export function wordsOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(wordsOf).join(', ');
  if (isJsonObject(value)) return Object.values(value).map(wordsOf).filter(Boolean).join(', ');
  return printJson(value);
}

function changeAt(pointer: string, before: JsonObject, after: JsonObject, type?: SourceType): Change {
  const label = labelOf(pointer, type);
  if (pointer === '/credentials') return { kind: 'secret', label };
  const steps = stepsOf(pointer);
  const [from, to] = [at(before, steps), at(after, steps)];
  if (!Array.isArray(from) && !Array.isArray(to)) {
    return { kind: 'value', label, before: wordsOf(from), after: wordsOf(to) };
  }
  const [old, now] = [from, to].map((list) => (Array.isArray(list) ? list.map(wordsOf) : []));
  const added = (now ?? []).filter((one) => !old?.includes(one));
  const removed = (old ?? []).filter((one) => !now?.includes(one));
  // The same things in another order.
  if (added.length + removed.length === 0)
    return { kind: 'value', label, before: wordsOf(from), after: wordsOf(to) };
  return { kind: 'list', label, added, removed };
}

/** What made a version out of the one before it, field by field, in the order in which the server names them. */
export function changesOf(before: JsonObject, { changed, dataset }: Revision): readonly Change[] {
  const type = at(dataset, ['source', 'type']);
  const known = typeof type === 'string' && isSourceType(type) ? type : undefined;
  return changed
    .flatMap((pointer) => {
      const steps = stepsOf(pointer);
      return leaves(pointer, [at(before, steps), at(dataset, steps)]);
    })
    .map((pointer) => changeAt(pointer, before, dataset, known));
}

/** Of two texts what they share at both ends, in whole words, and what is between. */
export interface Difference {
  readonly start: string;
  readonly before: string;
  readonly after: string;
  readonly end: string;
}

export function differenceOf(before: string, after: string): Difference {
  const [old, now] = [before, after].map((text) => text.split(/(?<=\s)/)) as [string[], string[]];
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  return {
    start: old.slice(0, head).join(''),
    before: old.slice(head, old.length - tail).join(''),
    after: now.slice(head, now.length - tail).join(''),
    end: old.slice(old.length - tail).join(''),
  };
}
