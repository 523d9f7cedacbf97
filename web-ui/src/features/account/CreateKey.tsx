import { Group, Modal, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useCreateKey } from '../../client/identity';
import { nextName, type Scope, scopesFor } from '../../protocol/key';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import type { ApiKey, Role } from '../../protocol/resources';
import { lifetime } from '../../protocol/rights';
import { FormButtons } from '../../ui/FormButtons';
import { LifetimeSelect } from '../../ui/LifetimeSelect';
import { ProblemNotice } from '../../ui/States';
import { NewKey } from './NewKey';

interface CreateKeyProps {
  readonly role: Role;
  /** Those that are taken. */
  readonly names: readonly string[];
  /** The one in whose place it comes, if it comes in one's. */
  readonly replaces?: ApiKey;
  readonly onClose: () => void;
}

const A_MONTH = String(30 * 86_400);

/** A new key; in the place of another, which goes on working until the new one is where it is used. */
export function CreateKey({ role, names, replaces, onClose }: CreateKeyProps) {
  const create = useCreateKey();
  const scopes = scopesFor(role);
  const [name, setName] = useState(replaces === undefined ? '' : nextName(replaces.name, names));
  const [life, setLife] = useState(replaces !== undefined && !replaces.expires_at ? '' : A_MONTH);
  const [scope, setScope] = useState<Scope>(
    replaces === undefined || replaces.role === role ? 'all' : replaces.role,
  );
  const reasons = reasonsByPointer(create.error === null ? undefined : problemOf(create.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({
      name: name.trim(),
      ...lifetime(life),
      ...(scope === 'all' ? {} : { scopes: [scope] }),
    });
  };
  if (create.data !== undefined)
    return <NewKey created={create.data} replaces={replaces?.name} onClose={onClose} />;
  const title = replaces === undefined ? 'Create key' : `Rotate key ${replaces.name}`;
  return (
    <Modal opened onClose={onClose} title={title}>
      <form className="stack" onSubmit={submit}>
        {replaces === undefined ? null : (
          <p className="dim" style={{ margin: 0 }}>
            A new key takes its place. <b>{replaces.name}</b> works until you revoke it, so nothing stops
            meanwhile.
          </p>
        )}
        <TextInput
          data-autofocus
          label="Name"
          description="What it is for"
          required
          error={reasons.get('/name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group grow align="flex-start">
          <LifetimeSelect
            label="Expires"
            error={reasons.get('/expires_in')}
            value={life}
            onChange={setLife}
          />
          <Select
            label="It may"
            data={scopes}
            allowDeselect={false}
            error={reasons.get('/scopes')}
            value={scope}
            onChange={(value) => setScope((value as Scope | null) ?? 'all')}
          />
        </Group>
        <ProblemNotice error={create.error} shown={['/name', '/expires_in', '/scopes']} />
        <FormButtons
          action={replaces === undefined ? 'Create key' : 'Create the new key'}
          busy={create.isPending}
          onClose={onClose}
        />
      </form>
    </Modal>
  );
}
