/** What access can be given to. */
export type ThingKind = 'organization' | 'dataset' | 'topic' | 'stream' | 'landing' | 'alert' | 'view';

/** A thing by its name or id. */
export interface ThingRef {
  readonly kind: ThingKind;
  readonly id: string;
}

export type Right = 'view' | 'download' | 'edit' | 'manage';

export type Level = 'viewer' | 'editor' | 'owner' | 'deny';
export type AskedLevel = Exclude<Level, 'deny'>;

export type GranteeKind = 'user' | 'group' | 'organization';
export const GRANTEE_KINDS: readonly GranteeKind[] = ['user', 'group', 'organization'];

/** One of the three, and no other. */
export type Grantee = Partial<Readonly<Record<GranteeKind, string>>>;

export interface Grant {
  readonly id: string;
  readonly on: ThingRef;
  readonly to: Grantee;
  readonly level: Level;
  readonly download: boolean;
  readonly expires_at?: string | null;
  readonly created_by: string;
  readonly created_at: string;
}

export interface NewGrant {
  readonly on: ThingRef;
  readonly to: Grantee;
  readonly level: Level;
  readonly download: boolean;
  readonly expires_in?: number;
}

export type Rule = 'administrator' | 'owner' | 'denied' | 'granted' | 'open' | 'unowned' | 'none';

/** What somebody may do with a thing, and why. */
export interface Ruling {
  readonly user: string;
  readonly rights: readonly Right[];
  readonly rule: Rule;
  /** The kind of what is owned, where the owner decided. */
  readonly of?: string | null;
  readonly grants: readonly string[];
  /** The scope of a key leaves less than the rule gives. */
  readonly capped: boolean;
}

export interface AccessRequest {
  readonly id: string;
  readonly on: ThingRef;
  readonly user: string;
  readonly level: AskedLevel;
  readonly reason: string;
  readonly state: 'pending' | 'approved' | 'refused';
  readonly created_at: string;
  readonly decided_at?: string | null;
  readonly decided_by?: string | null;
}

/** One's own, and those that one may decide. */
export interface AccessRequests {
  readonly mine: readonly AccessRequest[];
  readonly open: readonly AccessRequest[];
}

export interface PeopleGroup {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly members: readonly string[];
  readonly created_at: string;
}

export const LEVELS: readonly { readonly value: Level; readonly label: string; readonly gives: string }[] = [
  { value: 'viewer', label: 'Viewer', gives: 'finds it, reads it, watches it live' },
  { value: 'editor', label: 'Editor', gives: 'also writes, changes settings, pauses and resumes' },
  { value: 'owner', label: 'Owner', gives: 'may do everything, also give access and delete' },
  { value: 'deny', label: 'Deny', gives: 'has no access, whatever else is given' },
];

export const ASKED_LEVELS = LEVELS.filter(({ value }) => value !== 'deny');

export function levelText(level: Level): string {
  return LEVELS.find(({ value }) => value === level)?.label ?? level;
}

const DAY_S = 86_400;

export const A_MONTH = String(30 * DAY_S);

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** How long something holds, in seconds; an empty text is for ever. */
export const LIFETIMES: readonly Choice[] = [
  { value: '', label: 'Never' },
  { value: String(3600), label: 'In an hour' },
  { value: String(DAY_S), label: 'In a day' },
  { value: String(7 * DAY_S), label: 'In 7 days' },
  { value: A_MONTH, label: 'In 30 days' },
  { value: String(365 * DAY_S), label: 'In a year' },
];

export function lifetime(value: string): { readonly expires_in?: number } {
  return value === '' ? {} : { expires_in: Number(value) };
}

const KINDS: Readonly<Record<ThingKind, string | null>> = {
  organization: null,
  dataset: '/datasets/',
  topic: '/topics/',
  stream: '/streams/',
  landing: '/landings/',
  alert: null,
  view: '/views/',
};

export function isThingKind(text: string): text is ThingKind {
  return Object.hasOwn(KINDS, text);
}

/** The page of a thing, where it has one. */
export function thingHref({ kind, id }: ThingRef): string {
  if (kind === 'organization') return `/catalog?org=${encodeURIComponent(id)}`;
  return KINDS[kind] === null ? '/alerts' : `${KINDS[kind]}${encodeURIComponent(id)}`;
}

/** The page that says who may do what with a thing, and where one asks for access to it. */
export function accessHref({ kind, id }: ThingRef): string {
  return `/access/${kind}/${encodeURIComponent(id)}`;
}

export function granteeOf(to: Grantee): { readonly kind: GranteeKind; readonly name: string } {
  const kind = GRANTEE_KINDS.find((one) => to[one] !== undefined && to[one] !== null) ?? 'user';
  return { kind, name: to[kind] ?? '' };
}

function holderText(to: Grantee): string {
  const { kind, name } = granteeOf(to);
  return kind === 'user' ? 'by name' : `through ${kind} ${name}`;
}

/**
 * The rule that decided, in a few words.
 *
 * @param grants those of the thing, by id; a grant that is not among them is on what the thing belongs to
 */
export function ruleText(ruling: Ruling, grants: ReadonlyMap<string, Grant> = new Map()): string {
  const text = reasonText(ruling, grants);
  return ruling.capped ? `${text}; less by the scope of the key` : text;
}

function reasonText({ rule, of, grants: ids }: Ruling, grants: ReadonlyMap<string, Grant>): string {
  switch (rule) {
    case 'administrator':
      return 'administrator';
    case 'owner':
      return of === undefined || of === null ? 'owner' : `owner of the ${of}`;
    case 'denied':
      return `denied ${viaText(ids, grants)}`.trim();
    case 'granted':
      return `given ${viaText(ids, grants)}`.trim();
    case 'open':
      return 'open to everybody';
    case 'unowned':
      return 'nobody owns it';
    case 'none':
      return 'nothing given';
  }
}

function viaText(ids: readonly string[], grants: ReadonlyMap<string, Grant>): string {
  const ways = ids.map((id) => {
    const grant = grants.get(id);
    return grant === undefined ? 'with what it belongs to' : holderText(grant.to);
  });
  return [...new Set(ways)].join(', ');
}

/** What a level gives, as one phrase: a viewer or an editor may be kept from taking records out. */
export function givenText({ level, download }: Pick<Grant, 'level' | 'download'>): string {
  const name = levelText(level);
  return download || level === 'deny' || level === 'owner' ? name : `${name}, no download`;
}
