import type { Field } from '../../../protocol/columns';
import type { FilterError } from '../../../protocol/filter';
import type { PlanError } from '../../../protocol/stream';
import type { StreamDraft } from '../../../protocol/stream-draft';

/** What each section of the form is given. */
export interface SectionProps {
  readonly draft: StreamDraft;
  readonly onChange: (changes: Partial<StreamDraft>) => void;
  readonly faults: FormFaults;
  /** What the newest records of the sources hold; with the alias before it where there is a join. */
  readonly fields: readonly Field[];
}

/** Faults of the definition by the input that they are about. */
export class FormFaults {
  readonly #byPointer = new Map<string, PlanError[]>();

  constructor(errors: readonly PlanError[]) {
    for (const error of errors) {
      this.#byPointer.set(error.pointer, [...(this.#byPointer.get(error.pointer) ?? []), error]);
    }
  }

  /** In words; undefined where nothing is wrong. */
  at(pointer: string): string | undefined {
    const errors = this.#byPointer.get(pointer);
    return errors === undefined ? undefined : errors.map(({ message }) => message).join('; ');
  }

  /** With their places in the text. */
  inText(pointer: string): FilterError[] {
    return (this.#byPointer.get(pointer) ?? []).map(({ message, position = 0, length = 1 }) => ({
      message,
      position,
      length,
    }));
  }

  /** Those that no input of the form is known for. */
  elsewhere(shown: readonly string[]): PlanError[] {
    return [...this.#byPointer]
      .filter(([pointer]) => !shown.includes(pointer))
      .flatMap(([, errors]) => errors);
  }
}

const NUMERIC = new Set(['integer', 'number']);

/** Aggregates that make sense of these fields; the commonest first. */
export function aggregateSuggestions(fields: readonly Field[]): string[] {
  const name = (path: string) => path.replaceAll(/[^A-Za-z0-9_]+/g, '_').toLowerCase();
  const numeric = fields.filter(({ type }) => NUMERIC.has(type)).slice(0, 20);
  return [
    'count(*) as n',
    ...numeric.flatMap(({ path }) =>
      ['sum', 'avg', 'min', 'max', 'stddev', 'median'].map((f) => `${f}(${path}) as ${f}_${name(path)}`),
    ),
    ...fields.slice(0, 20).map(({ path }) => `approx_count_distinct(${path}) as distinct_${name(path)}`),
  ];
}
