import { problemOf, type Violation } from './problem';

/** Faults, each at the input that it is about; `elsewhere` are those that no input is known for. */
export interface Faults {
  readonly at: ReadonlyMap<string, string>;
  readonly elsewhere: readonly Violation[];
}

export const NO_FAULTS: Faults = { at: new Map(), elsewhere: [] };

/**
 * Finds the input for each fault: the one with its pointer, or the nearest that encloses it, as the tags do `/tags/3`.
 *
 * @param shown pointers of the inputs on the page
 */
export function place(violations: readonly Violation[], shown: readonly string[]): Faults {
  const at = new Map<string, string>();
  const elsewhere: Violation[] = [];
  const known = new Set(shown);
  for (const violation of violations) {
    const pointer = nearest(moved(violation.pointer, known), known);
    if (pointer === undefined) {
      elsewhere.push(violation);
      continue;
    }
    const earlier = at.get(pointer);
    at.set(pointer, earlier === undefined ? violation.reason : `${earlier}; ${violation.reason}`);
  }
  return { at, elsewhere };
}

/** Those that the server told; none where there is no error. */
export function faultsOf(error: unknown, shown: readonly string[]): Faults {
  return error === null ? NO_FAULTS : place(problemOf(error).violations ?? [], shown);
}

/** An option may stand in the source too, and the server may say so; its input is among the options. */
function moved(pointer: string, known: ReadonlySet<string>): string {
  const option = pointer.replace(/^\/source\//, '/processing/');
  return !known.has(pointer) && known.has(option) ? option : pointer;
}

function nearest(pointer: string, known: ReadonlySet<string>): string | undefined {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    if (known.has(at)) return at;
  }
  return undefined;
}

/** Whether something is wrong in one of these, or inside. */
export function hasFault({ at }: Faults, ...bases: readonly string[]): boolean {
  return [...at.keys()].some((pointer) =>
    bases.some((base) => pointer === base || pointer.startsWith(`${base}/`)),
  );
}
