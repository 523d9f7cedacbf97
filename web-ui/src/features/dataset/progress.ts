import type { Dataset, SourceStats } from '../../protocol/resources';
import { isEntry, runs, type SourceType } from '../../protocol/source';
import { bytes, count, plural, rate } from '../../ui/format';

export interface Figure {
  readonly label: string;
  readonly text: string;
  readonly tone?: 'bad';
}

/** A directory sets aside whole files as well as rows of them. */
const failedLabel = (type?: SourceType) => (type === 'directory' ? 'Set aside' : 'Failed rows');

/** The figures of a source, those that say nothing left out. */
export function figuresOf(stats: SourceStats, type?: SourceType): readonly Figure[] {
  const { records, rows, bytes: read, size, failed } = stats;
  const figures: Figure[] = [
    { label: 'Records written', text: count(records) },
    { label: 'Rate', text: `${rate(stats.rate)}/s` },
  ];
  if (rows !== records && rows > 0) figures.push({ label: 'Rows read', text: count(rows) });
  if (read > 0)
    figures.push({
      label: 'Bytes read',
      text: size === undefined ? bytes(read) : `${bytes(read)} of ${bytes(size)}`,
    });
  if (failed > 0) figures.push({ label: failedLabel(type), text: count(failed), tone: 'bad' });
  return figures;
}

/** 0 to 100 of a source that ends; undefined where nobody knows how much there is. */
export function percentOf({ state, stats }: Pick<Dataset, 'state' | 'stats'>): number | undefined {
  if (stats?.percent === undefined) return undefined;
  return state === 'COMPLETED' ? 100 : Math.min(100, Math.max(0, stats.percent));
}

/** Never 100 before it is done, and never 0 once something is read. */
export function percentText(percent: number): string {
  if (percent >= 100) return '100 %';
  if (percent > 0 && percent < 1) return '< 1 %';
  return `${Math.min(99, Math.floor(percent))} %`;
}

/** What is going on, in one sentence. */
export function progressText({ state, stats, source }: Dataset): string {
  if (isEntry(source)) return 'An entry that points elsewhere: it has no records here.';
  if (!runs(source)) return 'Its topic is read as it is; nothing runs for it.';
  const records = stats === null || stats === undefined ? undefined : plural(stats.records, 'record');
  switch (state) {
    case 'STARTING':
      return 'It is being started.';
    case 'RUNNING':
      return stats?.idle ? 'Nothing new has come for a while; it goes on listening.' : 'It is being read.';
    case 'PAUSED':
      return `It is paused${records === undefined ? '' : ` after ${records}`} and goes on where it stopped.`;
    case 'COMPLETED':
      return `All of it was read${records === undefined ? '' : `: ${records}`}.`;
    case 'FAILED':
      return 'It cannot be read at the moment.';
    default:
      return 'How far it is cannot be told at the moment.';
  }
}

/** What the owner of a source that failed can do about it. */
export function adviceOf({ source, has_credentials = false }: Dataset): string {
  const secrets = has_credentials ? 'its credentials' : 'whether it asks for credentials';
  switch (source.type) {
    case 'kafka':
      return source.bootstrap === undefined
        ? 'See that the topic is there and may be read.'
        : 'See that the brokers can be reached from here, and check the topic, the security and the password.';
    case 'directory':
      return 'See that the directory is there, on the machine that reads it, and may be read.';
    case 'generator':
      return 'See that its topic is there and that Kafka is well.';
    case 'csv':
    case 'text':
    case 'json':
    case 'netcdf':
      return `Check the address, ${secrets}, and the options that say how the file is understood.`;
    default:
      return `Check the address and ${secrets}.`;
  }
}
