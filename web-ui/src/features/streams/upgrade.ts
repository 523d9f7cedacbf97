import type { Stream, StreamUpgrade } from '../../protocol/stream';
import { plural } from '../../ui/format';

/** How far the version is that is to take the place of the one that runs. */
export function progressOf(
  { version, state, lag, reason }: StreamUpgrade,
  { version: present = version - 1 }: Pick<Stream, 'version'>,
): string {
  if (state === 'FAILED')
    return `Version ${version} has failed: ${sentence(reason ?? 'no reason was told')} Version ${present} goes on.`;
  if (state === 'STARTING') return `Version ${version} is being started beside version ${present}.`;
  if (lag > 0)
    return `Version ${version} catches up beside version ${present}: ${plural(lag, 'record')} to go.`;
  return `Version ${version} has caught up, and is about to take the place of version ${present}.`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
