import { type Entry, elementPointer, entriesFrom, objectsFrom } from './entries';
import { type Field, objectOf, type Values, valuesOf } from './fields';
import type { JsonObject } from './json';

/** What is needed to cite a dataset and to use it rightly. */
export interface Metadata {
  readonly contacts?: readonly Contact[];
  readonly doi?: string;
  readonly homepage?: string;
  /** RFC 3339 dates or times; an end left out is open. */
  readonly temporal?: { readonly start?: string; readonly end?: string };
  /** Degrees in WGS 84. */
  readonly spatial?: {
    readonly west: number;
    readonly south: number;
    readonly east: number;
    readonly north: number;
    readonly place?: string;
  };
  readonly fields?: readonly DescribedField[];
}

export interface Contact {
  readonly name: string;
  readonly email?: string;
  readonly organization?: string;
  readonly role?: string;
}

export interface DescribedField {
  readonly name: string;
  readonly type?: string;
  readonly unit?: string;
  readonly description?: string;
}

const degrees = (side: string, label: string): Field => ({
  name: `spatial/${side}`,
  label,
  about: 'Degrees',
  kind: 'number',
});

export const METADATA_FIELDS: readonly Field[] = [
  { name: 'doi', label: 'DOI', about: 'What it is cited by', example: '10.5066/F7P55KJN', kind: 'text' },
  { name: 'homepage', label: 'Home page', about: 'Where it is at home', kind: 'text' },
  { name: 'temporal/start', label: 'Period from', about: 'A date or a time', kind: 'text' },
  { name: 'temporal/end', label: 'Period to', about: 'Left empty: it goes on', kind: 'text' },
  degrees('west', 'West'),
  degrees('south', 'South'),
  degrees('east', 'East'),
  degrees('north', 'North'),
  { name: 'spatial/place', label: 'Place', about: 'Name of the area', kind: 'text' },
];

export interface MetadataDraft {
  readonly values: Values;
  readonly contacts: readonly Entry[];
  readonly fields: readonly Entry[];
}

export const NO_METADATA: MetadataDraft = { values: {}, contacts: [], fields: [] };

export function metadataDraft(metadata: Metadata | null | undefined): MetadataDraft {
  if (metadata === null || metadata === undefined) return NO_METADATA;
  const { contacts = [], fields = [], ...rest } = metadata;
  return {
    values: valuesOf(METADATA_FIELDS, rest as unknown as JsonObject),
    contacts: entriesFrom(contacts),
    fields: entriesFrom(fields),
  };
}

export function metadataOf({ values, contacts, fields }: MetadataDraft): JsonObject {
  const people = objectsFrom(contacts);
  const described = objectsFrom(fields);
  return {
    ...objectOf(METADATA_FIELDS, values),
    ...(people.length === 0 ? {} : { contacts: people }),
    ...(described.length === 0 ? {} : { fields: described }),
  };
}

export const CONTACTS = '/metadata/contacts';
export const DESCRIBED = '/metadata/fields';

export function metadataPointers({ contacts, fields }: MetadataDraft): readonly string[] {
  return [
    ...METADATA_FIELDS.map(({ name }) => `/metadata/${name}`),
    CONTACTS,
    DESCRIBED,
    ...contacts.map((entry) => elementPointer(CONTACTS, contacts, entry)),
    ...fields.map((entry) => elementPointer(DESCRIBED, fields, entry)),
  ];
}

/** "1 May 1998 to …" without guessing at what was meant: the two ends as they were written. */
export function periodText({ start, end }: NonNullable<Metadata['temporal']>): string {
  if (start === undefined) return end === undefined ? '' : `until ${end}`;
  return end === undefined ? `since ${start}` : `${start} to ${end}`;
}

const direction = (value: number, positive: string, negative: string) =>
  `${Math.abs(value)}° ${value < 0 ? negative : positive}`;

/** The box by its corners, south-west to north-east; a single place where they are one. */
export function areaText({ west, south, east, north }: NonNullable<Metadata['spatial']>): string {
  const corner = (latitude: number, longitude: number) =>
    `${direction(latitude, 'N', 'S')} ${direction(longitude, 'E', 'W')}`;
  const from = corner(south, west);
  const to = corner(north, east);
  return from === to ? from : `${from} to ${to}`;
}
