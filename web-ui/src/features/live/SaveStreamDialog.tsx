import { Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { useCreateStream } from '../../client/streams';
import { type LiveQuery, liveHref } from '../../protocol/live';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import type { StreamSource } from '../../protocol/stream';
import { FormButtons } from '../../ui/FormButtons';
import { ProblemNotice } from '../../ui/States';

function sourceOf({ source, where, select }: LiveQuery): StreamSource {
  return {
    ...(source.kind === 'dataset' ? { datasets: [source.name] } : { topics: [source.name] }),
    ...(where === '' ? {} : { where }),
    ...(select === '' ? {} : { select }),
    from: 'latest',
  };
}

/** Makes the present filter durable: a stream with a topic of its own. */
export function SaveStreamDialog({
  query,
  topic,
  onClose,
}: {
  query: LiveQuery;
  topic: string | null;
  onClose: () => void;
}) {
  const [name, setName] = useState('');
  const create = useCreateStream();
  const durable: LiveQuery =
    query.source.kind === 'stream' && topic !== null
      ? { ...query, source: { kind: 'topic', name: topic } }
      : query;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      { ...(name.trim() === '' ? {} : { name: name.trim() }), source: sourceOf(durable) },
      {
        onSuccess: (stream) => {
          notifications.show({
            title: `Stream ${stream.name} created`,
            message: <Link href={liveHref({ kind: 'stream', name: stream.name })}>Watch it live</Link>,
          });
          onClose();
        },
      },
    );
  };
  const nameReason =
    create.error === null ? undefined : reasonsByPointer(problemOf(create.error)).get('/name');
  return (
    <Modal opened onClose={onClose} title="Save as stream">
      <form className="stack" onSubmit={submit}>
        <div className="dim">
          Records of <b>{query.source.name}</b> that match are written to a topic of their own from now on,
          whether anybody watches or not.
        </div>
        <div className="mono" style={{ overflowWrap: 'anywhere' }}>
          {query.where === '' ? <span className="faint">No filter: every record</span> : query.where}
        </div>
        <TextInput
          data-autofocus
          label="Name"
          description="Also the name of its topic; left empty, one is found"
          error={nameReason}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ProblemNotice error={create.error} shown={['/name']} />
        <FormButtons action="Create stream" busy={create.isPending} onClose={onClose} />
      </form>
    </Modal>
  );
}
