import type { Dataset } from './resources';

/** A dataset of another catalogue, as that one describes it. */
export interface Listing {
  readonly server: string;
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly organization?: string | null;
  readonly notes?: string;
  readonly tags: readonly string[];
  readonly license?: string | null;
  /** Of its page there. */
  readonly url?: string | null;
  readonly updated_at?: string | null;
  readonly resources: readonly { readonly name: string; readonly url: string; readonly format: string }[];
}

export const LOCAL = 'local';

export type Found = (Dataset & { readonly server?: string }) | Listing;

export function isListing(found: Found): found is Listing {
  return found.server !== undefined && found.server !== LOCAL;
}

/** What came of asking one of the catalogues. */
export interface ServerAnswer {
  readonly name: string;
  readonly state: 'ok' | 'timeout' | 'error' | 'skipped';
  readonly total: number;
}

const SILENCE: Readonly<Record<ServerAnswer['state'], string>> = {
  ok: '',
  timeout: 'did not answer in time',
  error: 'could not be asked, or answered with an error',
  skipped: 'cannot be asked for that',
};

/** Why nothing is here from that catalogue; empty where it did answer. */
export function silenceOf({ state }: ServerAnswer): string {
  return SILENCE[state] ?? state;
}

export function titleOfServer(name: string): string {
  return name === LOCAL ? 'This catalogue' : name;
}

/** The kinds of files that a listing leads to, each once. */
export function formatsOf({ resources }: Listing): readonly string[] {
  return [...new Set(resources.map(({ format }) => format.trim()).filter(Boolean))];
}
