import { Checkbox, Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { useCreateView } from '../../client/views';
import type { LiveQuery } from '../../protocol/live';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import { viewHref, viewOf } from '../../protocol/view';
import { FormButtons } from '../../ui/FormButtons';
import { ProblemNotice } from '../../ui/States';

interface SaveViewDialogProps {
  readonly query: LiveQuery;
  readonly columns: readonly string[];
  readonly onClose: () => void;
}

/** Keeps what the table shows, to be opened again or handed to others. */
export function SaveViewDialog({ query, columns, onClose }: SaveViewDialogProps) {
  const [name, setName] = useState(query.source.name);
  const [open, setOpen] = useState(false);
  const create = useCreateView();
  const reasons = reasonsByPointer(create.error === null ? undefined : problemOf(create.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(viewOf(name.trim(), query, columns, open), {
      onSuccess: (view) => {
        notifications.show({
          title: `View ${view.name} saved`,
          message: <Link href={viewHref(view)}>Its address</Link>,
        });
        onClose();
      },
    });
  };
  return (
    <Modal opened onClose={onClose} title="Save view">
      <form className="stack" onSubmit={submit}>
        <div className="dim">
          The source <b>{query.source.name}</b>, the filter, the columns and the start are kept under a name.
        </div>
        <TextInput
          data-autofocus
          label="Name"
          required
          maxLength={200}
          error={reasons.get('/name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Checkbox
          label="Show it to everybody"
          description="Records are still seen by those alone who may read the source"
          checked={open}
          onChange={(event) => setOpen(event.currentTarget.checked)}
        />
        <ProblemNotice error={create.error} shown={['/name']} />
        <FormButtons action="Save view" busy={create.isPending} onClose={onClose} />
      </form>
    </Modal>
  );
}
