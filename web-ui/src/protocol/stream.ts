import type { Windowing } from './chart/choice';
import type { JsonValue } from './json';

export type StreamState = 'STARTING' | 'RUNNING' | 'PAUSED' | 'FAILED' | 'COMPLETED';

/** A record that the stream could not judge or write. */
export interface StreamFailure {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly reason: string;
}

export interface StreamStats {
  readonly scanned: number;
  readonly matched: number;
  readonly failed: number;
  /** Records that came after their window had closed. */
  readonly late?: number;
  readonly lag: number;
  readonly rate: number;
  /** The newest twenty. */
  readonly failures?: readonly StreamFailure[];
}

/** Exactly one of keywords, datasets and topics says where records come from. */
export interface StreamSource {
  readonly keywords?: readonly string[];
  readonly match_all?: boolean;
  readonly datasets?: readonly string[];
  readonly topics?: readonly string[];
  readonly where?: string;
  readonly select?: string;
  readonly from?: string;
}

export type WindowType = 'none' | 'tumbling' | 'hopping' | 'session';

/** Durations are texts such as `10s`, `5m`, `1h`. */
export interface StreamWindow {
  readonly type: WindowType;
  readonly size?: string;
  readonly advance?: string;
  readonly gap?: string;
  readonly grace?: string;
  readonly time?: string;
  readonly time_format?: string;
  readonly group_by?: readonly string[];
  readonly aggregates: readonly string[];
  readonly having?: string;
  readonly order_by?: readonly string[];
  readonly limit?: number;
  readonly emit?: 'change' | 'close';
  readonly idle?: string;
}

/** What is joined: one of topic, stream, dataset, csv and postgres. In answers also a name, and the name of a connection. */
export interface StreamJoin {
  readonly topic?: string;
  readonly stream?: string;
  readonly dataset?: string;
  readonly csv?: string;
  readonly postgres?: { readonly uri: string; readonly query: string } | string;
  readonly name?: string;
  readonly alias: string;
  readonly kind: 'stream' | 'table';
  readonly type: 'inner' | 'left' | 'outer';
  readonly on: string;
  readonly within?: string;
  readonly grace?: string;
  readonly refresh?: string;
}

export interface StreamBranch {
  readonly name: string;
  readonly where: string;
  readonly topic?: string;
}

export interface NewStream {
  readonly name?: string;
  readonly source?: StreamSource;
  readonly alias?: string;
  readonly window?: StreamWindow;
  readonly join?: StreamJoin | readonly StreamJoin[];
  readonly branches?: readonly StreamBranch[];
  /** In place of all the above but the name; its start then stands beside it. */
  readonly sql?: string;
  readonly from?: string;
}

export interface Stream {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly state: StreamState;
  readonly reason?: string | null;
  readonly sources: readonly {
    readonly topic: string;
    readonly dataset?: string | null;
    readonly rate: number;
    readonly lag: number;
  }[];
  readonly source: StreamSource;
  readonly owner: string;
  readonly created_at: string;
  readonly stats?: StreamStats | null;
  readonly sql?: string | null;
  readonly alias?: string | null;
  readonly window?: StreamWindow | null;
  readonly join?: StreamJoin | readonly StreamJoin[] | null;
  readonly branches?: readonly StreamBranch[] | null;
  readonly version?: number;
  readonly upgrade?: StreamUpgrade | null;
  readonly dead_letters?: { readonly topic: string; readonly count: number } | null;
}

/** A newer version that catches up beside the one that runs. */
export interface StreamUpgrade {
  readonly version: number;
  readonly state: StreamState;
  /** Records that it has yet to read. */
  readonly lag: number;
  /** Why it failed; the stream goes on as it is. */
  readonly reason?: string | null;
}

export interface PlanError {
  readonly pointer: string;
  readonly message: string;
  readonly position?: number;
  readonly length?: number;
}

/** What a definition would do, told before it starts. */
export interface StreamPlan {
  readonly ok: boolean;
  readonly sql?: string | null;
  readonly reads: readonly {
    readonly topic: string;
    readonly partitions: number;
    readonly as?: string | null;
    readonly kind?: string | null;
  }[];
  readonly repartitions: readonly {
    readonly by: string;
    readonly topic: string;
    readonly partitions: number;
  }[];
  readonly stores: readonly {
    readonly name: string;
    readonly kind: string;
    readonly retention?: string | null;
    readonly estimated_keys?: number | null;
    readonly estimated_bytes?: number | null;
    readonly changelog?: string | null;
  }[];
  readonly writes: readonly {
    readonly topic: string;
    readonly partitions: number;
    readonly key?: string | null;
    readonly columns?: readonly (string | { readonly name: string; readonly type?: string })[] | null;
  }[];
  readonly notes: readonly string[];
  readonly errors: readonly PlanError[];
}

export interface PreviewRecord {
  readonly key: JsonValue;
  readonly value: JsonValue;
  readonly timestamp: number;
}

/** The rows that a definition would write for the last records of its topics. */
export interface StreamPreview {
  readonly records: readonly PreviewRecord[];
  readonly late: number;
  readonly failed: number;
  readonly scanned: number;
}

export type NodeKind = 'topic' | 'dataset' | 'filter' | 'join' | 'window' | 'stream' | 'landing' | 'alert';

export interface GraphNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  readonly state?: string | null;
  readonly detail?: string | null;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Records per second. */
  readonly rate?: number | null;
  readonly lag?: number | null;
}

export interface StreamGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** A query that the server tells as text, without the names of its sources. */
export function isQuery({ sql, source }: Pick<Stream, 'sql' | 'source'>): boolean {
  return Boolean(sql) && !source.topics?.length && !source.datasets?.length && !source.keywords?.length;
}

/** The page of a stream; one called like the page that makes new ones is reached by its id. */
export function streamHref({ id, name }: Pick<Stream, 'id' | 'name'>): string {
  return `/streams/${encodeURIComponent(name === 'new' ? id : name)}`;
}

export function joinsOf({ join }: Pick<Stream, 'join'>): readonly StreamJoin[] {
  if (join === undefined || join === null) return [];
  return Array.isArray(join) ? join : [join as StreamJoin];
}

const ALIAS = /\s+as\s+("(?:[^"]|"")*"|[A-Za-z_]\w*)\s*$/i;

/** The column that an item such as `count(*) as n` becomes; undefined where it has no name of its own. */
export function columnOf(item: string): string | undefined {
  const alias = ALIAS.exec(item)?.[1];
  if (alias !== undefined) return alias;
  return /^\s*("(?:[^"]|"")*"|[A-Za-z_][\w.]*)\s*$/.test(item) ? item.trim() : undefined;
}

const isColumn = (column: string | undefined): column is string => column !== undefined;

/** How the rows of a windowed stream are told apart, and what figures they carry; null where they are plain records. */
export function windowingOf(window: StreamWindow | null | undefined): Windowing | null {
  if (window === null || window === undefined || window.type === 'none') return null;
  return {
    keys: (window.group_by ?? []).map(columnOf).filter(isColumn),
    figures: window.aggregates.map(columnOf).filter(isColumn),
  };
}
