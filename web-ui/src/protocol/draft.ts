import { type Entry, entriesOf, faultsOfNames, memberPointer, membersFrom } from './entries';
import { difference, type Field, objectOf, type Values, valuesOf } from './fields';
import { isJsonObject, type JsonObject } from './json';
import { type MetadataDraft, metadataDraft, metadataOf, metadataPointers, NO_METADATA } from './metadata';
import { optionsOf, takesMapping } from './options';
import type { Violation } from './problem';
import type { Dataset } from './resources';
import type { SourceType } from './source';
import { sourceFields, takesCredentials } from './source-fields';

/** What somebody has entered about a dataset, for a new one or for changes to one. */
export interface Draft {
  readonly type: SourceType;
  readonly name: string;
  readonly title: string;
  readonly organization: string;
  readonly notes: string;
  readonly license: string;
  readonly tags: readonly string[];
  readonly hidden: boolean;
  readonly extras: readonly Entry[];
  /** Of all types that were tried: another type finds again what it shares with the former. */
  readonly source: Values;
  /** Of an HTTP request; their values are secret. */
  readonly headers: readonly Entry[];
  readonly options: Values;
  /** Name: the new field; value: the path to it in what is read. */
  readonly mapping: readonly Entry[];
  readonly metadata: MetadataDraft;
}

export function blankDraft(type: SourceType): Draft {
  return {
    type,
    name: '',
    title: '',
    organization: '',
    notes: '',
    license: '',
    tags: [],
    hidden: false,
    extras: [],
    source: { template: 'timestamp' },
    headers: [],
    options: {},
    mapping: [],
    metadata: NO_METADATA,
  };
}

/** Beside the inputs: what is chosen by other means. */
const TEMPLATE: Field = { name: 'template', label: 'Template', kind: 'choice' };

function fieldsOf(type: SourceType): readonly Field[] {
  return type === 'generator' ? [TEMPLATE, ...sourceFields(type)] : sourceFields(type);
}

export function draftOf(dataset: Dataset): Draft {
  const { source } = dataset;
  const type: SourceType = source.type;
  const values = valuesOf(fieldsOf(type), source as unknown as JsonObject);
  const mechanism = values['security/mechanism'];
  return {
    type,
    name: dataset.name,
    title: dataset.title,
    organization: dataset.organization,
    notes: dataset.notes ?? '',
    license: dataset.license ?? '',
    tags: dataset.tags,
    hidden: dataset.private,
    extras: entriesOf(dataset.extras),
    source: {
      ...values,
      ...(source.type === 'kafka' ? { foreign: source.bootstrap !== undefined } : {}),
      // Kafka spells it with dashes, the constants of Java cannot.
      ...(typeof mechanism === 'string' ? { 'security/mechanism': mechanism.replaceAll('_', '-') } : {}),
    },
    headers: [],
    options: valuesOf(optionsOf(type), dataset.processing ?? {}),
    mapping: entriesOf({ ...dataset.mapping }),
    metadata: metadataDraft(dataset.metadata),
  };
}

function sourceOf({ type, source, headers }: Draft): JsonObject {
  const { credentials, ...rest } = objectOf(fieldsOf(type), source);
  const secrets: JsonObject = { ...(isJsonObject(credentials) ? credentials : {}) };
  const named = membersFrom(headers);
  if (Object.keys(named).length > 0) secrets.headers = named;
  const any = takesCredentials(type) && Object.keys(secrets).length > 0;
  return { type, ...rest, ...(any ? { credentials: secrets } : {}) };
}

/** All that can be changed later, whether it is empty or not. */
function contentOf(draft: Draft): JsonObject {
  return {
    title: draft.title.trim() || draft.name.trim(),
    organization: draft.organization.trim(),
    notes: draft.notes,
    license: draft.license.trim(),
    tags: [...draft.tags],
    private: draft.hidden,
    extras: membersFrom(draft.extras),
    mapping: takesMapping(draft.type) ? membersFrom(draft.mapping) : {},
    processing: objectOf(optionsOf(draft.type), draft.options),
    metadata: metadataOf(draft.metadata),
  };
}

const isEmpty = (value: JsonObject[string] | undefined) =>
  value === '' ||
  value === false ||
  (Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0);

/** The request that registers it; what is empty is left out. */
export function registrationOf(draft: Draft): JsonObject {
  const content = Object.entries(contentOf(draft)).filter(([, value]) => !isEmpty(value));
  return { name: draft.name.trim(), ...Object.fromEntries(content), source: sourceOf(draft) };
}

/**
 * The request that makes the dataset what the draft says; undefined when it is so already. Of the source only what changes is
 * sent, the rest as a whole. The one exception: a secured cluster's security goes along with each change of its source, as a
 * whole.
 */
export function patchOf(before: Draft, after: Draft): JsonObject | undefined {
  const from = contentOf(before);
  const patch: JsonObject = {};
  for (const [name, value] of Object.entries(contentOf(after))) {
    if (difference({ [name]: from[name] ?? null }, { [name]: value }) !== undefined) patch[name] = value;
  }
  const whole = sourceOf(after);
  const source = difference(sourceOf(before), whole);
  if (source !== undefined) {
    const security = isJsonObject(whole.security) && source.security !== null ? whole.security : undefined;
    patch.source =
      security === undefined ? source : { ...source, security: { ...security, ...gone(source) } };
  }
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** What was taken out of the security. */
function gone({ security }: JsonObject): JsonObject {
  return isJsonObject(security)
    ? Object.fromEntries(Object.entries(security).filter(([, value]) => value === null))
    : {};
}

const HEADERS = '/source/credentials/headers';

/** What the server could not even be told. */
export function faultsOf({ type, extras, headers, mapping }: Draft): readonly Violation[] {
  return [
    ...faultsOfNames('/extras', extras),
    ...(takesMapping(type) ? faultsOfNames('/mapping', mapping) : []),
    ...(takesCredentials(type) ? faultsOfNames(HEADERS, headers) : []),
  ];
}

/** The pointers of everything that this draft shows an input for. */
export function pointersOf(draft: Draft): readonly string[] {
  const { type, source, extras, headers, mapping, metadata } = draft;
  const shown = fieldsOf(type).filter(({ when }) => when?.(source) ?? true);
  return [
    ...['/name', '/title', '/organization', '/notes', '/license', '/tags', '/private'],
    ...shown.map(({ name }) => `/source/${name}`),
    ...optionsOf(type).map(({ name }) => `/processing/${name}`),
    '/extras',
    ...extras.map((entry) => memberPointer('/extras', entry)),
    ...(takesMapping(type) ? ['/mapping', ...mapping.map((entry) => memberPointer('/mapping', entry))] : []),
    ...(takesCredentials(type) ? [HEADERS, ...headers.map((entry) => memberPointer(HEADERS, entry))] : []),
    ...metadataPointers(metadata),
  ];
}
