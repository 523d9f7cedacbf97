import { quoteName } from './filter';
import { isJsonObject, type JsonValue, LosslessNumber } from './json';

export type FieldType = 'integer' | 'number' | 'string' | 'boolean' | 'null' | 'array' | 'object';

/** A path that occurred in the records seen so far. */
export interface Field {
  /** As the filter language writes it; also the field's identity. */
  readonly path: string;
  readonly steps: readonly string[];
  /** The commonest type that is not null. */
  readonly type: FieldType;
  /** In how many of the observed records it occurred. */
  readonly count: number;
  /** Length of the longest text seen, to choose a width by; at most {@link MAX_LENGTH}. */
  readonly length: number;
}

const MAX_FIELDS = 300;
const MAX_DEPTH = 6;
const MAX_LENGTH = 60;

interface Tally {
  readonly path: string;
  readonly steps: readonly string[];
  readonly types: Map<FieldType, number>;
  count: number;
  length: number;
}

/**
 * Learns the columns of a topic from its records: nested objects are flattened to paths, arrays stay whole. Bounded to
 * 300 paths and six levels; what lies deeper is shown as an object.
 */
export class FieldCatalog {
  readonly #tallies = new Map<string, Tally>();
  #observed = 0;

  get observed(): number {
    return this.#observed;
  }

  observe(value: JsonValue | undefined): void {
    this.#observed++;
    if (isJsonObject(value)) this.#walk(value, [], '');
  }

  /** In the order in which they were first seen. */
  fields(): Field[] {
    return [...this.#tallies.values()].map((tally) => ({
      path: tally.path,
      steps: tally.steps,
      type: commonest(tally.types),
      count: tally.count,
      length: tally.length,
    }));
  }

  #walk(object: { [key: string]: JsonValue }, parents: readonly string[], prefix: string): void {
    for (const [name, value] of Object.entries(object)) {
      const path = prefix === '' ? quoteName(name) : `${prefix}.${quoteName(name)}`;
      const steps = [...parents, name];
      if (isJsonObject(value) && steps.length < MAX_DEPTH && Object.keys(value).length > 0) {
        this.#walk(value, steps, path);
      } else {
        this.#tally(path, steps, value);
      }
    }
  }

  #tally(path: string, steps: readonly string[], value: JsonValue): void {
    let tally = this.#tallies.get(path);
    if (tally === undefined) {
      if (this.#tallies.size >= MAX_FIELDS) return;
      tally = { path, steps, types: new Map(), count: 0, length: 0 };
      this.#tallies.set(path, tally);
    }
    const type = typeOf(value);
    tally.types.set(type, (tally.types.get(type) ?? 0) + 1);
    tally.count++;
    tally.length = Math.min(MAX_LENGTH, Math.max(tally.length, lengthOf(value)));
  }
}

function commonest(types: ReadonlyMap<FieldType, number>): FieldType {
  let best: FieldType = 'null';
  let most = 0;
  for (const [type, count] of types) {
    if (type !== 'null' && count > most) {
      best = type;
      most = count;
    }
  }
  return best === 'integer' && types.has('number') ? 'number' : best;
}

export function typeOf(value: JsonValue): FieldType {
  if (value === null) return 'null';
  if (value instanceof LosslessNumber) return /[.eE]/.test(value.value) ? 'number' : 'integer';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'object') return 'object';
  return typeof value === 'boolean' ? 'boolean' : 'string';
}

function lengthOf(value: JsonValue): number {
  if (value instanceof LosslessNumber) return value.value.length;
  if (typeof value === 'object' && value !== null) return 12;
  return String(value).length;
}

/** The value at a path; undefined where a step is missing, which is not the same as null. */
export function valueAt(value: JsonValue | undefined, steps: readonly string[]): JsonValue | undefined {
  let here = value;
  for (const step of steps) {
    if (!isJsonObject(here) || !Object.hasOwn(here, step)) return undefined;
    here = here[step];
  }
  return here;
}
