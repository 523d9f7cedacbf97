import type { CleanupRef } from '../../protocol/resources';

/** One name for a thing of any kind. */
export function refOf({ kind, id }: CleanupRef): string {
  return `${kind}/${id}`;
}
