import { type LiveQuery, toSearch } from './live';

/** Ready to paste, with the source and the filter of the present view. The token comes from the environment, never from here. */
export interface Snippet {
  readonly name: string;
  readonly language: string;
  readonly text: string;
}

export function snippetsOf(origin: string, query: LiveQuery): Snippet[] {
  return [curl(origin, query), wscat(origin, query), python(origin, query)];
}

/** Closes the shell's quote around a quote, so that a filter with strings in it survives. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function parametersOf(query: LiveQuery): [string, string][] {
  return [...toSearch({ ...query, delivery: 'latest' })].filter(([name]) => name !== 'delivery');
}

function curl(origin: string, query: LiveQuery): Snippet {
  const parameters = parametersOf(query).map(
    ([name, value]) => `  --data-urlencode ${shellQuoted(`${name}=${value}`)}`,
  );
  const lines = [
    `curl -N -G ${shellQuoted(`${origin}/api/v1/live`)}`,
    '  -H "Authorization: Bearer $SLUICE_TOKEN"',
    "  -H 'Accept: application/x-ndjson'",
    ...parameters,
  ];
  return { name: 'curl', language: 'shell', text: lines.join(' \\\n') };
}

function wscat(origin: string, query: LiveQuery): Snippet {
  const address = `${origin.replace(/^http/, 'ws')}/api/v1/live?${toSearch(query)}`;
  const lines = [`wscat -c ${shellQuoted(address)}`, '  -H "Authorization: Bearer $SLUICE_TOKEN"'];
  return { name: 'wscat', language: 'shell', text: lines.join(' \\\n') };
}

function python(origin: string, query: LiveQuery): Snippet {
  const parameters = parametersOf(query).map(
    ([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},`,
  );
  const text = [
    'import json, os, requests',
    'from decimal import Decimal',
    '',
    'params = {',
    ...parameters,
    '}',
    'headers = {',
    '    "Authorization": f"Bearer {os.environ[\'SLUICE_TOKEN\']}",',
    '    "Accept": "application/x-ndjson",',
    '}',
    `with requests.get(${JSON.stringify(`${origin}/api/v1/live`)}, params=params, headers=headers, stream=True) as live:`,
    '    live.raise_for_status()',
    '    for line in live.iter_lines():',
    '        record = json.loads(line, parse_float=Decimal)',
    '        print(record["offset"], record["value"])',
  ].join('\n');
  return { name: 'Python', language: 'python', text };
}
