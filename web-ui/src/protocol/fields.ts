import { isJsonObject, type JsonObject, type JsonValue, LosslessNumber, parseJson, printJson } from './json';

/** One input of a form: what it is called there, and where its value stands in the request. */
export interface Field {
  /** Steps below the object that the form describes, joined by a slash, as in a JSON pointer: `security/protocol`. */
  readonly name: string;
  readonly label: string;
  readonly about?: string;
  readonly example?: string;
  /** A `block` has many lines; a `secret`, of one line or many, is never shown again; a `flag` is false when left out. */
  readonly kind: 'text' | 'number' | 'flag' | 'list' | 'choice' | 'block' | 'secret' | 'secret_block';
  readonly choices?: readonly string[];
  readonly required?: boolean;
  /** Decided when the dataset is registered, and kept. */
  readonly once?: boolean;
  /** Whether it is asked for at all, with these values of the others. */
  readonly when?: (values: Values) => boolean;
}

export function isSecret(kind: Field['kind']): boolean {
  return kind === 'secret' || kind === 'secret_block';
}

export type Value = string | boolean | readonly string[];
export type Values = Readonly<Record<string, Value>>;

export function textOf(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

/** Whether somebody has entered something. */
export function isGiven(value: Value | undefined): boolean {
  return value !== undefined && value !== false && value.toString().trim() !== '';
}

/** A number with the digits as typed; a text that is none goes as it is, for the server to say what it expected. */
function numberOf(text: string): JsonValue {
  try {
    const value = parseJson(text.trim());
    return typeof value === 'number' || value instanceof LosslessNumber ? value : text.trim();
  } catch {
    return text.trim();
  }
}

function jsonOf({ kind }: Field, value: Value): JsonValue {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return [...value];
  if (kind === 'number') return numberOf(value);
  return kind === 'text' || kind === 'choice' ? value.trim() : value;
}

/** A delimiter may be a blank: such a value is kept as it is typed. */
const BLANK_COUNTS = new Set(['delimiter', 'comment_char', 'quote_char']);

/** The object that the inputs describe; what is left empty is left out. */
export function objectOf(fields: readonly Field[], values: Values): JsonObject {
  const whole: JsonObject = {};
  for (const field of fields) {
    const value = values[field.name];
    if (value === undefined || field.when?.(values) === false) continue;
    if (BLANK_COUNTS.has(field.name)) {
      if (value !== '') whole[field.name] = String(value);
    } else if (isGiven(value)) {
      put(whole, field.name.split('/'), jsonOf(field, value));
    }
  }
  return whole;
}

function put(whole: JsonObject, [step = '', ...rest]: readonly string[], value: JsonValue): void {
  if (rest.length === 0) {
    whole[step] = value;
    return;
  }
  whole[step] ??= {};
  put(whole[step] as JsonObject, rest, value);
}

/** What the inputs show of an object; secrets are never in it. */
export function valuesOf(fields: readonly Field[], whole: JsonObject): Values {
  const values: Record<string, Value> = {};
  for (const { name, kind } of fields) {
    const value = at(whole, name.split('/'));
    if (value !== undefined && value !== null && !isSecret(kind)) values[name] = shown(kind, value);
  }
  return values;
}

function at(value: JsonValue | undefined, [step, ...rest]: readonly string[]): JsonValue | undefined {
  if (step === undefined) return value;
  return at((value as JsonObject | undefined)?.[step], rest);
}

/** Clients of older systems wrote flags as texts, such as `"True"`. */
function shown(kind: Field['kind'], value: JsonValue): Value {
  if (kind === 'flag') return String(value).toLowerCase() === 'true';
  if (Array.isArray(value)) return value.map(String);
  return String(value);
}

/**
 * What must be sent so that the first becomes the second (RFC 7396: null takes a member away); undefined when they are equal.
 * Lists are replaced as a whole.
 */
export function difference(from: JsonObject, to: JsonObject): JsonObject | undefined {
  const changes: JsonObject = {};
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const change = changed(from[name], to[name]);
    if (change !== undefined) changes[name] = change;
  }
  return Object.keys(changes).length === 0 ? undefined : changes;
}

function changed(from: JsonValue | undefined, to: JsonValue | undefined): JsonValue | undefined {
  if (to === undefined) return null;
  if (isJsonObject(from) && isJsonObject(to)) return difference(from, to);
  return from !== undefined && printJson(from) === printJson(to) ? undefined : to;
}
