import type { Role } from './resources';
import { A_MONTH, type Choice, LIFETIMES } from './rights';

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

export interface Lifetimes {
  readonly choices: readonly Choice[];
  readonly preset: string;
}

/** What a key can be given when it is rotated: it goes on to its end as before, unless that is behind it. */
export function lifetimesAfter(expiresAt: string | null | undefined, now: number): Lifetimes {
  const bounded = LIFETIMES.filter(({ value }) => value !== '');
  if (expiresAt && new Date(expiresAt).getTime() <= now) return { choices: bounded, preset: A_MONTH };
  const label = expiresAt ? 'When it would have anyway' : 'Never';
  return { choices: [{ value: '', label }, ...bounded], preset: '' };
}
