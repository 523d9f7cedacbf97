import type { Field } from './fields';
import type { SourceType } from './source';

/** The options of `processing`: how the content of a source becomes records. They mean the same wherever a type knows them. */
const OPTIONS = {
  key: {
    label: 'Key',
    about: 'Path to what becomes the key of the record',
    example: 'station.id',
    kind: 'text',
  },
  timestamp: {
    label: 'Timestamp',
    about: 'Path to its time; left empty: when it is written',
    example: 'observed_at',
    kind: 'text',
  },
  batch_mode: { label: 'A record of equally long lists becomes as many records', kind: 'flag' },
  batch_interval: {
    label: 'Batch interval',
    about: 'Seconds that a record waits at most to be written',
    example: '0.2',
    kind: 'number',
  },
  time_window: {
    label: 'Idle after',
    about: 'Seconds with nothing new',
    example: '10',
    kind: 'number',
  },
  delimiter: {
    label: 'Delimiter',
    about: 'Between cells; \\t: a tabulator, \\s+: any blanks',
    kind: 'text',
  },
  header_line: {
    label: 'Header line',
    about: 'Number of the line with the names, from 1',
    example: '1',
    kind: 'number',
  },
  start_line: {
    label: 'First line',
    about: 'With data; default is the one after the header',
    example: '2',
    kind: 'number',
  },
  comment_char: {
    label: 'Comment character',
    about: 'Lines that begin with it are passed over',
    example: '#',
    kind: 'text',
  },
  quote_char: { label: 'Quote character', about: 'Around cells', example: '"', kind: 'text' },
  encoding: { label: 'Encoding', about: 'Of the characters', example: 'UTF-8', kind: 'text' },
  columns: {
    label: 'Columns',
    about: 'Names in place of a header; Enter after each',
    kind: 'list',
  },
  types: {
    label: 'Types',
    about: 'infer: numbers, true and false are told from texts',
    example: 'infer',
    kind: 'choice',
    choices: ['infer', 'text'],
  },
  data_key: {
    label: 'Data key',
    about: 'Path to the records inside a document',
    example: 'result.items',
    kind: 'text',
  },
  info_key: {
    label: 'Info key',
    about: 'Path to what each record gets as "info"',
    example: 'meta',
    kind: 'text',
  },
  additional_key: {
    label: 'Additional key',
    about: 'Path to what each record gets as "additional"',
    kind: 'text',
  },
  group: {
    label: 'Group',
    about: 'Left empty: the root',
    example: '/forecast/surface',
    kind: 'text',
  },
  variables: {
    label: 'Variables',
    about: 'That become fields; left empty: all. Enter after each',
    kind: 'list',
  },
  auto_offset_reset: {
    label: 'Begin at',
    about: 'earliest: everything that is there',
    example: 'earliest',
    kind: 'choice',
    choices: ['earliest', 'latest'],
  },
  refresh_rate: {
    label: 'Pause before reopening',
    about: 'Seconds at least; left empty: as the server says',
    kind: 'number',
  },
  id_key: {
    label: 'Id key',
    about: 'Path to what tells records apart, against repeats',
    example: 'id',
    kind: 'text',
  },
  skip_same_content: { label: 'Pass over files whose content was there under another name', kind: 'flag' },
} as const satisfies Record<string, Omit<Field, 'name'>>;

type OptionName = keyof typeof OPTIONS;

export const OPTION_NAMES: readonly string[] = Object.keys(OPTIONS);

const ALL: readonly OptionName[] = ['key', 'timestamp', 'batch_interval', 'time_window', 'batch_mode'];
const TABLE: readonly OptionName[] = [
  'delimiter',
  'header_line',
  'start_line',
  'comment_char',
  'quote_char',
  'encoding',
  'types',
  'columns',
];
const TREE: readonly OptionName[] = ['data_key', 'info_key', 'additional_key'];

const KNOWN: Readonly<Record<SourceType, readonly OptionName[]>> = {
  kafka: ['auto_offset_reset', 'data_key', ...ALL],
  generator: [],
  csv: [...TABLE, ...ALL],
  text: [...TABLE, ...ALL],
  json: [...TREE, 'encoding', ...ALL],
  netcdf: ['group', 'variables', ...ALL],
  event_stream: ['data_key', 'refresh_rate', ...ALL],
  websocket: ['data_key', 'refresh_rate', ...ALL],
  poll: ['id_key', ...TREE, 'encoding', ...ALL],
  directory: [...TREE, ...TABLE, ...ALL, 'skip_same_content'],
  s3: [],
  service: [],
};

/** The options that a type knows, the most particular first. */
export function optionsOf(type: SourceType): readonly Field[] {
  return KNOWN[type].map((name) => ({ name, ...OPTIONS[name] }));
}

/** A generator makes its own records and an entry has none: nothing is there to be renamed. */
export function takesMapping(type: SourceType): boolean {
  return KNOWN[type].length > 0;
}
