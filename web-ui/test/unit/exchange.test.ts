import { describe, expect, test } from 'vitest';
import { recognise } from '../../src/protocol/exchange';

const recognised = (document: unknown) => recognise(JSON.stringify(document));

describe('a document', () => {
  test('of nothing is empty', () => {
    expect(recognise(' \n')).toEqual({ kind: 'empty' });
  });

  test('that is not JSON is broken at a line and a column', () => {
    expect(recognise('{"a": 1,\n "b": }')).toMatchObject({ kind: 'broken', line: 2, column: 7 });
  });

  test('that breaks off is broken at its end', () => {
    expect(recognise('{"a":')).toMatchObject({ kind: 'broken', line: 1, column: 6 });
  });

  test('without a dataset is unknown, not refused', () => {
    expect(recognised({ a: 1 })).toEqual({ kind: 'unknown' });
    expect(recognised([1, 'Dataset', null])).toEqual({ kind: 'unknown' });
  });
});

describe('CKAN', () => {
  const ckan = {
    name: 'sea-level',
    title: 'Sea level',
    organization: { name: 'bsh', title: 'Maritime Agency' },
    license_id: 'cc-by',
    resources: [{ url: 'https://example.org/a.csv' }, { name: 'no address' }],
  };
  const seen = {
    title: 'Sea level',
    organization: 'Maritime Agency',
    license: 'cc-by',
    addresses: ['https://example.org/a.csv'],
  };

  test('is known as a package, an answer of package_show, and one of package_search', () => {
    const expected = { kind: 'datasets', vocabulary: 'ckan', datasets: [seen] };
    expect(recognised(ckan)).toEqual(expected);
    expect(recognised({ success: true, result: ckan })).toEqual(expected);
    expect(recognised({ success: true, result: { count: 1, results: [ckan] } })).toEqual(expected);
  });
});

describe('JSON-LD', () => {
  test('of DCAT is known with prefixes, in a graph', () => {
    const document = {
      '@context': { dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/' },
      '@graph': [
        {
          '@type': 'dcat:Dataset',
          'dct:title': [
            { '@value': 'Regen', '@language': 'de' },
            { '@value': 'Rain', '@language': 'en' },
          ],
          'dct:publisher': { 'foaf:name': 'Weather Service' },
          'dct:license': { '@id': 'https://creativecommons.org/licenses/by/4.0/' },
          'dcat:distribution': [{ 'dcat:downloadURL': { '@id': 'https://example.org/rain.csv' } }],
        },
      ],
    };
    expect(recognised(document)).toEqual({
      kind: 'datasets',
      vocabulary: 'dcat',
      datasets: [
        {
          title: 'Rain',
          organization: 'Weather Service',
          license: 'https://creativecommons.org/licenses/by/4.0/',
          addresses: ['https://example.org/rain.csv'],
        },
      ],
    });
  });

  test('of schema.org is known by its bare names', () => {
    const document = {
      '@context': 'https://schema.org/',
      '@type': ['Dataset', 'CreativeWork'],
      name: 'Tides',
      distribution: { '@type': 'DataDownload', contentUrl: 'https://example.org/t.json' },
    };
    expect(recognised(document)).toEqual({
      kind: 'datasets',
      vocabulary: 'schema.org',
      datasets: [{ title: 'Tides', addresses: ['https://example.org/t.json'] }],
    });
  });

  test('with whole addresses for names is known as well', () => {
    const document = [
      {
        '@id': 'https://example.org/d',
        '@type': ['http://www.w3.org/ns/dcat#Dataset'],
        'http://purl.org/dc/terms/title': [{ '@value': 'Snow' }],
      },
    ];
    expect(recognised(document)).toEqual({
      kind: 'datasets',
      vocabulary: 'dcat',
      datasets: [{ title: 'Snow', addresses: [] }],
    });
  });

  test('does not take a context or a distribution for a dataset', () => {
    expect(recognised({ '@context': { type: 'Dataset' }, '@type': 'dcat:Distribution' })).toEqual({
      kind: 'unknown',
    });
  });
});
