import { Modal, TagsInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useChangeGroup, useMakeGroup } from '../../client/groups';
import { useMe, useUsers } from '../../client/identity';
import { faultsOf } from '../../protocol/faults';
import type { PeopleGroup } from '../../protocol/rights';
import { FormButtons } from '../../ui/FormButtons';
import { FormProblem } from '../../ui/States';

const SHOWN = ['/name', '/description', '/members', '/owner'];

/** Makes a group, or changes one. */
export function GroupDialog({ group, onClose }: { group?: PeopleGroup; onClose: () => void }) {
  const make = useMakeGroup();
  const change = useChangeGroup();
  const saving = group === undefined ? make : change;
  const me = useMe();
  const users = useUsers(me.data?.role === 'admin');
  const known = (users.data?.items ?? []).map(({ name }) => name);
  const [name, setName] = useState(group?.name ?? '');
  const [description, setDescription] = useState(group?.description ?? '');
  const [owner, setOwner] = useState(group?.owner ?? '');
  const [members, setMembers] = useState<string[]>([...(group?.members ?? [])]);
  const faults = faultsOf(saving.error, SHOWN);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const draft = { name: name.trim(), description: description.trim(), members };
    const handed = owner.trim() !== '' && owner.trim() !== group?.owner ? { owner: owner.trim() } : {};
    saving.mutate({ ...draft, ...handed }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={group === undefined ? 'Make group' : `Group ${group.name}`}>
      <form className="stack" onSubmit={submit}>
        {group === undefined ? (
          <TextInput
            data-autofocus
            label="Name"
            description="Lower-case letters, digits, - and _"
            required
            spellCheck={false}
            error={faults.at.get('/name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        ) : null}
        <TextInput
          label="Description"
          maxLength={2000}
          error={faults.at.get('/description')}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <TagsInput
          label="Members"
          description="User names; Enter adds one"
          acceptValueOnBlur
          data={known}
          error={faults.at.get('/members')}
          value={members}
          onChange={setMembers}
        />
        {group === undefined ? null : (
          <TextInput
            label="Owner"
            description="Who changes it; administrators may, too"
            spellCheck={false}
            error={faults.at.get('/owner')}
            value={owner}
            onChange={(event) => setOwner(event.currentTarget.value)}
          />
        )}
        <FormProblem error={saving.error} faults={faults} />
        <FormButtons
          action={group === undefined ? 'Make group' : 'Save'}
          busy={saving.isPending}
          onClose={onClose}
        />
      </form>
    </Modal>
  );
}
