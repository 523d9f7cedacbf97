import type { Role } from './resources';

/** What a key leaves of what its user may; `all`: everything, as it changes. */
export type Scope = 'all' | Role;

const WORDS: Readonly<Record<Scope, string>> = {
  all: 'Do everything that I may',
  viewer: 'Only read',
  editor: 'Read and write',
  admin: 'Do what administrators may',
};

/** The choices that make sense: nobody makes a key that may more than they. */
export function scopesFor(role: Role): { readonly value: Scope; readonly label: string }[] {
  const below: readonly Scope[] = role === 'viewer' ? ['viewer'] : ['editor', 'viewer'];
  return (['all', ...below] as const).map((value) => ({ value, label: WORDS[value] }));
}

/** A free name for what comes in the place of a key: `notebook`, `notebook 2`, `notebook 3`. */
export function nextName(name: string, taken: readonly string[]): string {
  const stem = name.replace(/ \d+$/, '');
  for (let number = 2; ; number++) {
    const next = `${stem} ${number}`;
    if (!taken.includes(next)) return next;
  }
}
