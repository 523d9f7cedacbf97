import { Autocomplete, Checkbox, Group, Modal, SegmentedControl, Select } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useOrganizations } from '../../client/catalog';
import { useGroups } from '../../client/groups';
import { useMe, useUsers } from '../../client/identity';
import { useGive } from '../../client/rights';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import {
  GRANTEE_KINDS,
  type GranteeKind,
  LEVELS,
  type Level,
  lifetime,
  type ThingRef,
} from '../../protocol/rights';
import { FormButtons } from '../../ui/FormButtons';
import { LifetimeSelect } from '../../ui/LifetimeSelect';
import { ProblemNotice } from '../../ui/States';

const KINDS = GRANTEE_KINDS.map((value) => ({
  value,
  label: { user: 'User', group: 'Group', organization: 'Organization' }[value],
}));

/** Gives somebody a right to a thing, or denies them every right. */
export function GiveDialog({ thing, onClose }: { thing: ThingRef; onClose: () => void }) {
  const give = useGive();
  const [kind, setKind] = useState<GranteeKind>('user');
  const [name, setName] = useState('');
  const [level, setLevel] = useState<Level>('viewer');
  const [download, setDownload] = useState(true);
  const [life, setLife] = useState('');
  const known = useKnown(kind);
  const reasons = reasonsByPointer(give.error === null ? undefined : problemOf(give.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give.mutate(
      { on: thing, to: { [kind]: name.trim() }, level, download, ...lifetime(life) },
      { onSuccess: onClose },
    );
  };
  const limits = level === 'viewer' || level === 'editor';
  return (
    <Modal opened onClose={onClose} title={`Give access to ${thing.id}`}>
      <form className="stack" onSubmit={submit}>
        <SegmentedControl
          aria-label="To whom"
          style={{ alignSelf: 'flex-start' }}
          value={kind}
          onChange={(value) => {
            setKind(value as GranteeKind);
            setName('');
          }}
          data={KINDS}
        />
        <Autocomplete
          data-autofocus
          label={KINDS.find(({ value }) => value === kind)?.label}
          required
          limit={20}
          openOnFocus={false}
          autoComplete="off"
          spellCheck={false}
          data={known}
          error={reasons.get(`/to/${kind}`) ?? reasons.get('/to')}
          value={name}
          onChange={setName}
        />
        <Group grow align="flex-start">
          <Select
            label="As"
            description={LEVELS.find(({ value }) => value === level)?.gives}
            data={LEVELS.map(({ value, label }) => ({ value, label }))}
            allowDeselect={false}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={level}
            onChange={(value) => setLevel((value as Level | null) ?? 'viewer')}
          />
          <LifetimeSelect error={reasons.get('/expires_in')} value={life} onChange={setLife} />
        </Group>
        {limits ? (
          <Checkbox
            label="May take records out"
            description="as lines, as a stream or a landing of their own, and with a Kafka client"
            checked={download}
            onChange={(event) => setDownload(event.currentTarget.checked)}
          />
        ) : null}
        <ProblemNotice error={give.error} shown={['/to', `/to/${kind}`, '/expires_in']} />
        <FormButtons
          action={level === 'deny' ? 'Deny access' : 'Give access'}
          busy={give.isPending}
          onClose={onClose}
        />
      </form>
    </Modal>
  );
}

/** Names to complete with: only administrators are told of all users, and nobody has to take one of these. */
function useKnown(kind: GranteeKind): string[] {
  const me = useMe();
  const users = useUsers(kind === 'user' && me.data?.role === 'admin');
  const groups = useGroups();
  const organizations = useOrganizations();
  const items = { user: users, group: groups, organization: organizations }[kind].data?.items ?? [];
  return items.map(({ name }) => name);
}
