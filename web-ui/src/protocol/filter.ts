/** A fault in a filter: `position` counts UTF-16 units from 0, `length` may be 0 where something is missing. */
export interface FilterError {
  readonly message: string;
  readonly position: number;
  readonly length: number;
}

export interface FilterVerdict {
  readonly partition?: number;
  readonly offset?: number;
  readonly verdict: 'match' | 'no_match' | 'error';
}

export interface FilterCheck {
  readonly ok: boolean;
  readonly fields?: readonly string[];
  readonly errors: readonly FilterError[];
  readonly warnings?: readonly (FilterError | string)[];
  /** How the filter judges the newest records of the source. */
  readonly verdicts?: readonly FilterVerdict[] | null;
}

export interface FilterSegment {
  readonly text: string;
  readonly faulty: boolean;
}

/**
 * Cuts a filter into sound and faulty pieces that join to the whole again. A fault behind the last character, or of no
 * length, is drawn under one character: the one at its position, or a space added at the end.
 */
export function segmentsOf(text: string, errors: readonly FilterError[]): FilterSegment[] {
  const faulty = new Set<number>();
  for (const { position, length } of errors) {
    const start = Math.min(Math.max(position, 0), text.length);
    for (let at = start; at < Math.max(start + length, start + 1); at++)
      faulty.add(Math.min(at, text.length));
  }
  const padded = faulty.has(text.length) ? `${text} ` : text;
  const segments: FilterSegment[] = [];
  for (let at = 0; at < padded.length; at++) {
    const last = segments.at(-1);
    if (last && last.faulty === faulty.has(at)) {
      segments[segments.length - 1] = { text: last.text + padded[at], faulty: last.faulty };
    } else {
      segments.push({ text: padded[at] as string, faulty: faulty.has(at) });
    }
  }
  return segments;
}

const WORD = /[\w$.@[\]-]/;
const BARE_NAME = /^(?!(?:and|or|not|in|between|like|is|null|true|false|as)$)[A-Za-z_][A-Za-z0-9_]*$/i;

/** The words of the language worth offering before any record has been seen. */
export const BUILT_INS: readonly string[] = [
  '$key',
  '$partition',
  '$offset',
  '$timestamp',
  '$topic',
  '$headers.',
];
const WORDS: readonly string[] = [
  'and',
  'or',
  'not',
  'in (',
  'like ',
  'between ',
  'is null',
  'is not null',
  'exists(',
  'contains(',
  'starts_with(',
  'matches(',
  'lower(',
  'length(',
  'abs(',
  'cast(',
  "time('",
  'now()',
  'within(',
];

export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly options: readonly string[];
}

/** One step of a path as the filter language writes it: bare where it may be, else quoted. */
export function quoteName(name: string): string {
  return BARE_NAME.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

const STEP = /"((?:[^"]|"")*)"|([^".]+)/g;

/** The names that a path is made of; the reverse of joining what {@link quoteName} gives by dots. */
export function stepsOf(path: string): string[] {
  return [...path.matchAll(STEP)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? (bare as string),
  );
}

/** What could stand where the caret is: fields that were seen first, then what is not the value, then the language's words. */
export function completionAt(text: string, caret: number, fields: readonly string[]): Completion {
  let start = caret;
  while (start > 0 && WORD.test(text[start - 1] as string)) start--;
  const typed = text.slice(start, caret).toLowerCase();
  if (typed === '' || isInsideString(text, start) || /^\d/.test(typed))
    return { start, end: caret, options: [] };
  const known = [...fields, ...BUILT_INS, ...WORDS];
  const begins = known.filter((word) => word.toLowerCase().startsWith(typed));
  const holds = fields.filter((word) => !begins.includes(word) && word.toLowerCase().includes(typed));
  const options = [...begins, ...holds].filter((word) => word.trim().toLowerCase() !== typed).slice(0, 8);
  return { start, end: caret, options };
}

function isInsideString(text: string, end: number): boolean {
  let quotes = 0;
  for (let at = 0; at < end; at++) if (text[at] === "'") quotes++;
  return quotes % 2 === 1;
}
