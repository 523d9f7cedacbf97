import { Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { useChangeTopic, useClaimTopic, useGiveUpTopic, useResetTopic } from '../../client/topics';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import type { TopicDetail } from '../../protocol/resources';
import { Confirm } from '../../ui/Confirm';
import { ConfirmTyped } from '../../ui/ConfirmTyped';
import { FormButtons } from '../../ui/FormButtons';
import { bytes, plural } from '../../ui/format';
import { ProblemNotice } from '../../ui/States';

interface DialogProps {
  readonly topic: TopicDetail;
  readonly onClose: () => void;
}

export function ResetTopic({ topic, onClose }: DialogProps) {
  const reset = useResetTopic();
  const confirm = () =>
    reset.mutate(topic.name, {
      onSuccess: () => {
        notifications.show({ message: `${topic.name} is empty` });
        onClose();
      },
    });
  return (
    <ConfirmTyped
      title="Reset topic"
      action="Reset topic"
      word={topic.name}
      busy={reset.isPending}
      error={reset.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {plural(topic.records, 'record')} ({bytes(topic.size_bytes)}) go for good, and its settings go back to
      the defaults. Its {plural(topic.partitions, 'partition')}, its owner and who has access stay.
    </ConfirmTyped>
  );
}

export function GiveUpTopic({ topic, onClose }: DialogProps) {
  const [, navigate] = useLocation();
  const giveUp = useGiveUpTopic();
  const confirm = () =>
    giveUp.mutate(topic.name, {
      onSuccess: () => {
        notifications.show({ message: `Gave ${topic.name} up` });
        navigate('/topics');
      },
    });
  return (
    <ConfirmTyped
      title="Give topic up"
      action="Give topic up"
      word={topic.name}
      busy={giveUp.isPending}
      error={giveUp.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      All access that was given to it ends. Its name is free: whoever claims it gets it empty. Until then only
      you and administrators see it.
    </ConfirmTyped>
  );
}

export function OpenOrClose({ topic, onClose }: DialogProps) {
  const change = useChangeTopic(topic.name);
  const open = topic.private === true;
  return (
    <Confirm
      title={open ? 'Open to everybody' : 'Make private'}
      action={open ? 'Open' : 'Make private'}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ private: !open }, { onSuccess: onClose })}
      onClose={onClose}
    >
      {open
        ? `Everybody who is signed in reads ${topic.name}, and takes its records out.`
        : `Only those who were given access read ${topic.name}; what others read or run on it ends.`}
    </Confirm>
  );
}

export function HandOver({ topic, onClose }: DialogProps) {
  const change = useChangeTopic(topic.name);
  const [owner, setOwner] = useState('');
  const reasons = reasonsByPointer(change.error === null ? undefined : problemOf(change.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ owner: owner.trim() }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={`Hand ${topic.name} over`}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          data-autofocus
          label="New owner"
          description="A user name. Who has access stays; you keep what was given to you."
          required
          autoComplete="off"
          spellCheck={false}
          error={reasons.get('/owner')}
          value={owner}
          onChange={(event) => setOwner(event.currentTarget.value)}
        />
        <ProblemNotice error={change.error} shown={['/owner']} />
        <FormButtons action="Hand over" busy={change.isPending} onClose={onClose} />
      </form>
    </Modal>
  );
}

/** Of a topic that is nobody's. */
export function ClaimTopic({ topic, onClose }: DialogProps) {
  const claim = useClaimTopic();
  return (
    <Confirm
      title="Claim topic"
      action="Claim"
      busy={claim.isPending}
      error={claim.error}
      onConfirm={() => claim.mutate({ name: topic.name }, { onSuccess: onClose })}
      onClose={onClose}
    >
      {topic.name} belongs to nobody. It becomes yours: you decide who reads and writes it.
    </Confirm>
  );
}
