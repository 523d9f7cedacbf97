import { onLines } from './sql';
import type { NewStream, Stream } from './stream';
import { definitionOf, draftOf } from './stream-draft';

/** What of a definition is to be another; what is not named stays as it is, null takes a part away. */
export type StreamChange = Readonly<Record<string, unknown>>;

/** Stops the version that is to take the place of the one that runs. */
export const CALLED_OFF: StreamChange = { upgrade: null };

/** What makes this definition of the one that the stream has; empty where they say the same. */
export function changeOf(stream: Stream, wanted: NewStream): StreamChange {
  if (wanted.sql === undefined) return changesOf(definitionOf(draftOf(stream)), wanted);
  const sql = wanted.sql.trim();
  return {
    ...(sql === onLines(stream.sql ?? '').trim() ? {} : { sql }),
    ...(wanted.from === (stream.source.from ?? 'latest') ? {} : { from: wanted.from }),
  };
}

/** The first level of a definition that differs, for a change of a stream that runs; what is gone is taken away by null. */
function changesOf(before: NewStream, after: NewStream): StreamChange {
  const changes: Record<string, unknown> = {};
  for (const part of ['source', 'alias', 'join', 'window', 'branches'] as const) {
    const [old, next] = [before[part], after[part]];
    if (JSON.stringify(old) !== JSON.stringify(next)) changes[part] = next ?? null;
  }
  for (const part of ['source', 'window'] as const) {
    if (changes[part]) changes[part] = membersOf(before[part] ?? {}, after[part] ?? {});
  }
  return changes;
}

/** All of the new ones; a source and a window are changed member by member. */
function membersOf(before: object, after: object): Record<string, unknown> {
  const gone = Object.keys(before).filter((member) => !(member in after));
  return { ...after, ...Object.fromEntries(gone.map((member) => [member, null])) };
}
