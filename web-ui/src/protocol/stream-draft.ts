import {
  joinsOf,
  type NewStream,
  type Stream,
  type StreamBranch,
  type StreamJoin,
  type StreamSource,
  type StreamWindow,
  type WindowType,
} from './stream';

export type SourceMode = 'topics' | 'datasets' | 'keywords';
export type JoinedKind = 'topic' | 'stream' | 'dataset' | 'csv' | 'postgres';
export const JOINED_KINDS: readonly JoinedKind[] = ['topic', 'stream', 'dataset', 'csv', 'postgres'];

/** What the form holds while somebody types. Empty texts are left out of the request. */
export interface StreamDraft {
  readonly mode: SourceMode;
  readonly topics: readonly string[];
  readonly datasets: readonly string[];
  readonly keywords: readonly string[];
  readonly matchAll: boolean;
  readonly where: string;
  readonly select: string;
  readonly from: string;
  readonly name: string;
  readonly alias: string;
  readonly joins: readonly JoinDraft[];
  readonly window: WindowDraft;
  readonly branches: readonly StreamBranch[];
}

export interface WindowDraft {
  readonly type: WindowType | 'off';
  readonly size: string;
  readonly advance: string;
  readonly gap: string;
  readonly grace: string;
  readonly idle: string;
  readonly time: string;
  readonly timeFormat: string;
  readonly groupBy: readonly string[];
  readonly aggregates: readonly string[];
  readonly having: string;
  readonly orderBy: readonly string[];
  readonly limit: string;
  readonly emit: 'change' | 'close';
}

export interface JoinDraft {
  readonly what: JoinedKind;
  readonly name: string;
  /** Of Postgres. */
  readonly query: string;
  readonly alias: string;
  readonly kind: 'stream' | 'table';
  readonly type: 'inner' | 'left' | 'outer';
  readonly on: string;
  readonly within: string;
  readonly grace: string;
  readonly refresh: string;
}

const NO_WINDOW: WindowDraft = {
  type: 'off',
  size: '1m',
  advance: '',
  gap: '',
  grace: '',
  idle: '',
  time: '$timestamp',
  timeFormat: '',
  groupBy: [],
  aggregates: ['count(*) as n'],
  having: '',
  orderBy: [],
  limit: '',
  emit: 'change',
};

export const NEW_DRAFT: StreamDraft = {
  mode: 'topics',
  topics: [],
  datasets: [],
  keywords: [],
  matchAll: true,
  where: '',
  select: '',
  from: 'latest',
  name: '',
  alias: '',
  joins: [],
  window: NO_WINDOW,
  branches: [],
};

export const NEW_JOIN: JoinDraft = {
  what: 'topic',
  name: '',
  query: '',
  alias: 'r',
  kind: 'stream',
  type: 'inner',
  on: '',
  within: '5m',
  grace: '',
  refresh: '',
};

/** What is set off by windows of each type, and by none of them. */
export const WINDOW_PARTS: Readonly<Record<WindowType, readonly WindowPart[]>> = {
  tumbling: ['size', 'grace', 'idle'],
  hopping: ['size', 'advance', 'grace', 'idle'],
  session: ['gap', 'grace', 'idle'],
  none: [],
};

type WindowPart = 'size' | 'advance' | 'gap' | 'grace' | 'idle';

const FILES: ReadonlySet<JoinedKind> = new Set(['csv', 'postgres']);

/** A file or a database can only be a table. */
export function isTable({ what, kind }: JoinDraft): boolean {
  return kind === 'table' || FILES.has(what);
}

export function hasSource(draft: StreamDraft): boolean {
  return draft[draft.mode].length > 0;
}

type Texts = Readonly<Record<string, string>>;

/** Members whose text is not empty. */
function given(texts: Texts): Texts {
  const entries = Object.entries(texts).map(([name, text]) => [name, text.trim()] as const);
  return Object.fromEntries(entries.filter(([, text]) => text !== ''));
}

const filled = (texts: readonly string[]): string[] =>
  texts.map((text) => text.trim()).filter((text) => text !== '');

