import { ActionIcon, Button, Modal, PasswordInput, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDevices, IconGauge, IconPassword, IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useChangeUser, useUsers } from '../../client/identity';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import { ROLES, type Role, type User } from '../../protocol/resources';
import { ConfirmTyped } from '../../ui/ConfirmTyped';
import { FormButtons } from '../../ui/FormButtons';
import { ago } from '../../ui/format';
import { Scroll } from '../../ui/Scroll';
import { Loading, ProblemNotice } from '../../ui/States';
import { QuotaDialog } from './QuotaDialog';
import { SignInsDialog } from './SignInsDialog';

type Dialog =
  | { readonly kind: 'create' }
  | { readonly kind: 'password' | 'delete' | 'quota' | 'browsers'; readonly name: string };

/** For administrators only; the server says so too. */
export function UsersSection({ me }: { me: string }) {
  const users = useUsers(true);
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  return (
    <section aria-label="Users">
      <div className="spread" style={{ marginBottom: 6 }}>
        <h2 className="section" style={{ margin: 0 }}>
          Users
        </h2>
        <Button
          variant="default"
          leftSection={<IconPlus size={15} />}
          onClick={() => setDialog({ kind: 'create' })}
        >
          Add user
        </Button>
      </div>
      <ProblemNotice error={users.error} retry={users.refetch} />
      {users.isPending ? <Loading rows={2} what="Loading users" /> : null}
      {users.data === undefined ? null : <UserTable users={users.data.items} me={me} onDialog={setDialog} />}
      {dialog?.kind === 'create' ? <CreateUser onClose={close} /> : null}
      {dialog?.kind === 'password' ? <ChangePassword name={dialog.name} onClose={close} /> : null}
      {dialog?.kind === 'quota' ? <QuotaDialog user={dialog.name} onClose={close} /> : null}
      {dialog?.kind === 'browsers' ? <SignInsDialog user={dialog.name} onClose={close} /> : null}
      {dialog?.kind === 'delete' ? <DeleteUser name={dialog.name} onClose={close} /> : null}
    </section>
  );
}

function UserTable({
  users,
  me,
  onDialog,
}: {
  users: readonly User[];
  me: string;
  onDialog: (dialog: Dialog) => void;
}) {
  const change = useChangeUser();
  const setRole = (name: string, role: string | null) => {
    if (role === null) return;
    change.mutate(
      { kind: 'role', name, role: role as Role },
      {
        onError: (error) =>
          notifications.show({
            color: 'red',
            title: 'The role was not changed',
            message: problemOf(error).detail ?? error.message,
          }),
      },
    );
  };
  return (
    <Scroll label="Users table">
      <table className="table" aria-label="Users">
        <thead>
          <tr>
            <th>Name</th>
            <th>Role</th>
            <th>Created</th>
            <th>
              <span className="unseen">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map(({ name, role, created_at }) => (
            <tr key={name} data-testid="user-row">
              <td style={{ fontWeight: 550 }}>{name}</td>
              <td>
                <Select
                  w={110}
                  aria-label={`Role of ${name}`}
                  data={ROLES}
                  allowDeselect={false}
                  disabled={name === me}
                  value={role}
                  onChange={(value) => setRole(name, value)}
                />
              </td>
              <td className="dim">{ago(created_at)}</td>
              <td className="fit">
                <ActionIcon aria-label={`Quota of ${name}`} onClick={() => onDialog({ kind: 'quota', name })}>
                  <IconGauge size={16} />
                </ActionIcon>
                <ActionIcon
                  aria-label={`Browsers of ${name}`}
                  onClick={() => onDialog({ kind: 'browsers', name })}
                >
                  <IconDevices size={16} />
                </ActionIcon>
                <ActionIcon
                  aria-label={`Set a new password for ${name}`}
                  onClick={() => onDialog({ kind: 'password', name })}
                >
                  <IconPassword size={16} />
                </ActionIcon>
                <ActionIcon
                  aria-label={`Delete user ${name}`}
                  disabled={name === me}
                  onClick={() => onDialog({ kind: 'delete', name })}
                >
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

function CreateUser({ onClose }: { onClose: () => void }) {
  const change = useChangeUser();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const reasons = reasonsByPointer(change.error === null ? undefined : problemOf(change.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ kind: 'create', name: name.trim(), password, role }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title="Add user">
      <form className="stack" onSubmit={submit}>
        <TextInput
          data-autofocus
          label="User name"
          required
          autoComplete="off"
          error={reasons.get('/name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          required
          autoComplete="new-password"
          error={reasons.get('/password')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Select
          label="Role"
          data={ROLES}
          allowDeselect={false}
          value={role}
          onChange={(value) => setRole((value as Role | null) ?? 'viewer')}
        />
        <ProblemNotice error={change.error} shown={['/name', '/password']} />
        <FormButtons action="Add user" busy={change.isPending} onClose={onClose} />
      </form>
    </Modal>
  );
}

function ChangePassword({ name, onClose }: { name: string; onClose: () => void }) {
  const change = useChangeUser();
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ kind: 'password', name, password }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={`New password for ${name}`}>
      <form className="stack" onSubmit={submit}>
        <PasswordInput
          data-autofocus
          label="Password"
          required
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <ProblemNotice error={change.error} />
        <FormButtons action="Set password" busy={change.isPending} onClose={onClose} />
      </form>
    </Modal>
  );
}

function DeleteUser({ name, onClose }: { name: string; onClose: () => void }) {
  const change = useChangeUser();
  return (
    <ConfirmTyped
      title="Delete user"
      action="Delete user"
      word={name}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ kind: 'delete', name }, { onSuccess: onClose })}
      onClose={onClose}
    >
      {name} can no longer sign in, and their keys stop working. What they own stays.
    </ConfirmTyped>
  );
}
