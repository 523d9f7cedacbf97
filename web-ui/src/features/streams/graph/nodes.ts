import type { GraphNode, NodeKind } from '../../../protocol/stream';

export const KIND_NAMES: Readonly<Record<NodeKind, string>> = {
  topic: 'Topic',
  dataset: 'Dataset',
  filter: 'Filter',
  join: 'Join',
  window: 'Window',
  stream: 'Stream',
  landing: 'Landing',
  alert: 'Alert',
};

/** The page of what a node stands for; steps of the stream itself have none. */
export function hrefOf({ kind, name }: GraphNode): string | undefined {
  const named = encodeURIComponent(name);
  switch (kind) {
    case 'topic':
      return `/topics/${named}`;
    case 'dataset':
      return `/datasets/${named}`;
    case 'landing':
      return `/landings/${named}`;
    case 'alert':
      return '/alerts';
    default:
      return undefined;
  }
}

export function toneOf(state: string): 'good' | 'warn' | 'bad' {
  if (/fail|firing/i.test(state)) return 'bad';
  return /paus|pending|start/i.test(state) ? 'warn' : 'good';
}

/** A step has no name but its kind: what it does stands there instead. Nothing is said twice. */
export function wordsOf({ kind, name, state, detail }: GraphNode): { name: string; about: string } {
  const nameless = detail && name.toLowerCase() === kind;
  const rest = nameless || detail === name ? [state] : [state, detail];
  return { name: nameless ? detail : name, about: rest.filter(Boolean).join(' · ') };
}
