import { Checkbox, Group, Modal, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { useClaimTopic, useCreateTopic } from '../../client/topics';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import { FormButtons } from '../../ui/FormButtons';
import { ProblemNotice } from '../../ui/States';

const SHOWN = ['/name', '/partitions', '/configs/retention.ms'];
const HOUR_MS = 3_600_000;

export function CreateTopic({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [partitions, setPartitions] = useState<number | string>(3);
  const [hours, setHours] = useState<number | string>('');
  const [open, setOpen] = useState(false);
  const [, navigate] = useLocation();
  const create = useCreateTopic();
  const reasons = reasonsByPointer(create.error === null ? undefined : problemOf(create.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const configs =
      hours === '' ? {} : { configs: { 'retention.ms': String(Math.round(Number(hours) * HOUR_MS)) } };
    create.mutate(
      { name: name.trim(), partitions: Number(partitions), private: !open, ...configs },
      { onSuccess: (topic) => navigate(`/topics/${encodeURIComponent(topic.name)}`) },
    );
  };
  return (
    <Modal opened onClose={onClose} title="Create topic">
      <form className="stack" onSubmit={submit}>
        <TextInput
          data-autofocus
          label="Name"
          required
          error={reasons.get('/name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group grow align="flex-start">
          <NumberInput
            label="Partitions"
            min={1}
            max={1000}
            allowDecimal={false}
            error={reasons.get('/partitions')}
            value={partitions}
            onChange={setPartitions}
          />
          <NumberInput
            label="Keep records for"
            suffix=" h"
            placeholder="as the broker does"
            min={0}
            hideControls
            error={reasons.get('/configs/retention.ms')}
            value={hours}
            onChange={setHours}
          />
        </Group>
        <Checkbox
          label="Open to everybody"
          description="who is signed in; otherwise only to those who are given access"
          checked={open}
          onChange={(event) => setOpen(event.currentTarget.checked)}
        />
        <ProblemNotice error={create.error} shown={SHOWN} />
        <FormButtons action="Create topic" busy={create.isPending} onClose={onClose} />
      </form>
    </Modal>
  );
}

/** Makes a name one's own, also one that somebody gave up or that is nobody's. */
export function ClaimName({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [partitions, setPartitions] = useState<number | string>(1);
  const [, navigate] = useLocation();
  const claim = useClaimTopic();
  const reasons = reasonsByPointer(claim.error === null ? undefined : problemOf(claim.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    claim.mutate(
      { name: name.trim(), partitions: Number(partitions) },
      { onSuccess: (topic) => navigate(`/topics/${encodeURIComponent(topic.name)}`) },
    );
  };
  return (
    <Modal opened onClose={onClose} title="Claim a name">
      <form className="stack" onSubmit={submit}>
        <p className="dim" style={{ margin: 0 }}>
          A topic of this name becomes yours: a new private one, or one that is nobody's. One that was given
          up is emptied first.
        </p>
        <TextInput
          data-autofocus
          label="Name"
          required
          spellCheck={false}
          error={reasons.get('/name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NumberInput
          label="Partitions"
          description="Of a new one"
          min={1}
          max={1000}
          allowDecimal={false}
          error={reasons.get('/partitions')}
          value={partitions}
          onChange={setPartitions}
        />
        <ProblemNotice error={claim.error} shown={['/name', '/partitions']} />
        <FormButtons action="Claim" busy={claim.isPending} onClose={onClose} />
      </form>
    </Modal>
  );
}
