import { Button, Checkbox, Group, Modal, MultiSelect, PasswordInput, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { useCreateLanding } from '../../client/landings';
import { useSampledFields } from '../../client/schema';
import { useSources } from '../../client/sources';
import { type Faults, faultsOf } from '../../protocol/faults';
import { landingHref } from '../../protocol/landing';
import {
  type LandingDraft,
  landingOf,
  landingPointers,
  NEW_LANDING,
  suggestedColumns,
} from '../../protocol/landing-draft';
import { Fold } from '../../ui/Fold';
import { SourceChoice } from '../../ui/SourceChoice';
import { FormProblem } from '../../ui/States';
import { ColumnsInput } from './ColumnsInput';

interface CreateLandingProps {
  readonly topic: string | null;
  readonly stream: string | null;
  readonly onClose: () => void;
}

export function CreateLanding({ topic, stream, onClose }: CreateLandingProps) {
  const [draft, setDraft] = useState<LandingDraft>({
    ...NEW_LANDING,
    kind: stream === null ? 'topic' : 'stream',
    source: stream ?? topic ?? '',
    table: tableFor(stream ?? topic ?? ''),
  });
  const change = (changes: Partial<LandingDraft>) => setDraft((previous) => ({ ...previous, ...changes }));
  const create = useCreateLanding();
  const [, navigate] = useLocation();
  const faults = faultsOf(create.error, landingPointers(draft));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(landingOf(draft), {
      onSuccess: (landing) => {
        notifications.show({ message: `Landing ${landing.name} created` });
        navigate(landingHref(landing));
      },
    });
  };
  return (
    <Modal opened onClose={onClose} title="Create landing" size={860}>
      <form className="stack" onSubmit={submit}>
        <SourceFields draft={draft} faults={faults} onChange={change} />
        <TableFields draft={draft} faults={faults} onChange={change} />
        <Columns draft={draft} faults={faults} onChange={change} />
        <KeyFields draft={draft} faults={faults} onChange={change} />
        <Fold
          title="Where and for how long"
          about="another database, another name, retention"
          urgent={['/schema', '/database', '/retention', '/name'].some((pointer) => faults.at.has(pointer))}
        >
          <OtherFields draft={draft} faults={faults} onChange={change} />
        </Fold>
        <FormProblem error={create.error} faults={faults} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={draft.source === '' || draft.table.trim() === ''}
          >
            Create landing
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function tableFor(source: string): string {
  return source.toLowerCase().replaceAll(/[^a-z0-9_]+/g, '_');
}

interface PartProps {
  readonly draft: LandingDraft;
  readonly faults: Faults;
  readonly onChange: (changes: Partial<LandingDraft>) => void;
}

function SourceFields({ draft: { kind, source }, faults, onChange }: PartProps) {
  const { names, failure } = useSources(kind);
  return (
    <SourceChoice
      kind={kind}
      name={source}
      known={names}
      failure={failure}
      error={faults.at.get('/source') ?? faults.at.get(`/source/${kind}`)}
      onChange={(chosen, name) =>
        onChange({ kind: chosen, source: name, table: tableFor(name), columns: [], key: [] })
      }
    />
  );
}

const STARTS = [
  { value: 'earliest', label: 'Earliest: all that is kept' },
  { value: 'latest', label: 'Now: records from here on' },
  { value: '-1h', label: 'One hour ago' },
  { value: '-24h', label: 'One day ago' },
];

function TableFields({ draft: { table, from }, faults, onChange }: PartProps) {
  return (
    <Group grow align="flex-start">
      <TextInput
        label="Table"
        description="Made if it is not there, checked if it is"
        required
        classNames={{ input: 'mono' }}
        spellCheck={false}
        error={faults.at.get('/table')}
        value={table}
        onChange={(event) => onChange({ table: event.currentTarget.value })}
      />
      <Select
        label="Begin with"
        description="Which records land first"
        data={STARTS}
        allowDeselect={false}
        error={faults.at.get('/from')}
        value={from}
        onChange={(start) => onChange({ from: start ?? 'earliest' })}
      />
    </Group>
  );
}

function Columns({ draft, faults, onChange }: PartProps) {
  const { kind, source, columns, rest, keepRest, strict } = draft;
  const sampled = useSampledFields(useSources(kind).topicOf(source));
  return (
    <>
      <ColumnsInput
        columns={columns}
        fields={sampled.data ?? []}
        faults={faults}
        busy={sampled.isFetching}
        onSuggest={() => onChange({ columns: suggestedColumns(sampled.data ?? []) })}
        onChange={(next) => onChange({ columns: next })}
      />
      <Group align="center">
        <Checkbox
          label="Keep what has no column of its own as JSON, in"
          checked={keepRest}
          disabled={strict}
          onChange={(event) => onChange({ keepRest: event.currentTarget.checked })}
        />
        <TextInput
          aria-label="Column of the rest"
          w={140}
          disabled={!keepRest}
          classNames={{ input: 'mono' }}
          error={faults.at.get('/rest')}
          value={rest}
          onChange={(event) => onChange({ rest: event.currentTarget.value })}
        />
        <Checkbox
          label="Strict: a record with an unknown field does not land"
          checked={strict}
          error={faults.at.get('/strict')}
          onChange={(event) =>
            onChange({ strict: event.currentTarget.checked, keepRest: !event.currentTarget.checked })
          }
        />
      </Group>
    </>
  );
}

function KeyFields({ draft: { key, mode, columns }, faults, onChange }: PartProps) {
  return (
    <Group grow align="flex-start">
      <Select
        label="A record with a known key"
        data={[
          { value: 'insert', label: 'is a row of its own' },
          { value: 'upsert', label: 'replaces the row of its key' },
        ]}
        allowDeselect={false}
        error={faults.at.get('/mode')}
        value={mode}
        onChange={(chosen) => onChange({ mode: chosen === 'upsert' ? 'upsert' : 'insert' })}
      />
      <MultiSelect
        label="Key"
        placeholder={key.length === 0 ? 'where the record lies in Kafka' : ''}
        data={columns.map(({ name }) => name).filter((name) => name.trim() !== '')}
        error={faults.at.get('/key')}
        required={mode === 'upsert'}
        value={[...key]}
        onChange={(chosen) => onChange({ key: chosen })}
      />
    </Group>
  );
}

function OtherFields({ draft: { name, schema, database, retention }, faults, onChange }: PartProps) {
  return (
    <div className="stack">
      <PasswordInput
        label="Database"
        description="Left empty, the platform's own. Kept sealed, and never shown again"
        placeholder="postgresql://writer:secret@db.example.org/city"
        autoComplete="off"
        error={faults.at.get('/database')}
        value={database}
        onChange={(event) => onChange({ database: event.currentTarget.value })}
      />
      <Group grow align="flex-start">
        <TextInput
          label="Schema"
          placeholder="found by itself"
          error={faults.at.get('/schema')}
          value={schema}
          onChange={(event) => onChange({ schema: event.currentTarget.value })}
        />
        <TextInput
          label="Keep rows for"
          placeholder="for ever, or such as 30d"
          error={faults.at.get('/retention')}
          value={retention}
          onChange={(event) => onChange({ retention: event.currentTarget.value })}
        />
        <TextInput
          label="Name"
          placeholder="found by itself"
          error={faults.at.get('/name')}
          value={name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
      </Group>
    </div>
  );
}
