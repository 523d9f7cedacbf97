import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCircleCheck, IconLoader2, IconPlugConnected, IconRefresh, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ApiKey } from '../../protocol/resources';
import { ago, fullTime } from '../../ui/format';
import { Scroll } from '../../ui/Scroll';
import { Pill } from '../../ui/StatePill';

export type KeyDialog =
  | { readonly kind: 'create' }
  | { readonly kind: 'rotate' | 'delete' | 'connect'; readonly key: ApiKey };

interface KeyTableProps {
  readonly keys: readonly ApiKey[];
  readonly onDialog: (dialog: KeyDialog) => void;
}

export function KeyTable({ keys, onDialog }: KeyTableProps) {
  return (
    <Scroll label="API keys table">
      <table className="table" aria-label="API keys">
        <thead>
          <tr>
            <th>Name</th>
            <th>Kafka user</th>
            <th>As</th>
            <th>Created</th>
            <th>Expires</th>
            <th>Last used</th>
            <th>
              <span className="unseen">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <KeyRow key={key.name} apiKey={key} onDialog={onDialog} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function KeyRow({ apiKey, onDialog }: { apiKey: ApiKey; onDialog: KeyTableProps['onDialog'] }) {
  const { name, role, created_at, expires_at, last_used_at, kafka } = apiKey;
  return (
    <tr data-testid="key-row" data-key={name}>
      <td style={{ fontWeight: 550 }}>{name}</td>
      <td>
        {kafka ? (
          <span className="row wrap" style={{ gap: 8 }}>
            <span className="mono">{kafka.username}</span>
            <Ready ready={kafka.ready} />
          </span>
        ) : (
          <span className="faint">none: it is older than this</span>
        )}
      </td>
      <td className="dim">{role}</td>
      <td className="dim" title={fullTime(created_at)}>
        {ago(created_at)}
      </td>
      <td className="dim">
        <Expiry at={expires_at} />
      </td>
      <td className="dim" title={last_used_at ? fullTime(last_used_at) : undefined}>
        {ago(last_used_at)}
      </td>
      <td className="fit">
        <span className="row" style={{ gap: 2 }}>
          {kafka ? (
            <Act
              label={`Connect with key ${name}`}
              onClick={() => onDialog({ kind: 'connect', key: apiKey })}
            >
              <IconPlugConnected size={16} />
            </Act>
          ) : null}
          <Act label={`Rotate key ${name}`} onClick={() => onDialog({ kind: 'rotate', key: apiKey })}>
            <IconRefresh size={15} />
          </Act>
          <Act label={`Revoke key ${name}`} onClick={() => onDialog({ kind: 'delete', key: apiKey })}>
            <IconTrash size={15} />
          </Act>
        </span>
      </td>
    </tr>
  );
}

function Act({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function Ready({ ready }: { ready: boolean }) {
  return ready ? (
    <Pill tone="good" icon={<IconCircleCheck size={13} aria-hidden />} data-testid="key-ready">
      ready
    </Pill>
  ) : (
    <Pill tone="info" icon={<IconLoader2 size={13} aria-hidden />}>
      on its way
    </Pill>
  );
}

function Expiry({ at }: { at: string | null | undefined }) {
  if (!at) return 'never';
  const over = new Date(at).getTime() <= Date.now();
  return over ? <span style={{ color: 'var(--bad)' }}>has expired</span> : fullTime(at);
}
