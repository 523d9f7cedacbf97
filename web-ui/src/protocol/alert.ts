import type { JsonValue } from './json';

export type AlertState = 'ok' | 'pending' | 'firing' | 'failed';
export type Severity = 'info' | 'warning' | 'critical';
export const SEVERITIES: readonly Severity[] = ['info', 'warning', 'critical'];

/** What ends a firing: that nothing matches any more, or the first record that does not match. */
export type Resolve = 'quiet' | 'no_match';

export interface AlertRule {
  readonly id: string;
  readonly name: string;
  readonly source: { readonly topic?: string; readonly stream?: string };
  readonly where: string;
  readonly group_by?: readonly string[] | null;
  readonly threshold?: { readonly count: number; readonly within: string } | null;
  readonly for?: string | null;
  readonly every?: string | null;
  readonly time?: string | null;
  readonly resolve?: Resolve | null;
  readonly resolve_after?: string | null;
  readonly severity?: string | null;
  /** The secret is never shown again. */
  readonly webhook?: { readonly url: string } | null;
  readonly topic?: string | null;
  readonly state: AlertState;
  readonly reason?: string | null;
  readonly muted_until?: string | null;
  readonly owner: string;
  readonly created_at: string;
  readonly stats?: Readonly<Record<string, number>> | null;
}

export interface NewAlert {
  readonly name?: string;
  readonly source?: { readonly topic?: string; readonly stream?: string };
  readonly where?: string;
  readonly group_by?: readonly string[];
  readonly threshold?: { readonly count: number; readonly within: string } | null;
  readonly for?: string | null;
  readonly every?: string | null;
  readonly time?: string | null;
  readonly resolve?: Resolve | null;
  readonly resolve_after?: string | null;
  readonly severity?: string;
  readonly webhook?: { readonly url: string; readonly secret?: string } | null;
  readonly topic?: string;
}

export type EventState = 'firing' | 'resolved' | 'acknowledged';

export interface Delivery {
  readonly channel: string;
  /** What was to be told: that it fires, that it still does, or that it is over. */
  readonly notice?: string;
  readonly state: string;
  readonly attempts: number;
  readonly last_error?: string | null;
}

export interface AlertEvent {
  readonly id: string;
  readonly alert: string;
  readonly name: string;
  readonly severity?: string | null;
  readonly group?: JsonValue;
  readonly state: EventState;
  readonly started_at: string;
  readonly ended_at?: string | null;
  readonly count: number;
  readonly sample?: JsonValue;
  readonly acknowledged_by?: string | null;
  readonly acknowledged_at?: string | null;
  readonly deliveries?: readonly Delivery[] | null;
}

/** What became of the newest notice on each channel; the list has the newest first. */
export function latestDeliveries(deliveries: readonly Delivery[]): Delivery[] {
  const latest = new Map<string, Delivery>();
  for (const delivery of deliveries)
    if (!latest.has(delivery.channel)) latest.set(delivery.channel, delivery);
  return [...latest.values()];
}

/** Where events of rules go that name no topic of their own. */
export const ALERT_TOPIC = 'sluice-alerts';

/** The topics whose records are notices of these rules. */
export function alertTopics(rules: readonly Pick<AlertRule, 'topic'>[]): string[] {
  return [...new Set(rules.map(({ topic }) => topic ?? ALERT_TOPIC))].sort();
}

/** The group of an event in one line; empty where the rule has none. */
export function groupText(group: JsonValue | undefined): string {
  if (group === undefined || group === null) return '';
  if (typeof group === 'object' && !Array.isArray(group)) {
    return Object.entries(group)
      .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
      .join(', ');
  }
  return Array.isArray(group) ? group.map(String).join(', ') : String(group);
}

/** An event as its record tells it; undefined where the value is none. */
export function noticeOf(value: JsonValue | undefined): Notice | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('event_id' in value))
    return undefined;
  const { event_id, name, severity, group, state } = value as Record<string, JsonValue>;
  return {
    id: String(event_id),
    name: String(name ?? ''),
    severity: String(severity ?? 'warning'),
    group: groupText(group),
    state: state === 'resolved' ? 'resolved' : 'firing',
  };
}

export interface Notice {
  readonly id: string;
  readonly name: string;
  readonly severity: string;
  readonly group: string;
  readonly state: 'firing' | 'resolved';
}
