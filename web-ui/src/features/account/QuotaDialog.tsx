import { Button, Modal, NumberInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Quota, useKafka, useQuota, useSetQuota } from '../../client/kafka';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import { Notice } from '../../ui/Notice';
import { ListState, ProblemNotice } from '../../ui/States';

const KB = 1000;

/** How many bytes a second a user's Kafka clients may move. */
export function QuotaDialog({ user, onClose }: { user: string; onClose: () => void }) {
  const quota = useQuota(user);
  const kafka = useKafka();
  return (
    <Modal opened onClose={onClose} title={`Quota of ${user}`}>
      <ListState what="the quota" list={quota} />
      {kafka.data?.permits.quotas === false ? (
        <Notice tone="info">
          The cluster does not let Sluice manage quotas: what is set here has no effect.
        </Notice>
      ) : null}
      {quota.data === undefined ? null : <QuotaForm quota={quota.data} onClose={onClose} />}
    </Modal>
  );
}

function shown(bytes: number | null): number | string {
  return bytes === null ? '' : bytes / KB;
}

function sent(kilobytes: number | string): number | null {
  return kilobytes === '' ? null : Math.round(Number(kilobytes) * KB);
}

function QuotaForm({ quota, onClose }: { quota: Quota; onClose: () => void }) {
  const set = useSetQuota(quota.user);
  const [into, setInto] = useState(shown(quota.bytes_in_per_second));
  const [out, setOut] = useState(shown(quota.bytes_out_per_second));
  const reasons = reasonsByPointer(set.error === null ? undefined : problemOf(set.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate({ bytes_in_per_second: sent(into), bytes_out_per_second: sent(out) }, { onSuccess: onClose });
  };
  const limit = { suffix: ' kB/s', placeholder: 'no limit', min: 0.001, hideControls: true } as const;
  return (
    <form className="stack" onSubmit={submit}>
      <p className="dim" style={{ margin: 0 }}>
        {quota.own ? 'Set for this user.' : 'As everybody has it.'} All Kafka clients of the user share it.
      </p>
      <NumberInput
        data-autofocus
        label="Writes at most"
        error={reasons.get('/bytes_in_per_second')}
        value={into}
        onChange={setInto}
        {...limit}
      />
      <NumberInput
        label="Reads at most"
        error={reasons.get('/bytes_out_per_second')}
        value={out}
        onChange={setOut}
        {...limit}
      />
      <ProblemNotice error={set.error} shown={['/bytes_in_per_second', '/bytes_out_per_second']} />
      <div className="spread">
        <Button
          variant="default"
          disabled={!quota.own || set.isPending}
          onClick={() => set.mutate({}, { onSuccess: onClose })}
        >
          As everybody has it
        </Button>
        <Button type="submit" loading={set.isPending}>
          Set quota
        </Button>
      </div>
    </form>
  );
}
