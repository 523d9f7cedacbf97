import type { StreamDraft } from './stream-draft';

/** The pointers of the inputs that are on the form, so that a fault elsewhere is told above it. */
export function pointersOf(draft: StreamDraft): string[] {
  const { joins, branches, window } = draft;
  const each = (base: string, length: number, parts: readonly string[]) =>
    Array.from({ length }, (_, index) => parts.map((part) => `${base}/${index}${part}`)).flat();
  return [
    ...['/name', '/alias', '/source', '/source/where', '/source/select', '/source/from', '/source/topics'],
    ...['/source/datasets', '/source/keywords', '/join', '/window', '/branches'],
    ...each('/join', joins.length, JOIN_POINTERS),
    ...each('/branches', branches.length, ['', '/name', '/where', '/topic']),
    ...WINDOW_POINTERS,
    ...each('/window/aggregates', window.aggregates.length, ['']),
    ...each('/window/group_by', window.groupBy.length, ['']),
    ...each('/window/order_by', window.orderBy.length, ['']),
  ];
}

const JOIN_POINTERS = [
  '',
  '/topic',
  '/stream',
  '/dataset',
  '/csv',
  '/postgres',
  '/postgres/uri',
  '/postgres/query',
  '/alias',
  '/kind',
  '/type',
  '/on',
  '/within',
  '/grace',
  '/refresh',
];

const WINDOW_POINTERS = [
  'type',
  'size',
  'advance',
  'gap',
  'grace',
  'idle',
  'time',
  'time_format',
  'group_by',
  'aggregates',
  'having',
  'order_by',
  'limit',
  'emit',
].map((part) => `/window/${part}`);

/** Where the form has the input that a pointer is about: what may stand in two places stands in the source here. */
export function pointerOnForm(pointer: string): string {
  if (/^\/(where|select|from|topics|datasets|keywords)(\/|$)/.test(pointer)) return `/source${pointer}`;
  return pointer.replace(/^\/join\/(?!\d)/, '/join/0/');
}
