import { type LiveQuery, type LiveSource, liveHref, type SourceKind } from './live';

/** What is kept of a live table: its source, filter, columns and start. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly source: Partial<Record<SourceKind, string>>;
  readonly where: string;
  readonly select: string;
  readonly columns: readonly string[];
  readonly from: string;
  readonly private: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

export type NewView = Omit<SavedView, 'id' | 'owner' | 'created_at' | 'updated_at'>;

export function viewOf(name: string, query: LiveQuery, columns: readonly string[], open: boolean): NewView {
  const { source, where, select, from } = query;
  return { name, source: { [source.kind]: source.name }, where, select, columns, from, private: !open };
}

export function sourceOf({ source }: Pick<SavedView, 'source'>): LiveSource {
  const kind = (['topic', 'stream', 'dataset'] as const).find((candidate) => source[candidate] !== undefined);
  return { kind: kind ?? 'topic', name: source[kind ?? 'topic'] ?? '' };
}

/** The address of the live table as the view keeps it. */
export function tableHref(view: SavedView): string {
  const { where, select, from } = view;
  const columns = view.columns.map((column) => `&col=${encodeURIComponent(column)}`);
  return `${liveHref(sourceOf(view), { where, select, from })}${columns.join('')}`;
}

/** The address to hand to others: it goes on to show what the view keeps when that is changed. */
export function viewHref({ id }: Pick<SavedView, 'id'>): string {
  return `/views/${encodeURIComponent(id)}`;
}
