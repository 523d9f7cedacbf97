import { type JsonObject, type JsonValue, printJson } from './json';
import type { Violation } from './problem';

/** A line of an editor for many things of one shape, such as the contacts; its cells are by column. */
export interface Entry {
  /** Within its editor; it outlives the entries above it. */
  readonly id: number;
  readonly cells: Readonly<Record<string, string>>;
  /** A value that is no text, kept with all its digits as long as nobody types over it. */
  readonly kept?: JsonValue;
}

export function cell({ cells }: Entry, column: string): string {
  return cells[column] ?? '';
}

/** An entry in which nothing is entered counts as not there. */
export function isFilled({ cells }: Entry): boolean {
  return Object.values(cells).some((text) => text.trim() !== '');
}

const filled = (entries: readonly Entry[]) => entries.filter(isFilled);

export function withNew(entries: readonly Entry[]): readonly Entry[] {
  return [...entries, { id: Math.max(0, ...entries.map(({ id }) => id)) + 1, cells: {} }];
}

export function withCell({ id, cells, kept }: Entry, column: string, text: string): Entry {
  const changed = { id, cells: { ...cells, [column]: text } };
  return kept === undefined || column === 'value' ? changed : { ...changed, kept };
}

/** Pairs of a name and a value. */
export function entriesOf(members: JsonObject): readonly Entry[] {
  return Object.entries(members).map(([name, value], index) =>
    typeof value === 'string'
      ? { id: index + 1, cells: { name, value } }
      : { id: index + 1, cells: { name, value: printJson(value) }, kept: value },
  );
}

/** The pairs as an object. Where a name occurs twice the last counts: {@link faultsOfNames} says so before. */
export function membersFrom(entries: readonly Entry[]): JsonObject {
  return Object.fromEntries(
    filled(entries).map((entry) => [nameOf(entry), entry.kept ?? cell(entry, 'value').trim()]),
  );
}

const nameOf = (entry: Entry) => cell(entry, 'name').trim();

export function escapeStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Where a fault of a pair is told. */
export function memberPointer(base: string, entry: Entry): string {
  return `${base}/${escapeStep(nameOf(entry))}`;
}

/** What an object cannot hold: a value without a name, a name twice. */
export function faultsOfNames(base: string, entries: readonly Entry[]): readonly Violation[] {
  const names = filled(entries).map(nameOf);
  const faults = new Map<string, Violation>();
  for (const name of names) {
    const pointer = `${base}/${escapeStep(name)}`;
    if (name === '') faults.set(pointer, { pointer, reason: 'a name is missing' });
    else if (names.indexOf(name) !== names.lastIndexOf(name))
      faults.set(pointer, { pointer, reason: 'this name is given twice' });
  }
  return [...faults.values()];
}

/** Objects with texts as members; a member left empty is left out. */
export function objectsFrom(entries: readonly Entry[]): JsonObject[] {
  return filled(entries).map(({ cells }) =>
    Object.fromEntries(
      Object.entries(cells)
        .map(([column, text]) => [column, text.trim()] as const)
        .filter(([, text]) => text !== ''),
    ),
  );
}

export function entriesFrom(objects: readonly object[]): readonly Entry[] {
  return objects.map((object, index) => ({
    id: index + 1,
    cells: Object.fromEntries(Object.entries(object).map(([column, value]) => [column, String(value)])),
  }));
}

/** Where a fault of an object in a list is told: the list that is sent has no empty entries. */
export function elementPointer(base: string, entries: readonly Entry[], entry: Entry): string {
  return `${base}/${filled(entries).indexOf(entry)}`;
}
