import type { AlertRule, NewAlert, Resolve } from './alert';

/** What the form holds while somebody types. */
export interface AlertDraft {
  readonly name: string;
  readonly kind: 'topic' | 'stream';
  readonly source: string;
  readonly where: string;
  readonly groupBy: readonly string[];
  readonly several: boolean;
  readonly count: string;
  readonly within: string;
  readonly held: string;
  readonly every: string;
  /** Usual: by rows where the source is a stream with windows, else by quiet. */
  readonly resolve: Resolve | 'usual';
  readonly resolveAfter: string;
  readonly time: string;
  readonly severity: string;
  readonly url: string;
  readonly secret: string;
  readonly topic: string;
}

const QUIET_AFTER = '5m';

export const NEW_ALERT: AlertDraft = {
  name: '',
  kind: 'topic',
  source: '',
  where: '',
  groupBy: [],
  several: true,
  count: '3',
  within: '10m',
  held: '',
  every: '',
  resolve: 'usual',
  resolveAfter: '',
  time: '$timestamp',
  severity: 'warning',
  url: '',
  secret: '',
  topic: '',
};

export function alertDraftOf(rule: AlertRule): AlertDraft {
  const { source, threshold, webhook } = rule;
  return {
    ...NEW_ALERT,
    name: rule.name,
    kind: source.stream === undefined ? 'topic' : 'stream',
    source: source.stream ?? source.topic ?? '',
    where: rule.where,
    groupBy: rule.group_by ?? [],
    several: threshold != null,
    count: String(threshold?.count ?? 3),
    within: threshold?.within ?? '10m',
    held: rule.for ?? '',
    every: rule.every ?? '',
    resolve: rule.resolve ?? 'usual',
    resolveAfter: resolveAfterOf(rule),
    time: rule.time ?? '$timestamp',
    severity: rule.severity ?? 'warning',
    url: webhook?.url ?? '',
    topic: rule.topic ?? '',
  };
}

/** Empty where it is what the server takes where nothing is said, so that it follows a change of what that depends on. */
function resolveAfterOf({ resolve, resolve_after, threshold }: AlertRule): string {
  const usual = resolve === 'no_match' ? null : (threshold?.within ?? QUIET_AFTER);
  return resolve_after == null || resolve_after === usual ? '' : resolve_after;
}

/** How long nothing may match until a rule is quiet where its owner does not say; null: that alone ends nothing. */
export function usualResolveAfter({ resolve, several, within }: AlertDraft): string | null {
  if (resolve === 'no_match') return null;
  return several ? within.trim() : QUIET_AFTER;
}

/** A new rule; what is left empty is left out. */
export function alertOf(draft: AlertDraft): NewAlert {
  const { name, kind, source, where, topic } = draft;
  const groups = filled(draft.groupBy);
  const { threshold, webhook, ...texts } = changeable(draft);
  return {
    name: name.trim(),
    source: { [kind]: source },
    where: where.trim(),
    ...(groups.length === 0 ? {} : { group_by: groups }),
    ...(threshold === null ? {} : { threshold }),
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== null)),
    ...(webhook === null ? {} : { webhook }),
    ...(topic.trim() === '' ? {} : { topic: topic.trim() }),
  };
}

/** What of a rule may change; null takes a part away, and a secret that is not typed again stays. */
export function alertChange(draft: AlertDraft): NewAlert {
  return { where: draft.where.trim(), group_by: filled(draft.groupBy), ...changeable(draft) };
}

function changeable(draft: AlertDraft) {
  const { several, count, within, held, every, resolve, resolveAfter, time, severity, url, secret } = draft;
  const text = (value: string) => (value.trim() === '' ? null : value.trim());
  return {
    threshold: several ? { count: Number(count), within: within.trim() } : null,
    for: text(held),
    every: text(every),
    resolve: resolve === 'usual' ? null : resolve,
    resolve_after: text(resolveAfter),
    time: text(time),
    severity,
    webhook: url.trim() === '' ? null : { url: url.trim(), ...(secret === '' ? {} : { secret }) },
  };
}

function filled(texts: readonly string[]): string[] {
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}

export const ALERT_POINTERS: readonly string[] = [
  '/name',
  '/source',
  '/source/topic',
  '/source/stream',
  '/where',
  '/group_by',
  '/threshold',
  '/threshold/count',
  '/threshold/within',
  '/for',
  '/every',
  '/resolve',
  '/resolve_after',
  '/time',
  '/severity',
  '/webhook',
  '/webhook/url',
  '/webhook/secret',
  '/topic',
];
