import type { Contact } from './metadata';
import type { Dataset } from './resources';
import { doiHref, webHref } from './source';

type Cited = Pick<Dataset, 'name' | 'title' | 'version' | 'created_at' | 'metadata'>;

/** What a dataset does not know of itself: the title of its organization, and the address of its page here. */
export interface Publication {
  readonly publisher: string;
  readonly here: string;
}

const AUTHORS = new Set(['creator', 'author', 'originator', 'principal_investigator', 'data_collector']);

const isAuthor = ({ role = '' }: Contact) => AUTHORS.has(role.toLowerCase().replaceAll(/[\s-]/g, '_'));

/** Who made it: the contacts who are said to have, else all contacts; nobody where there are none. */
function authorsOf({ metadata }: Cited): readonly string[] {
  const contacts = metadata?.contacts ?? [];
  const authors = contacts.filter(isAuthor);
  return (authors.length > 0 ? authors : contacts).map(({ name }) => name);
}

const yearOf = (time: string) => new Date(time).getUTCFullYear();

/** Where a reader finds it: by its DOI, its home page, or here. */
function whereabouts({ metadata }: Cited, { here }: Publication): string {
  if (metadata?.doi !== undefined) return doiHref(metadata.doi);
  return webHref(metadata?.homepage) ?? here;
}

/** As DataCite recommends: Creator (Year): Title. Version. Publisher. (Resource type). Address. */
export function citationOf(dataset: Cited, publication: Publication): string {
  const { title, name, version, created_at } = dataset;
  const { publisher } = publication;
  const who = authorsOf(dataset).join('; ') || publisher;
  const what = `${who} (${yearOf(created_at)}): ${title || name}. Version ${version}.`;
  return `${what} ${publisher}. (Dataset). ${whereabouts(dataset, publication)}`;
}

/** BibTeX gives braces, dollars and the like a meaning. */
function escaped(text: string): string {
  return text.replaceAll(/[\\{}&%$#_~^]/g, (sign) => BIBTEX[sign] ?? `\\${sign}`);
}

const BIBTEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

/** The braces around a title keep its capitals, those around an organization keep it from being taken for a person. */
export function bibtexOf(dataset: Cited, publication: Publication): string {
  const { title, name, version, created_at, metadata } = dataset;
  const publisher = escaped(publication.publisher);
  const members = [
    ['author', authorsOf(dataset).map(escaped).join(' and ') || `{${publisher}}`],
    ['title', `{${escaped(title || name)}}`],
    ['year', yearOf(created_at)],
    ['publisher', publisher],
    ['version', version],
    ...(metadata?.doi === undefined ? [] : [['doi', doiHref(metadata.doi).replace('https://doi.org/', '')]]),
    ['url', whereabouts(dataset, publication)],
  ];
  const lines = members.map(([member, value]) => `  ${member} = {${value}}`);
  return `@misc{${name.replaceAll(/[^\w.:-]/g, '-')},\n${lines.join(',\n')}\n}`;
}
