import type { JsonObject, JsonValue } from './json';
import type { Metadata } from './metadata';
import type { LiveRecord } from './record';
import type { RecordFormat } from './record-format';
import type { DatasetSource } from './source';

/** What the REST API answers with, as `api.md` names it. Times are RFC 3339. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total?: number;
  readonly next?: string | null;
}

export type Role = 'viewer' | 'editor' | 'admin';
export const ROLES: readonly Role[] = ['viewer', 'editor', 'admin'];

export interface Me {
  readonly user: string;
  readonly role: Role;
  readonly expires_at?: string;
  readonly key?: string;
  /** Of a browser's session. */
  readonly csrf_token?: string;
}

export interface User {
  readonly name: string;
  readonly role: Role;
  readonly created_at: string;
}

export interface ApiKey {
  readonly name: string;
  readonly role: Role;
  readonly created_at: string;
  readonly expires_at?: string | null;
  readonly last_used_at?: string | null;
  /** As a credential of Kafka, with whether Kafka knows it by now. */
  readonly kafka?: { readonly username: string; readonly ready: boolean } | null;
}

export interface NewApiKey {
  readonly name: string;
  readonly key: string;
  readonly role: Role;
  readonly expires_at?: string | null;
  readonly kafka?: { readonly bootstrap: string; readonly username: string | null };
}

export interface Organization {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly owner: string;
  readonly created_at: string;
  readonly datasets: number;
}

export type DatasetState = 'ACTIVE' | 'STARTING' | 'RUNNING' | 'PAUSED' | 'FAILED' | 'COMPLETED' | 'UNKNOWN';

/** How far a source has come since its dataset was registered. */
export interface SourceStats {
  /** Written to the topic. */
  readonly records: number;
  /** Read from the source; a row can become no record, one or many. */
  readonly rows: number;
  readonly bytes: number;
  /** In bytes, and `percent` of it, where it is known. */
  readonly size?: number;
  readonly percent?: number;
  /** Rows that could not become records. */
  readonly failed: number;
  readonly last_failure?: string;
  /** The latest, newest first. */
  readonly failures?: readonly string[];
  readonly idle: boolean;
  /** Records per second. */
  readonly rate: number;
}

export interface Dataset {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly organization: string;
  readonly notes?: string | null;
  readonly tags: readonly string[];
  readonly license?: string | null;
  readonly private: boolean;
  readonly extras: Readonly<Record<string, JsonValue>>;
  readonly source: DatasetSource;
  readonly mapping?: Readonly<Record<string, string>>;
  readonly processing?: JsonObject;
  readonly metadata?: Metadata | null;
  readonly has_credentials?: boolean;
  readonly owner: string;
  readonly version: number;
  /** Absent for a mere entry of the catalog. */
  readonly topic?: string;
  readonly state: DatasetState;
  readonly reason?: string | null;
  readonly stats?: SourceStats | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

export type FacetName = 'organization' | 'tag' | 'type';

export interface DatasetPage extends Page<Dataset> {
  readonly facets: Readonly<Partial<Record<FacetName, readonly FacetValue[]>>>;
  /** False: total and facets are estimates. */
  readonly exact?: boolean;
}

export interface SchemaField {
  readonly path: string;
  readonly type: string;
  readonly present: number;
  readonly distinct: number;
  readonly example?: JsonValue;
}

export interface Sample {
  readonly records: readonly LiveRecord[];
  readonly fields: readonly SchemaField[];
  readonly scanned: number;
}

export interface TopicSummary {
  readonly name: string;
  readonly partitions: number;
  readonly replication_factor: number;
  readonly records: number;
  readonly size_bytes: number;
  readonly owner?: string | null;
  readonly dataset?: string | null;
  readonly stream?: string | null;
  /** Not open to everybody who is signed in. */
  readonly private?: boolean;
}

export interface PartitionDetail {
  readonly partition: number;
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly begin_offset: number;
  readonly end_offset: number;
}

export interface TopicDetail extends TopicSummary {
  /** False where an administrator has switched live reading off. */
  readonly live?: boolean;
  readonly format?: RecordFormat;
  readonly configs: Readonly<Record<string, string>>;
  readonly partition_details: readonly PartitionDetail[];
}

/** Why browsing stopped: at the end, enough found, or a limit of the server on records looked at or time spent. */
export type BrowseReason = 'end' | 'limit' | 'scan_limit' | 'time_limit';

export interface RecordPage {
  readonly records: readonly LiveRecord[];
  readonly scanned: number;
  readonly until: string;
  readonly reason: BrowseReason;
  readonly next: string | null;
}

export interface ProducedOffset {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
}

export type CleanupKind = 'stream' | 'dataset' | 'topic' | 'landing' | 'alert';

export interface CleanupRef {
  readonly kind: CleanupKind;
  readonly id: string;
}

export interface CleanupItem extends CleanupRef {
  readonly name: string;
  readonly owner: string;
  readonly size_bytes: number;
  readonly records: number;
  readonly last_activity?: string | null;
  readonly dependants: readonly (CleanupRef & { readonly name: string })[];
}

export interface CleanupResult extends CleanupRef {
  readonly status: 'deleted' | 'would_delete' | 'refused' | 'not_found';
  readonly reason?: string | null;
  readonly freed_bytes?: number | null;
}

export type SessionState = 'live' | 'replaying' | 'waiting' | 'lagging' | 'paused';

/** A live subscription, of whatever client; figures since it began, `rate` and `bytes_per_second` of the last second. */
export interface LiveSession {
  readonly id: string;
  readonly user: string;
  readonly address: string;
  readonly transport: 'websocket' | 'sse' | 'ndjson';
  readonly topic: string;
  readonly where?: string | null;
  readonly select?: string | null;
  readonly delivery: 'latest' | 'lossless';
  readonly state: SessionState;
  readonly since: string;
  readonly scanned: number;
  readonly matched: number;
  readonly sent: number;
  readonly dropped: number;
  readonly errors: number;
  readonly lag: number;
  readonly rate: number;
  readonly bytes_per_second: number;
  readonly node: string;
}
