/** What is watched, and how. */
export type SourceKind = 'topic' | 'stream' | 'dataset';

export interface LiveSource {
  readonly kind: SourceKind;
  readonly name: string;
}

export type Delivery = 'latest' | 'lossless';

export interface LiveQuery {
  readonly source: LiveSource;
  readonly where: string;
  readonly select: string;
  readonly from: string;
  readonly delivery: Delivery;
}

/** The same names in the page's address, in the API's query and in a `subscribe` frame: a link can be read. */
export function toSearch(query: LiveQuery): URLSearchParams {
  const search = new URLSearchParams();
  search.set(query.source.kind, query.source.name);
  if (query.where !== '') search.set('where', query.where);
  if (query.select !== '') search.set('select', query.select);
  if (query.from !== 'latest') search.set('from', query.from);
  if (query.delivery !== 'latest') search.set('delivery', query.delivery);
  return search;
}

export function fromSearch(search: URLSearchParams): LiveQuery | undefined {
  const kind = (['topic', 'stream', 'dataset'] as const).find((candidate) => search.get(candidate));
  if (kind === undefined) return undefined;
  return {
    source: { kind, name: search.get(kind) ?? '' },
    where: search.get('where') ?? '',
    select: search.get('select') ?? '',
    from: search.get('from') ?? 'latest',
    delivery: search.get('delivery') === 'lossless' ? 'lossless' : 'latest',
  };
}

/** The address of the live table for a source. */
export function liveHref(source: LiveSource, rest: Partial<Omit<LiveQuery, 'source'>> = {}): string {
  const query: LiveQuery = { source, where: '', select: '', from: 'latest', delivery: 'latest', ...rest };
  return `/live?${toSearch(query)}`;
}
