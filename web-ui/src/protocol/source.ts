/** Where the records of a dataset come from, as `source.type` tells the kinds apart. */
export type SourceType =
  | 'kafka'
  | 'websocket'
  | 'event_stream'
  | 'poll'
  | 'csv'
  | 'text'
  | 'json'
  | 'netcdf'
  | 'directory'
  | 'generator'
  | 's3'
  | 'service';

export type GeneratorTemplate = 'timestamp' | 'orders' | 'rides' | 'traffic';

export interface KafkaSource {
  readonly type: 'kafka';
  readonly topic: string;
  /** Of a foreign cluster; absent: the platform's own broker. */
  readonly bootstrap?: string;
  readonly security?: {
    readonly protocol: string;
    readonly mechanism?: string;
    readonly username?: string;
    readonly ca?: string;
    readonly certificate?: string;
  };
  /** The topic here that the records are copied to. */
  readonly copy?: string;
  readonly partitions?: number;
}

/** What the platform fills a topic from. */
interface Filling {
  readonly topic?: string;
  readonly partitions?: number;
}

export interface GeneratorSource extends Filling {
  readonly type: 'generator';
  readonly template: GeneratorTemplate;
  readonly rate?: number;
  readonly seed?: number;
}

export interface FileSource extends Filling {
  readonly type: 'csv' | 'text' | 'json' | 'netcdf';
  readonly url: string;
}

export interface FeedSource extends Filling {
  readonly type: 'event_stream' | 'websocket' | 'poll';
  readonly url: string;
  readonly subscribe?: string;
  /** Seconds. */
  readonly interval?: number;
}

export interface DirectorySource extends Filling {
  readonly type: 'directory';
  readonly path: string;
}

export interface S3Source {
  readonly type: 's3';
  readonly url: string;
}

export interface ServiceSource {
  readonly type: 'service';
  readonly url?: string;
  readonly kind?: string;
  readonly health_check_url?: string;
  readonly documentation_url?: string;
}

export type DatasetSource =
  | KafkaSource
  | GeneratorSource
  | FileSource
  | FeedSource
  | DirectorySource
  | S3Source
  | ServiceSource;

interface Kind {
  readonly title: string;
  readonly about: string;
}

export const SOURCE_KINDS: Readonly<Record<SourceType, Kind>> = {
  generator: { title: 'Generator', about: 'Records made up here' },
  kafka: { title: 'Kafka topic', about: 'Of this broker or another' },
  websocket: { title: 'WebSocket', about: 'Messages as they come' },
  event_stream: { title: 'Event stream', about: 'Server-sent events, JSON lines' },
  poll: { title: 'Poll', about: 'Asked for again and again' },
  csv: { title: 'CSV file', about: 'A table with commas' },
  text: { title: 'Text file', about: 'A table with any delimiter' },
  json: { title: 'JSON file', about: 'A document, or JSON lines' },
  netcdf: { title: 'NetCDF file', about: 'Variables along dimensions' },
  directory: { title: 'Directory', about: 'JSON, YAML and CSV files' },
  s3: { title: 'S3 entry', about: 'Points to an object store' },
  service: { title: 'Service entry', about: 'Points to a service' },
};

export const SOURCE_GROUPS: readonly { readonly title: string; readonly types: readonly SourceType[] }[] = [
  { title: 'Live', types: ['kafka', 'websocket', 'event_stream', 'poll'] },
  { title: 'Files', types: ['csv', 'text', 'json', 'netcdf', 'directory'] },
  { title: 'To try things out', types: ['generator'] },
  { title: 'Entries without records here', types: ['s3', 'service'] },
];

export function isSourceType(text: string | null | undefined): text is SourceType {
  return typeof text === 'string' && Object.hasOwn(SOURCE_KINDS, text);
}

/** What a person calls it; a type that this page does not know yet goes by its own name. */
export function titleOfType(type: string): string {
  return isSourceType(type) ? SOURCE_KINDS[type].title : type;
}

/** A mere entry of the catalog: it points elsewhere and has no records here. */
export function isEntry(source: DatasetSource): source is S3Source | ServiceSource {
  return source.type === 's3' || source.type === 'service';
}

/** Whether the platform reads it into a topic of the dataset: then it has figures, and can be paused. */
export function runs(source: DatasetSource): boolean {
  return source.type === 'kafka' ? source.copy !== undefined : !isEntry(source);
}

/** Where it is read from, in one line; undefined where there is nothing to say beyond the type. */
export function addressOf(source: DatasetSource): string | undefined {
  switch (source.type) {
    case 'kafka':
      return source.bootstrap === undefined ? source.topic : `${source.topic} at ${source.bootstrap}`;
    case 'generator':
      return source.template;
    case 'directory':
      return source.path;
    default:
      return source.url;
  }
}

/** An address that may be made a link: nothing but the web, whoever wrote it. */
export function webHref(address: string | undefined): string | undefined {
  return address !== undefined && /^https?:\/\//i.test(address) ? address : undefined;
}

/** The resolver's address of a DOI, however it was written. */
export function doiHref(doi: string): string {
  const bare = doi.trim().replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)/i, '');
  return `https://doi.org/${encodeURI(bare).replaceAll('#', '%23').replaceAll('?', '%3F')}`;
}
