import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBell, IconBellOff, IconEdit, IconTrash, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useAlertRules, useDeleteAlert, useMuteAlert } from '../../client/alerts';
import type { AlertRule } from '../../protocol/alert';
import { accessHref } from '../../protocol/rights';
import { ConfirmTyped } from '../../ui/ConfirmTyped';
import { duration, fullTime } from '../../ui/format';
import { Scroll } from '../../ui/Scroll';
import { Empty, ListState } from '../../ui/States';
import { couldNot } from '../../ui/tell';
import { AlertForm } from './AlertForm';
import { AlertPill } from './AlertPill';
import styles from './Alerts.module.css';

export function RulesTab({ onCreate }: { onCreate: () => void }) {
  const rules = useAlertRules();
  const [editing, setEditing] = useState<AlertRule>();
  const [deleting, setDeleting] = useState<AlertRule>();
  const items = rules.data?.items;
  return (
    <>
      <ListState what="rules" list={rules} />
      {items?.length === 0 ? (
        <Empty
          icon={<IconBell size={34} stroke={1.4} />}
          title="No rules yet"
          actions={<Button onClick={onCreate}>Create an alert</Button>}
        >
          A rule watches a topic or a stream, whether anybody looks or not, and says so when something happens
          too often.
        </Empty>
      ) : null}
      {items !== undefined && items.length > 0 ? (
        <Scroll label="Rules table">
          <table className="table" aria-label="Rules">
            <thead>
              <tr>
                <th>Name</th>
                <th>State</th>
                <th>Source</th>
                <th>Condition</th>
                <th>Severity</th>
                <th>Told to</th>
                <th>
                  <span className="unseen">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((rule) => (
                <RuleRow
                  key={rule.id}
                  rule={rule}
                  onEdit={() => setEditing(rule)}
                  onDelete={() => setDeleting(rule)}
                />
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : null}
      {editing === undefined ? null : (
        <AlertForm rule={editing} topic={null} stream={null} onClose={() => setEditing(undefined)} />
      )}
      {deleting === undefined ? null : <DeleteRule rule={deleting} onClose={() => setDeleting(undefined)} />}
    </>
  );
}

interface RuleRowProps {
  readonly rule: AlertRule;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
}

function RuleRow({ rule, onEdit, onDelete }: RuleRowProps) {
  const { name, state, reason, source, where, severity, webhook, topic, muted_until } = rule;
  return (
    <tr data-testid="alert-rule" data-alert={name}>
      <td style={{ fontWeight: 550 }}>{name}</td>
      <td className="fit" title={reason ?? undefined}>
        <AlertPill state={state} />
        <Muted until={muted_until} />
      </td>
      <td className="cut dim" style={{ maxWidth: 150 }}>
        {source.stream ?? source.topic}
      </td>
      <td style={{ maxWidth: 320 }}>
        <span className={styles.condition}>
          <span className="mono cut" title={where}>
            {where || 'every record'}
          </span>
          <span className="small dim">{manner(rule)}</span>
        </span>
      </td>
      <td className="dim">{severity ?? '–'}</td>
      <td className="cut dim small" style={{ maxWidth: 180 }}>
        {[topic, webhook ? hostOf(webhook.url) : null].filter(Boolean).join(', ') || 'this screen'}
      </td>
      <td className="fit">
        <div className="row" style={{ gap: 2, justifyContent: 'flex-end' }}>
          <MuteMenu rule={rule} />
          <Tooltip label="Access">
            <ActionIcon
              component={Link}
              href={accessHref({ kind: 'alert', id: name })}
              aria-label={`Access to ${name}`}
            >
              <IconUsers size={15} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Edit">
            <ActionIcon aria-label={`Edit ${name}`} onClick={onEdit}>
              <IconEdit size={15} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Delete">
            <ActionIcon aria-label={`Delete ${name}`} onClick={onDelete}>
              <IconTrash size={15} />
            </ActionIcon>
          </Tooltip>
        </div>
      </td>
    </tr>
  );
}

/** How often, for how long, for each of what. */
function manner({ threshold, group_by, for: held, every, resolve, resolve_after }: AlertRule): string {
  const parts = [
    threshold ? `${threshold.count} in ${threshold.within}` : 'each one',
    group_by?.length ? `for each ${group_by.join(', ')}` : null,
    held && !/^0/.test(held) ? `for ${held}` : null,
    every ? `told at most each ${every}` : null,
    resolve === 'no_match' ? 'until one does not match' : null,
    resolve === 'no_match' && resolve_after ? `or none matches for ${resolve_after}` : null,
  ];
  return parts.filter(Boolean).join('; ');
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function isMuted(until: string | null | undefined): until is string {
  return until != null && Date.parse(until) > Date.now();
}

function Muted({ until }: { until: string | null | undefined }) {
  if (!isMuted(until)) return null;
  return (
    <span className="small dim" style={{ marginLeft: 6 }} title={`until ${fullTime(until)}`}>
      muted for {duration(Date.parse(until) - Date.now())}
    </span>
  );
}

const MUTES = [
  { duration: '1h', label: 'Mute for an hour' },
  { duration: '8h', label: 'Mute for eight hours' },
  { duration: '1d', label: 'Mute for a day' },
  { duration: '7d', label: 'Mute for a week' },
];

function MuteMenu({ rule: { id, name, muted_until } }: { rule: AlertRule }) {
  const mute = useMuteAlert();
  const run = (duration: string | null) =>
    mute.mutate(
      { id, duration },
      {
        onError: couldNot(`mute ${name}`),
      },
    );
  const muted = isMuted(muted_until);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`Mute ${name}`} loading={mute.isPending}>
          {muted ? <IconBellOff size={15} /> : <IconBell size={15} />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {MUTES.map(({ duration: length, label }) => (
          <Menu.Item key={length} onClick={() => run(length)}>
            {label}
          </Menu.Item>
        ))}
        {muted ? <Menu.Item onClick={() => run(null)}>Speak again</Menu.Item> : null}
      </Menu.Dropdown>
    </Menu>
  );
}

function DeleteRule({ rule, onClose }: { rule: AlertRule; onClose: () => void }) {
  const remove = useDeleteAlert();
  const confirm = () =>
    remove.mutate(rule.id, {
      onSuccess: () => {
        notifications.show({ message: `Deleted ${rule.name}` });
        onClose();
      },
    });
  return (
    <ConfirmTyped
      title="Delete alert"
      action="Delete alert"
      word={rule.name}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      Nobody watches for it any more, and its events go.
    </ConfirmTyped>
  );
}
