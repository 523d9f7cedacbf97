import { Button, Group, Input, Modal, PasswordInput, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useSaveAlert } from '../../client/alerts';
import { useFilterCheck } from '../../client/filters';
import { useSampledFields } from '../../client/schema';
import { useSources } from '../../client/sources';
import type { AlertRule } from '../../protocol/alert';
import {
  ALERT_POINTERS,
  type AlertDraft,
  alertChange,
  alertDraftOf,
  alertOf,
  NEW_ALERT,
} from '../../protocol/alert-draft';
import { faultsOf } from '../../protocol/faults';
import { FilterInput } from '../../ui/FilterInput';
import { Fold } from '../../ui/Fold';
import { plural } from '../../ui/format';
import { SourceChoice } from '../../ui/SourceChoice';
import { FormProblem } from '../../ui/States';
import { TextRows } from '../../ui/TextRows';
import { End, HowOften } from './AlertTiming';
import type { PartProps } from './part';

interface AlertFormProps {
  /** Null: a new one. */
  readonly rule: AlertRule | null;
  readonly topic: string | null;
  readonly stream: string | null;
  readonly onClose: () => void;
}

export function AlertForm({ rule, topic, stream, onClose }: AlertFormProps) {
  const [draft, setDraft] = useState<AlertDraft>(() =>
    rule === null
      ? { ...NEW_ALERT, kind: stream === null ? 'topic' : 'stream', source: stream ?? topic ?? '' }
      : alertDraftOf(rule),
  );
  const change = (changes: Partial<AlertDraft>) => setDraft((previous) => ({ ...previous, ...changes }));
  const save = useSaveAlert();
  const faults = faultsOf(save.error, ALERT_POINTERS);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = rule === null ? alertOf(draft) : alertChange(draft);
    save.mutate(
      { id: rule?.id ?? null, body },
      {
        onSuccess: ({ name }) => {
          notifications.show({ message: `Alert ${name} ${rule === null ? 'created' : 'changed'}` });
          onClose();
        },
      },
    );
  };
  const part = { draft, faults, onChange: change };
  return (
    <Modal opened onClose={onClose} title={rule === null ? 'Create alert' : `Change ${rule.name}`} size="lg">
      <form className="stack" onSubmit={submit}>
        {rule === null ? <What {...part} /> : null}
        <Condition {...part} />
        <HowOften {...part} />
        <End {...part} />
        <Fold
          title="Told to"
          about={draft.url === '' ? 'this screen and the topic of alerts' : draft.url}
          urgent={['/webhook', '/webhook/url', '/webhook/secret', '/topic'].some((at) => faults.at.has(at))}
        >
          <Channels {...part} once={rule === null} />
        </Fold>
        <FormProblem error={save.error} faults={faults} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={draft.name.trim() === '' || draft.source === ''}
          >
            {rule === null ? 'Create alert' : 'Save'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function What({ draft: { name, kind, source }, faults, onChange }: PartProps) {
  const { names, failure } = useSources(kind);
  return (
    <>
      <TextInput
        label="Name"
        required
        data-autofocus
        error={faults.at.get('/name')}
        value={name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <SourceChoice
        kind={kind}
        name={source}
        known={names}
        failure={failure}
        error={faults.at.get('/source') ?? faults.at.get(`/source/${kind}`)}
        onChange={(chosen, of) => onChange({ kind: chosen, source: of })}
      />
    </>
  );
}

function useFields({ kind, source }: AlertDraft): readonly string[] {
  const sampled = useSampledFields(useSources(kind).topicOf(source));
  return (sampled.data ?? []).map(({ path }) => path);
}

function Condition({ draft, faults, onChange }: PartProps) {
  const { kind, source, where, groupBy } = draft;
  const fields = useFields(draft);
  const { check, current } = useFilterCheck(where, source === '' ? undefined : { kind, name: source });
  const checked = current && check !== undefined && !check.ok ? check.errors : [];
  const refused = faults.at.get('/where');
  const matches = check?.verdicts?.filter(({ verdict }) => verdict === 'match').length;
  return (
    <>
      <Input.Wrapper label="Condition" labelElement="div">
        <FilterInput
          label="Condition"
          placeholder="Every record, or such as  consumed_traffic > 1500000"
          value={where}
          onChange={(text) => onChange({ where: text })}
          errors={
            checked.length > 0 || refused === undefined
              ? checked
              : [{ message: refused, position: 0, length: 1 }]
          }
          fields={fields}
          hint={
            current && check?.ok && matches !== undefined
              ? `true of ${matches} of the newest ${plural(check.verdicts?.length ?? 0, 'record')}`
              : null
          }
        />
      </Input.Wrapper>
      <TextRows
        label="For each"
        one="key"
        about="Counted apart; left empty, all together"
        values={groupBy}
        suggestions={fields}
        error={faults.at.get('/group_by')}
        errorAt={() => undefined}
        onChange={(keys) => onChange({ groupBy: keys })}
      />
    </>
  );
}

function Channels({ draft, faults, onChange, once }: PartProps & { readonly once: boolean }) {
  const { url, secret, topic, time } = draft;
  const fields = useFields(draft);
  return (
    <div className="stack">
      <Group grow align="flex-start">
        <TextInput
          label="Webhook"
          placeholder="https://example.org/hook"
          error={faults.at.get('/webhook/url') ?? faults.at.get('/webhook')}
          value={url}
          onChange={(event) => onChange({ url: event.currentTarget.value })}
        />
        <PasswordInput
          label="Secret"
          description={once ? undefined : 'Left empty, it stays as it is'}
          placeholder="what the posts are signed with"
          autoComplete="new-password"
          disabled={url === ''}
          error={faults.at.get('/webhook/secret')}
          value={secret}
          onChange={(event) => onChange({ secret: event.currentTarget.value })}
        />
      </Group>
      <Group grow align="flex-start">
        {once ? (
          <TextInput
            label="Topic"
            placeholder="sluice-alerts"
            error={faults.at.get('/topic')}
            value={topic}
            onChange={(event) => onChange({ topic: event.currentTarget.value })}
          />
        ) : null}
        <Select
          label="Time of a record"
          searchable
          allowDeselect={false}
          data={[
            { value: '$timestamp', label: 'when it was written to Kafka' },
            ...[...new Set(time === '$timestamp' ? fields : [time, ...fields])].map((path) => ({
              value: path,
              label: path,
            })),
          ]}
          error={faults.at.get('/time')}
          value={time}
          onChange={(chosen) => onChange({ time: chosen ?? '$timestamp' })}
        />
      </Group>
    </div>
  );
}
