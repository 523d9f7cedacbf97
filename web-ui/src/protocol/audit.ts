export type Outcome = 'allowed' | 'refused' | 'failed';
export const OUTCOMES: readonly Outcome[] = ['allowed', 'refused', 'failed'];

/** One thing that somebody did, or was kept from doing. */
export interface AuditEntry {
  readonly seq: number;
  readonly at: string;
  readonly recorded_at: string;
  readonly user?: string | null;
  readonly credential: string;
  readonly address: string;
  readonly action: string;
  readonly kind: string;
  readonly id?: string | null;
  readonly name?: string | null;
  readonly owner?: string | null;
  readonly outcome: Outcome;
  readonly rule: string;
  readonly status: number;
  readonly request_id: string;
  readonly details: Readonly<Record<string, string>>;
  readonly hash: string;
}

/** What is looked for; empty texts ask for nothing. Times are as an input of the page has them: local, without a zone. */
export interface AuditSearch {
  readonly q: string;
  readonly user: string;
  readonly action: string;
  readonly kind: string;
  readonly id: string;
  readonly outcome: string;
  readonly address: string;
  readonly from: string;
  readonly until: string;
}

export const NO_SEARCH: AuditSearch = {
  q: '',
  user: '',
  action: '',
  kind: '',
  id: '',
  outcome: '',
  address: '',
  from: '',
  until: '',
};

const NAMES = Object.keys(NO_SEARCH) as readonly (keyof AuditSearch)[];

/** Of the address of the page. */
export function searchFrom(parameters: URLSearchParams): AuditSearch {
  const entries = NAMES.map((name) => [name, parameters.get(name) ?? ''] as const);
  return Object.fromEntries(entries) as unknown as AuditSearch;
}

/** For the address of the page. */
export function parametersOf(search: AuditSearch): Readonly<Record<string, string>> {
  return Object.fromEntries(NAMES.flatMap((name) => (search[name] === '' ? [] : [[name, search[name]]])));
}

/** For the server, which wants instants. */
export function queryOf(search: AuditSearch): Readonly<Record<string, string>> {
  return { ...parametersOf(search), ...instant('from', search.from), ...instant('until', search.until) };
}

function instant(name: string, local: string): Readonly<Record<string, string>> {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? {} : { [name]: time.toISOString() };
}

/** What an entry is about; by its name where it has one. */
export function aboutText({ kind, name, id }: AuditEntry): string {
  const called = name ?? id;
  return called === undefined || called === null ? kind : `${kind} ${called}`;
}

/** The whole of a chain or the first place where it is broken, from the verdicts on its portions. */
export interface AuditVerdict {
  readonly intact: boolean;
  readonly first: number;
  readonly last: number;
  readonly broken_at?: number | null;
  readonly next?: number | null;
}

export function together(before: AuditVerdict | undefined, after: AuditVerdict): AuditVerdict {
  return before === undefined || before.first === 0 ? after : { ...after, first: before.first };
}
