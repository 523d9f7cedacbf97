import type { LiveRecord } from './record';

/** What stands in the live table. Records that were skipped are a row like any other: nothing goes missing unseen. */
export type Row =
  | { readonly kind: 'record'; readonly record: LiveRecord }
  | { readonly kind: 'gap'; readonly count: number; readonly reason: string; readonly at: number }
  | { readonly kind: 'note'; readonly tone: 'info' | 'warning'; readonly text: string; readonly at: number };

const GAP_REASONS: Readonly<Record<string, string>> = {
  slow: 'this screen could not keep up',
  retention: 'deleted by retention before they could be read',
  recreated: 'the topic was created anew',
};

export function gapText(count: number, reason: string): string {
  const records = count === 1 ? '1 record' : `${count.toLocaleString('en')} records`;
  return `${count > 0 ? `${records} skipped` : 'Records skipped'} — ${GAP_REASONS[reason] ?? reason}`;
}

const END_REASONS: Readonly<Record<string, string>> = {
  limit: 'the limit was reached',
  until: 'the end that was asked for was reached',
  deleted: 'the source was deleted',
  unsubscribed: 'closed by request',
  shutdown: 'the server is shutting down',
  expired: 'your sign-in has expired',
  revoked: 'your right to it was taken back',
  disabled: 'live reading of this topic is switched off',
  terminated: 'ended on the Sessions page',
  stalled: 'this screen took nothing for too long',
  no_content: 'the server has nothing to send',
};

export function endText(reason: string): string {
  return END_REASONS[reason] ?? reason;
}
