import { isJsonObject, type JsonObject, type JsonValue, parseJson } from './json';

/** The words that a dataset can leave the catalog in, and come in. */
export type Vocabulary = 'dcat' | 'schema.org' | 'ckan';

export const VOCABULARIES: Readonly<Record<Vocabulary, { readonly title: string; readonly about: string }>> =
  {
    dcat: { title: 'DCAT-AP', about: 'JSON-LD, for data portals' },
    'schema.org': { title: 'schema.org', about: 'JSON-LD, for search engines' },
    ckan: { title: 'CKAN', about: 'as package_show answers' },
  };

/** What this page can read of a dataset in a document; what becomes of it is the server's word. */
export interface Described {
  readonly title: string;
  readonly organization?: string;
  readonly license?: string;
  /** Where its data can be had. */
  readonly addresses: readonly string[];
}

/**
 * A document as somebody pasted it. `unknown`: JSON, but none of the vocabularies, as far as can be told without following
 * JSON-LD to the letter, which the server does.
 */
export type Recognised =
  | { readonly kind: 'empty' }
  | { readonly kind: 'broken'; readonly line: number; readonly column: number; readonly reason: string }
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'datasets';
      readonly vocabulary: Vocabulary;
      readonly datasets: readonly Described[];
    };

export interface Imported {
  readonly items: readonly ImportedItem[];
  readonly created: number;
  readonly refused: number;
}

export interface ImportedItem {
  readonly name: string;
  readonly status: 'created' | 'refused';
  readonly id?: string;
  /** Why it was refused. */
  readonly detail?: string;
  readonly violations?: readonly { readonly pointer: string; readonly reason: string }[];
}

export function recognise(text: string): Recognised {
  if (text.trim() === '') return { kind: 'empty' };
  let document: JsonValue;
  try {
    document = parseJson(text);
  } catch (error) {
    return brokenAt(text, error);
  }
  if (isPackage(document)) {
    return { kind: 'datasets', vocabulary: 'ckan', datasets: packagesOf(document).map(fromPackage) };
  }
  const nodes = nodesOf(document);
  for (const [vocabulary, type] of LINKED) {
    const found = nodes.filter((node) => type.test(typesOf(node)));
    if (found.length > 0) return { kind: 'datasets', vocabulary, datasets: found.map(fromNode) };
  }
  return { kind: 'unknown' };
}

/** Types of a node, each between two blanks. DCAT goes first, as on the server: a document may speak both. */
const LINKED: readonly (readonly [Vocabulary, RegExp])[] = [
  ['dcat', /\s(?:dcat:|http:\/\/www\.w3\.org\/ns\/dcat#)Dataset\s/],
  ['schema.org', /\s(?:schema:|https?:\/\/schema\.org\/)?Dataset\s/],
];

function brokenAt(text: string, error: unknown): Recognised {
  const told = error instanceof Error ? error.message : 'It is not JSON';
  const position = Number(/position:? (\d+)/.exec(told)?.[1] ?? 0);
  const before = text.slice(0, position).split('\n');
  return {
    kind: 'broken',
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    reason: told.replace(/ at position:? \d+$/, ''),
  };
}

function isPackage(document: JsonValue): document is JsonObject {
  return isJsonObject(document) && ['result', 'resources', 'owner_org'].some((name) => name in document);
}

const objects = (value: JsonValue | undefined): JsonObject[] =>
  (Array.isArray(value) ? value : [value]).filter(isJsonObject);

function packagesOf(document: JsonObject): JsonObject[] {
  const result = document.result ?? document;
  return objects(isJsonObject(result) && result.results !== undefined ? result.results : result);
}

const described = (
  title: string,
  organization: string | undefined,
  license: string | undefined,
  addresses: readonly (string | undefined)[],
): Described => ({
  title,
  ...(organization === undefined ? {} : { organization }),
  ...(license === undefined ? {} : { license }),
  addresses: addresses.filter((address) => address !== undefined),
});

function fromPackage(found: JsonObject): Described {
  const [organization] = objects(found.organization);
  return described(
    wordOf(found.title) ?? wordOf(found.name) ?? 'Without a title',
    wordOf(organization?.title) ?? wordOf(organization?.name),
    wordOf(found.license_title) ?? wordOf(found.license_id),
    objects(found.resources).map(({ url }) => wordOf(url)),
  );
}

function fromNode(node: JsonObject): Described {
  return described(
    wordOf(member(node, 'title')) ?? wordOf(member(node, 'name')) ?? idOf(node) ?? 'Without a title',
    wordOf(member(node, 'publisher')) ?? wordOf(member(node, 'creator')),
    wordOf(member(node, 'license')),
    objects(member(node, 'distribution')).map(
      (one) =>
        wordOf(member(one, 'downloadURL')) ??
        wordOf(member(one, 'accessURL')) ??
        wordOf(member(one, 'contentUrl')),
    ),
  );
}

/** The name after the last prefix, slash or hash; so a title is a title, whatever the context calls it. */
const localName = (name: string) =>
  name.slice(Math.max(...[':', '/', '#'].map((sign) => name.lastIndexOf(sign))) + 1);

function member(node: JsonObject, name: string): JsonValue | undefined {
  return node[name] ?? Object.entries(node).find(([key]) => localName(key) === name)?.[1];
}

const idOf = (node: JsonObject) => wordOf(node['@id']) ?? wordOf(node.id);

/** The text of a value, however JSON-LD dresses it; of several the English one, else the first. */
function wordOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (Array.isArray(value)) {
    const english = value.find((one) => isJsonObject(one) && String(one['@language']).startsWith('en'));
    return wordOf(english ?? value[0]);
  }
  if (!isJsonObject(value)) return undefined;
  return wordOf(value['@value']) ?? wordOf(member(value, 'name')) ?? idOf(value);
}

function typesOf(node: JsonObject): string {
  const types = node['@type'] ?? node.type ?? '';
  return ` ${(Array.isArray(types) ? types : [types]).map(String).join(' ')} `;
}

const MAX_DEPTH = 50;

/** Every object of a document, the outer ones first. */
function nodesOf(value: JsonValue, depth = 0): JsonObject[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((one) => nodesOf(one, depth + 1));
  if (!isJsonObject(value)) return [];
  const inside = Object.entries(value).filter(([name]) => name !== '@context');
  return [value, ...inside.flatMap(([, one]) => nodesOf(one, depth + 1))];
}
