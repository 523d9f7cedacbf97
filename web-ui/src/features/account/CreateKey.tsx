import { Group, Modal, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useCreateKey } from '../../client/identity';
import { type Scope, scopesFor } from '../../protocol/key';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import type { Role } from '../../protocol/resources';
import { A_MONTH, lifetime } from '../../protocol/rights';
import { FormButtons } from '../../ui/FormButtons';
import { LifetimeSelect } from '../../ui/LifetimeSelect';
import { ProblemNotice } from '../../ui/States';
import { NewKey } from './NewKey';

interface CreateKeyProps {
  readonly role: Role;
  readonly onClose: () => void;
}

export function CreateKey({ role, onClose }: CreateKeyProps) {
  const create = useCreateKey();
  const [name, setName] = useState('');
  const [life, setLife] = useState(A_MONTH);
  const [scope, setScope] = useState<Scope>('all');
  const reasons = reasonsByPointer(create.error === null ? undefined : problemOf(create.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({
      name: name.trim(),
      ...lifetime(life),
      ...(scope === 'all' ? {} : { scopes: [scope] }),
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
        <Group grow align="flex-start">
          <LifetimeSelect
            label="Expires"
            error={reasons.get('/expires_in')}
            value={life}
            onChange={setLife}
          />
          <Select
            label="It may"
            data={scopesFor(role)}
            allowDeselect={false}
            error={reasons.get('/scopes')}
            value={scope}
            onChange={(value) => setScope((value as Scope | null) ?? 'all')}
          />
        </Group>
        <ProblemNotice error={create.error} shown={['/name', '/expires_in', '/scopes']} />
        <FormButtons action="Create key" busy={create.isPending} onClose={onClose} />
      </form>
    </Modal>
  );
}
