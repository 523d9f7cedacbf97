import { escapeStep } from './entries';

/** What people do not see of a dataset's records, as the API has it. */
export interface MaskingRule {
  readonly groups?: readonly string[];
  readonly except?: readonly string[];
  readonly mask?: Readonly<Record<string, string>>;
  readonly rows?: string | null;
}

export interface Masking {
  readonly rules: readonly MaskingRule[];
}

export type MaskKind = 'shorten' | 'hash' | 'replace' | 'remove';

export const MASK_KINDS: readonly { readonly value: MaskKind; readonly label: string }[] = [
  { value: 'remove', label: 'is removed' },
  { value: 'hash', label: 'is hashed' },
  { value: 'shorten', label: 'is shortened' },
  { value: 'replace', label: 'is replaced' },
];

/** A line of the form: a field, and what is done with it. */
export interface MaskLine {
  readonly id: number;
  readonly field: string;
  readonly kind: MaskKind;
  /** How many characters are left of a shortened one. */
  readonly first: number;
  readonly last: number;
  /** What stands in the place of a replaced one: JSON, or a text as it is. */
  readonly value: string;
}

export interface RuleDraft {
  readonly id: number;
  /** Nobody named: everybody. */
  readonly groups: readonly string[];
  readonly except: readonly string[];
  readonly lines: readonly MaskLine[];
  readonly rows: string;
}

const SHORTEN = /^shorten\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)$/;
const REPLACE = /^replace\(\s*([\s\S]*?)\s*\)$/;

export function newLine(id: number): MaskLine {
  return { id, field: '', kind: 'remove', first: 4, last: 0, value: '' };
}

export function newRule(id: number): RuleDraft {
  return { id, groups: [], except: [], lines: [newLine(1)], rows: '' };
}

/** Free, among things with ids. */
export function nextId(items: readonly { readonly id: number }[]): number {
  return Math.max(0, ...items.map(({ id }) => id)) + 1;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // A text without quotes is as good.
    return false;
  }
}

/** A text that would read as JSON keeps its quotes; any other needs none. */
function shownValue(json: string): string {
  if (!json.startsWith('"') || !isJson(json)) return json;
  const text = JSON.parse(json) as string;
  return isJson(text) || text.trim() !== text ? json : text;
}

export function readLine(id: number, field: string, action: string): MaskLine {
  const line = { ...newLine(id), field };
  const shorten = SHORTEN.exec(action);
  if (shorten !== null)
    return { ...line, kind: 'shorten', first: Number(shorten[1]), last: Number(shorten[2] ?? 0) };
  const replace = REPLACE.exec(action);
  if (replace !== null) return { ...line, kind: 'replace', value: shownValue(replace[1] ?? '') };
  return { ...line, kind: action === 'hash' ? 'hash' : 'remove' };
}

export function actionOf({ kind, first, last, value }: MaskLine): string {
  if (kind === 'shorten') return last === 0 ? `shorten(${first})` : `shorten(${first},${last})`;
  if (kind === 'replace') {
    const text = value.trim();
    return `replace(${isJson(text) ? text : JSON.stringify(text)})`;
  }
  return kind;
}

export function draftOf({ rules }: Masking): readonly RuleDraft[] {
  return rules.map(({ groups = [], except = [], mask = {}, rows }, index) => ({
    id: index + 1,
    groups,
    except,
    lines: Object.entries(mask).map(([field, action], line) => readLine(line + 1, field, action)),
    rows: rows ?? '',
  }));
}

const filled = (lines: readonly MaskLine[]) => lines.filter(({ field }) => field.trim() !== '');

/** What is left empty is left out. */
export function maskingOf(rules: readonly RuleDraft[]): Masking {
  return {
    rules: rules.map(({ groups, except, lines, rows }) => ({
      ...(groups.length === 0 ? {} : { groups }),
      ...(except.length === 0 ? {} : { except }),
      mask: Object.fromEntries(filled(lines).map((line) => [line.field.trim(), actionOf(line)])),
      ...(rows.trim() === '' ? {} : { rows: rows.trim() }),
    })),
  };
}

/** Where the faults of a rule are told, and of a field in it. */
export function rulePointer(index: number): string {
  return `/rules/${index}`;
}

export function fieldPointer(index: number, field: string): string {
  return `${rulePointer(index)}/mask/${escapeStep(field.trim())}`;
}

/** Lines whose field another line before them has, which would silently count for nothing. */
export function repeated({ lines }: RuleDraft): readonly number[] {
  const fields = lines.map(({ field }) => field.trim());
  return lines
    .filter((_line, index) => fields[index] !== '' && fields.indexOf(fields[index] ?? '') < index)
    .map(({ id }) => id);
}

/** A rule in a few words. */
export function whomText({ groups, except }: Pick<RuleDraft, 'groups' | 'except'>): string {
  const whom = groups.length === 0 ? 'Everybody' : `Members of ${groups.join(', ')}`;
  return except.length === 0 ? whom : `${whom}, except ${except.join(', ')}`;
}
