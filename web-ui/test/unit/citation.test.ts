import { describe, expect, test } from 'vitest';
import { bibtexOf, citationOf } from '../../src/protocol/citation';

const DATASET = {
  name: 'stations',
  title: 'Water temperature',
  version: 3,
  created_at: '2026-01-01T00:00:00Z',
  metadata: null,
};
const PUBLICATION = { publisher: 'Institute of Hydrology', here: 'https://sluice.example/datasets/stations' };

describe('a citation', () => {
  test('without contacts names the publisher, and the page here', () => {
    expect(citationOf(DATASET, PUBLICATION)).toBe(
      'Institute of Hydrology (2026): Water temperature. Version 3. Institute of Hydrology. (Dataset). https://sluice.example/datasets/stations',
    );
  });

  test('names who made it, not whom to ask, and its DOI', () => {
    const contacts = [
      { name: 'Ada Lovelace', role: 'Creator' },
      { name: 'Charles Babbage', role: 'point_of_contact' },
      { name: 'Grace Hopper', role: 'principal investigator' },
    ];
    const cited = citationOf(
      { ...DATASET, metadata: { contacts, doi: 'doi:10.5066/F7P55KJN', homepage: 'https://example.org' } },
      PUBLICATION,
    );
    expect(cited).toContain('Ada Lovelace; Grace Hopper (2026):');
    expect(cited).not.toContain('Babbage');
    expect(cited).toMatch(/https:\/\/doi\.org\/10\.5066\/F7P55KJN$/);
  });

  test('without a role of an author names all contacts', () => {
    const metadata = { contacts: [{ name: 'Ada' }, { name: 'Grace', role: 'publisher' }] };
    expect(citationOf({ ...DATASET, metadata }, PUBLICATION)).toContain('Ada; Grace (2026)');
  });

  test('does not lead to an address that is no web page', () => {
    const metadata = { homepage: 'javascript:alert(1)' };
    expect(citationOf({ ...DATASET, metadata }, PUBLICATION)).toContain(PUBLICATION.here);
  });
});

describe('BibTeX', () => {
  test('keeps its own signs out of the text', () => {
    const entry = bibtexOf({ ...DATASET, title: 'R&D {50 %} a_b \\x ~' }, PUBLICATION);
    expect(entry).toContain('title = {{R\\&D \\{50 \\%\\} a\\_b \\textbackslash{}x \\textasciitilde{}}}');
  });

  test('joins people by and, and keeps an organization whole', () => {
    const metadata = { contacts: [{ name: 'Ada Lovelace' }, { name: 'Grace Hopper' }] };
    expect(bibtexOf({ ...DATASET, metadata }, PUBLICATION)).toContain(
      'author = {Ada Lovelace and Grace Hopper}',
    );
    expect(bibtexOf(DATASET, PUBLICATION)).toContain('author = {{Institute of Hydrology}}');
  });

  test('has a key of allowed signs, and the bare DOI', () => {
    const metadata = { doi: 'https://doi.org/10.1/x' };
    const entry = bibtexOf({ ...DATASET, name: 'a b,c', metadata }, PUBLICATION);
    expect(entry).toMatch(/^@misc\{a-b-c,/);
    expect(entry).toContain('doi = {10.1/x}');
  });
});
