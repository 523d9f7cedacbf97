import { ActionIcon, Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { IconKey, IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useCreateKey, useDeleteKey, useKeys } from '../../client/identity';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import { type ApiKey, type NewApiKey, ROLES, type Role } from '../../protocol/resources';
import { ConfirmTyped } from '../../ui/ConfirmTyped';
import { CopyButton } from '../../ui/CopyButton';
import { ago, fullTime } from '../../ui/format';
import { Scroll } from '../../ui/Scroll';
import { Loading, ProblemNotice } from '../../ui/States';

export function KeysSection({ role }: { role: Role }) {
  const keys = useKeys();
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<ApiKey>();
  const items = keys.data?.items;
  return (
    <section aria-label="API keys">
      <div className="spread" style={{ marginBottom: 6 }}>
        <div>
          <h2 className="section" style={{ margin: 0 }}>
            API keys
          </h2>
          <span className="dim">For scripts and notebooks: sent as a bearer token.</span>
        </div>
        <Button leftSection={<IconPlus size={15} />} onClick={() => setCreating(true)}>
          Create key
        </Button>
      </div>
      <ProblemNotice error={keys.error} retry={keys.refetch} />
      {keys.isPending ? <Loading rows={2} what="Loading keys" /> : null}
      {items?.length === 0 ? <p className="dim">No keys yet.</p> : null}
      {items !== undefined && items.length > 0 ? <KeyTable keys={items} onDelete={setDeleting} /> : null}
      {creating ? <CreateKey role={role} onClose={() => setCreating(false)} /> : null}
      {deleting === undefined ? null : (
        <DeleteKey name={deleting.name} onClose={() => setDeleting(undefined)} />
      )}
    </section>
  );
}

function KeyTable({ keys, onDelete }: { keys: readonly ApiKey[]; onDelete: (key: ApiKey) => void }) {
  return (
    <Scroll label="API keys table">
      <table className="table" aria-label="API keys">
        <thead>
          <tr>
            <th>Name</th>
            <th>Role</th>
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
            <tr key={key.name} data-testid="key-row">
              <td style={{ fontWeight: 550 }}>{key.name}</td>
              <td className="dim">{key.role}</td>
              <td className="dim">{ago(key.created_at)}</td>
              <td className="dim">{key.expires_at ? fullTime(key.expires_at) : 'never'}</td>
              <td className="dim">{ago(key.last_used_at)}</td>
              <td className="fit">
                <ActionIcon aria-label={`Delete key ${key.name}`} onClick={() => onDelete(key)}>
                  <IconTrash size={15} />
                </ActionIcon>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const DAY_S = 86_400;
const LIVES = [
  { value: '', label: 'Never' },
  { value: String(7 * DAY_S), label: 'In 7 days' },
  { value: String(30 * DAY_S), label: 'In 30 days' },
  { value: String(365 * DAY_S), label: 'In a year' },
];

function CreateKey({ role, onClose }: { role: Role; onClose: () => void }) {
  const create = useCreateKey();
  const [name, setName] = useState('');
  const [life, setLife] = useState(String(30 * DAY_S));
  const [scope, setScope] = useState<Role>(role);
  const reasons = reasonsByPointer(create.error === null ? undefined : problemOf(create.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({
      name: name.trim(),
      ...(life === '' ? {} : { expires_in: Number(life) }),
      ...(scope === role ? {} : { scopes: [scope] }),
    });
  };
  if (create.data !== undefined) return <NewKey created={create.data} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} title="Create key">
      <form className="stack" onSubmit={submit}>
        <TextInput
          data-autofocus
          label="Name"
          description="What it is for"
          required
          error={reasons.get('/name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group grow>
          <Select
            label="Expires"
            data={LIVES}
            allowDeselect={false}
            value={life}
            onChange={(value) => setLife(value ?? '')}
          />
          <Select
            label="May do what a"
            data={ROLES.slice(0, ROLES.indexOf(role) + 1)}
            allowDeselect={false}
            value={scope}
            onChange={(value) => setScope((value as Role | null) ?? role)}
          />
        </Group>
        <ProblemNotice error={create.error} shown={['/name']} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create key
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function NewKey({ created, onClose }: { created: NewApiKey; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} closeOnClickOutside={false} title={`Key ${created.name}`}>
      <div className="stack">
        <div className="row">
          <IconKey size={18} style={{ color: 'var(--warn)', flex: 'none' }} aria-hidden />
          <span>Copy it now: it is kept as a hash only and cannot be shown again.</span>
        </div>
        <div
          className="row"
          style={{
            padding: '6px 6px 6px 12px',
            borderRadius: 6,
            background: 'var(--bg-sub)',
            boxShadow: 'inset 0 0 0 1px var(--line)',
          }}
        >
          <code className="mono grow" style={{ overflowWrap: 'anywhere' }} data-testid="new-key">
            {created.key}
          </code>
          <CopyButton text={created.key} label="Copy key" />
        </div>
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </div>
    </Modal>
  );
}

function DeleteKey({ name, onClose }: { name: string; onClose: () => void }) {
  const remove = useDeleteKey();
  return (
    <ConfirmTyped
      title="Delete key"
      action="Delete key"
      word={name}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(name, { onSuccess: onClose })}
      onClose={onClose}
    >
      Whatever uses it is refused from now on, and its live connections end.
    </ConfirmTyped>
  );
}
