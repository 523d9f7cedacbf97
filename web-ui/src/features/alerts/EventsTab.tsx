import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useState } from 'react';
import { type EventSearch, useAcknowledge, useAlertEvents, useAlertRules } from '../../client/alerts';
import {
  type AlertEvent,
  type Delivery,
  type EventState,
  groupText,
  latestDeliveries,
} from '../../protocol/alert';
import { ago, count, fullTime } from '../../ui/format';
import { More } from '../../ui/More';
import { Scroll } from '../../ui/Scroll';
import { Empty, ListState } from '../../ui/States';
import { couldNot } from '../../ui/tell';
import { AlertPill } from './AlertPill';

const STATES = [
  { value: '', label: 'All' },
  { value: 'firing', label: 'Firing' },
  { value: 'acknowledged', label: 'Acknowledged' },
  { value: 'resolved', label: 'Resolved' },
];

const ORDER: Readonly<Record<EventState, number>> = { firing: 0, acknowledged: 1, resolved: 2 };

/** What fires first, then the newest. */
function byUrgency(a: AlertEvent, b: AlertEvent): number {
  return ORDER[a.state] - ORDER[b.state] || b.started_at.localeCompare(a.started_at);
}

export function EventsTab() {
  const [search, setSearch] = useState<EventSearch>({ alert: '', state: '' });
  const rules = useAlertRules();
  const events = useAlertEvents(search);
  const items = [...(events.data?.items ?? [])].sort(byUrgency);
  return (
    <>
      <div className="row wrap" style={{ marginBottom: 8 }}>
        <SegmentedControl
          aria-label="Events that are"
          value={search.state}
          onChange={(state) => setSearch({ ...search, state: state as EventState | '' })}
          data={STATES}
        />
        <Select
          aria-label="Rule"
          w={220}
          clearable
          searchable
          placeholder="of every rule"
          data={(rules.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={search.alert === '' ? null : search.alert}
          onChange={(alert) => setSearch({ ...search, alert: alert ?? '' })}
        />
      </div>
      <ListState what="events" list={events} />
      {events.data !== undefined && items.length === 0 ? (
        <Empty icon={<IconBell size={34} stroke={1.4} />} title="Nothing has fired">
          When a rule finds what it looks for, it shows here, and in a corner of every page.
        </Empty>
      ) : null}
      {items.length > 0 ? <EventTable events={items} /> : null}
      <More list={events} />
    </>
  );
}

function EventTable({ events }: { events: readonly AlertEvent[] }) {
  return (
    <Scroll label="Events table">
      <table className="table" aria-label="Events">
        <thead>
          <tr>
            <th>State</th>
            <th>Alert</th>
            <th>Severity</th>
            <th>Group</th>
            <th className="right">Count</th>
            <th>Began</th>
            <th>Ended</th>
            <th>Sent</th>
            <th>
              <span className="unseen">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <EventRow key={event.id} event={event} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function EventRow({ event }: { event: AlertEvent }) {
  const { id, name, state, severity, group, started_at, ended_at, sample, acknowledged_by } = event;
  const acknowledge = useAcknowledge();
  const run = () =>
    acknowledge.mutate(id, {
      onError: couldNot(`acknowledge ${name}`),
    });
  return (
    <tr data-testid="alert-event" data-state={state}>
      <td className="fit">
        <AlertPill state={state} />
      </td>
      <td style={{ fontWeight: 550 }} title={sample == null ? undefined : JSON.stringify(sample)}>
        {name}
      </td>
      <td className="dim">{severity ?? '–'}</td>
      <td className="cut mono" style={{ maxWidth: 200 }}>
        {groupText(group) || <span className="faint">–</span>}
      </td>
      <td className="right">{count(event.count)}</td>
      <td className="fit" title={fullTime(started_at)}>
        {ago(started_at)}
      </td>
      <td className="fit dim" title={ended_at ? fullTime(ended_at) : undefined}>
        {ended_at ? ago(ended_at) : '–'}
      </td>
      <td>
        <Deliveries deliveries={event.deliveries ?? []} />
      </td>
      <td className="fit">
        {state === 'firing' ? (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Acknowledge ${name}`}
            loading={acknowledge.isPending}
            onClick={run}
          >
            Acknowledge
          </Button>
        ) : acknowledged_by ? (
          <span className="small dim">by {acknowledged_by}</span>
        ) : null}
      </td>
    </tr>
  );
}

/** What became of each notice that goes elsewhere. */
function Deliveries({ deliveries }: { deliveries: readonly Delivery[] }) {
  if (deliveries.length === 0) return <span className="faint">–</span>;
  return (
    <>
      {latestDeliveries(deliveries).map(({ channel, state, attempts, last_error }) => (
        <div key={channel} className="small" title={last_error ?? undefined} data-testid="delivery">
          {channel}:{' '}
          <span style={last_error ? { color: 'var(--bad)' } : undefined}>
            {state}
            {attempts > 1 ? `, ${attempts} attempts` : ''}
          </span>
        </div>
      ))}
    </>
  );
}
