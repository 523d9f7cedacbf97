import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash, IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import { useDeleteGroup, useGroups } from '../../client/groups';
import { useMe } from '../../client/identity';
import type { PeopleGroup } from '../../protocol/rights';
import { ConfirmTyped } from '../../ui/ConfirmTyped';
import { plural } from '../../ui/format';
import { More } from '../../ui/More';
import { Scroll } from '../../ui/Scroll';
import { Empty, ListState } from '../../ui/States';
import { GroupDialog } from './GroupDialog';

type Dialog = { readonly kind: 'make' } | { readonly kind: 'change' | 'delete'; readonly group: PeopleGroup };

/** Groups that one is in or owns: what is given to one is given to all its members. */
export function GroupsTab() {
  const groups = useGroups();
  const me = useMe();
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  const items = groups.data?.items ?? [];
  const mayMake = me.data !== undefined && me.data.role !== 'viewer';
  const mayChange = ({ owner }: PeopleGroup) => me.data?.role === 'admin' || me.data?.user === owner;
  const make = mayMake ? (
    <Button leftSection={<IconPlus size={15} />} onClick={() => setDialog({ kind: 'make' })}>
      Make group
    </Button>
  ) : null;
  return (
    <>
      <ListState what="groups" list={groups} />
      {groups.data !== undefined && items.length === 0 ? (
        <Empty icon={<IconUsersGroup size={34} stroke={1.4} />} title="No groups yet" actions={make}>
          What is given to a group is given to all its members.
        </Empty>
      ) : null}
      {items.length > 0 ? (
        <>
          <div className="spread" style={{ marginBottom: 8 }}>
            <span className="dim">What is given to a group is given to all its members.</span>
            {make}
          </div>
          <GroupTable groups={items} mayChange={mayChange} onDialog={setDialog} />
        </>
      ) : null}
      <More list={groups} />
      {dialog?.kind === 'make' ? <GroupDialog onClose={close} /> : null}
      {dialog?.kind === 'change' ? <GroupDialog group={dialog.group} onClose={close} /> : null}
      {dialog?.kind === 'delete' ? <DeleteGroup group={dialog.group} onClose={close} /> : null}
    </>
  );
}

interface GroupTableProps {
  readonly groups: readonly PeopleGroup[];
  readonly mayChange: (group: PeopleGroup) => boolean;
  readonly onDialog: (dialog: Dialog) => void;
}

function GroupTable({ groups, mayChange, onDialog }: GroupTableProps) {
  return (
    <Scroll label="Groups table">
      <table className="table" aria-label="Groups">
        <thead>
          <tr>
            <th>Name</th>
            <th>Description</th>
            <th>Owner</th>
            <th>Members</th>
            <th>
              <span className="unseen">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.name} data-testid="group-row">
              <td style={{ fontWeight: 550 }}>{group.name}</td>
              <td className="dim">{group.description}</td>
              <td className="dim">{group.owner}</td>
              <td title={plural(group.members.length, 'member')}>{membersText(group.members)}</td>
              <td className="fit">
                {mayChange(group) ? (
                  <span className="row" style={{ gap: 2 }}>
                    <ActionIcon
                      aria-label={`Change group ${group.name}`}
                      onClick={() => onDialog({ kind: 'change', group })}
                    >
                      <IconPencil size={15} />
                    </ActionIcon>
                    <ActionIcon
                      aria-label={`Delete group ${group.name}`}
                      onClick={() => onDialog({ kind: 'delete', group })}
                    >
                      <IconTrash size={15} />
                    </ActionIcon>
                  </span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const NAMED = 6;

function membersText(members: readonly string[]): string {
  if (members.length === 0) return 'nobody';
  const rest = members.length - NAMED;
  return `${members.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function DeleteGroup({ group: { name }, onClose }: { group: PeopleGroup; onClose: () => void }) {
  const remove = useDeleteGroup();
  return (
    <ConfirmTyped
      title="Delete group"
      action="Delete group"
      word={name}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(name, { onSuccess: onClose })}
      onClose={onClose}
    >
      What was given to the group goes with it, and what its members read or run by it ends.
    </ConfirmTyped>
  );
}