/** The request that the form stands for. */
export function definitionOf(draft: StreamDraft): NewStream {
  const { alias, joins, window, branches } = draft;
  return {
    ...given({ name: draft.name }),
    source: sourceOf(draft),
    ...(joins.length === 0 ? {} : { ...given({ alias }), join: joins.map(joinOf) }),
    ...(window.type === 'off' ? {} : { window: windowOf(window, window.type) }),
    ...(branches.length === 0 ? {} : { branches: branches.map(branchOf) }),
  };
}

function sourceOf(draft: StreamDraft): StreamSource {
  const { mode, where, select, from, matchAll } = draft;
  return {
    [mode]: draft[mode],
    ...(mode === 'keywords' ? { match_all: matchAll } : {}),
    ...given({ where, select }),
    from,
  };
}

function windowOf(draft: WindowDraft, type: WindowType): StreamWindow {
  const { groupBy, aggregates, having, orderBy, limit, emit, time, timeFormat } = draft;
  const parts = Object.fromEntries(WINDOW_PARTS[type].map((part) => [part, draft[part]]));
  const order = filled(orderBy);
  const groups = filled(groupBy);
  return {
    type,
    ...given({ ...parts, time, time_format: timeFormat, having }),
    ...(groups.length === 0 ? {} : { group_by: groups }),
    aggregates: filled(aggregates),
    ...(order.length === 0 ? {} : { order_by: order }),
    ...(limit.trim() === '' ? {} : { limit: Number(limit) }),
    emit,
  };
}

function joinOf(draft: JoinDraft): StreamJoin {
  const { what, name, query, alias, type, on, within, grace, refresh } = draft;
  const table = isTable(draft);
  return {
    [what]: what === 'postgres' ? { uri: name.trim(), query: query.trim() } : name.trim(),
    alias: alias.trim(),
    kind: table ? 'table' : 'stream',
    type,
    on: on.trim(),
    ...(table ? {} : given({ within, grace })),
    ...(FILES.has(what) ? given({ refresh }) : {}),
  };
}

function branchOf({ name, where, topic = '' }: StreamBranch): StreamBranch {
  return { name: name.trim(), where: where.trim(), ...given({ topic }) };
}

/** The form for a stream that is there. */
export function draftOf(stream: Stream): StreamDraft {
  const { source, window, branches } = stream;
  const mode: SourceMode = source.keywords ? 'keywords' : source.datasets ? 'datasets' : 'topics';
  return {
    ...NEW_DRAFT,
    mode,
    [mode]: source[mode] ?? stream.sources.map(({ topic }) => topic),
    matchAll: source.match_all ?? true,
    where: source.where ?? '',
    select: source.select ?? '',
    from: source.from ?? 'latest',
    name: stream.name,
    alias: stream.alias ?? '',
    joins: joinsOf(stream).map(joinDraftOf),
    window: window ? windowDraftOf(window) : NO_WINDOW,
    branches: branches ?? [],
  };
}

function windowDraftOf(window: StreamWindow): WindowDraft {
  return {
    type: window.type,
    size: window.size ?? '',
    advance: window.advance ?? '',
    gap: window.gap ?? '',
    grace: window.grace ?? '',
    idle: window.idle ?? '',
    time: window.time ?? '$timestamp',
    timeFormat: window.time_format ?? '',
    groupBy: window.group_by ?? [],
    aggregates: window.aggregates,
    having: window.having ?? '',
    orderBy: window.order_by ?? [],
    limit: window.limit === undefined ? '' : String(window.limit),
    emit: window.emit ?? 'change',
  };
}

function joinDraftOf(join: StreamJoin): JoinDraft {
  const what = JOINED_KINDS.find((kind) => join[kind] !== undefined && join[kind] !== null) ?? 'topic';
  const postgres = join.postgres;
  return {
    what,
    name: typeof postgres === 'object' ? postgres.uri : String(join[what] ?? join.name ?? ''),
    query: typeof postgres === 'object' ? postgres.query : '',
    alias: join.alias,
    kind: join.kind,
    type: join.type,
    on: join.on,
    within: join.within ?? '',
    grace: join.grace ?? '',
    refresh: join.refresh ?? '',
  };
}
