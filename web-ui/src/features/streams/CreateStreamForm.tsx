import {
  Button,
  Group,
  Input,
  Modal,
  MultiSelect,
  SegmentedControl,
  Select,
  Switch,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useFilterCheck } from '../../client/filters';
import { useDatasetOptions } from '../../client/search';
import { useCreateStream } from '../../client/streams';
import { useTopics } from '../../client/topics';
import type { LiveSource } from '../../protocol/live';
import { problemOf, reasonsByPointer } from '../../protocol/problem';
import type { StreamSource } from '../../protocol/resources';
import { FilterInput } from '../../ui/FilterInput';
import { ProblemNotice } from '../../ui/States';

type SourceMode = 'datasets' | 'topics' | 'keywords';

interface Draft {
  readonly mode: SourceMode;
  readonly datasets: string[];
  readonly topics: string[];
  readonly keywords: string[];
  readonly matchAll: boolean;
  readonly where: string;
  readonly select: string;
  readonly from: string;
  readonly name: string;
}

const STARTS = [
  { value: 'latest', label: 'Now: records from here on' },
  { value: 'earliest', label: 'Earliest: all that is kept' },
  { value: '-15m', label: '15 minutes ago' },
  { value: '-1h', label: 'One hour ago' },
  { value: '-24h', label: 'One day ago' },
];

const SHOWN = ['/name', '/where', '/source/where', '/select', '/source/select'];

function sourceOf(draft: Draft): StreamSource {
  const { mode, where, select, from } = draft;
  return {
    [mode]: draft[mode],
    ...(mode === 'keywords' ? { match_all: draft.matchAll } : {}),
    ...(where.trim() === '' ? {} : { where: where.trim() }),
    ...(select.trim() === '' ? {} : { select: select.trim() }),
    from,
  };
}

/** With one source, a filter can be checked against what that source is known to hold. */
function checkedAgainst({ mode, datasets, topics }: Draft): LiveSource | undefined {
  const [dataset, ...moreDatasets] = datasets;
  const [topic, ...moreTopics] = topics;
  if (mode === 'datasets' && dataset !== undefined && moreDatasets.length === 0)
    return { kind: 'dataset', name: dataset };
  if (mode === 'topics' && topic !== undefined && moreTopics.length === 0)
    return { kind: 'topic', name: topic };
  return undefined;
}

interface CreateStreamFormProps {
  readonly dataset: string | null;
  readonly topic: string | null;
  readonly where: string;
  readonly onClose: () => void;
}

export function CreateStreamForm({ dataset, topic, where, onClose }: CreateStreamFormProps) {
  const [draft, setDraft] = useState<Draft>({
    mode: topic === null ? 'datasets' : 'topics',
    datasets: dataset === null ? [] : [dataset],
    topics: topic === null ? [] : [topic],
    keywords: [],
    matchAll: true,
    where,
    select: '',
    from: 'latest',
    name: '',
  });
  const change = (changes: Partial<Draft>) => setDraft((previous) => ({ ...previous, ...changes }));
  const { check, current } = useFilterCheck(draft.where, checkedAgainst(draft));
  const create = useCreateStream();
  const reasons = reasonsByPointer(create.error === null ? undefined : problemOf(create.error));
  const faulty = current && check !== undefined && !check.ok;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = draft.name.trim();
    create.mutate(
      { ...(name === '' ? {} : { name }), source: sourceOf(draft) },
      {
        onSuccess: (stream) => {
          notifications.show({ message: `Stream ${stream.name} created` });
          onClose();
        },
      },
    );
  };
  const reasonWhere = reasons.get('/where') ?? reasons.get('/source/where');
  return (
    <Modal opened onClose={onClose} title="Create stream" size="lg">
      <form className="stack" onSubmit={submit}>
        <SourceInput draft={draft} onChange={change} />
        <Input.Wrapper label="Filter" labelElement="div" error={reasonWhere}>
          <FilterInput
            label="Filter"
            placeholder="Every record, or such as  fare_amount > 50"
            value={draft.where}
            onChange={(text) => change({ where: text })}
            errors={faulty ? check.errors : []}
            fields={check?.fields ?? []}
            hint={
              current && check?.ok ? <span style={{ color: 'var(--good)' }}>The filter is sound</span> : null
            }
          />
        </Input.Wrapper>
        <TextInput
          label="Select"
          description="Fields to keep, separated by commas; left empty, the whole value"
          placeholder="fare_amount, pu_location.borough"
          error={reasons.get('/select') ?? reasons.get('/source/select')}
          value={draft.select}
          onChange={(event) => change({ select: event.currentTarget.value })}
        />
        <Group grow align="flex-start">
          <Select
            label="Start"
            data={STARTS}
            allowDeselect={false}
            value={draft.from}
            onChange={(from) => change({ from: from ?? 'latest' })}
          />
          <TextInput
            label="Name"
            placeholder="found by itself"
            error={reasons.get('/name')}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
        </Group>
        <ProblemNotice error={create.error} shown={SHOWN} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={faulty || draft[draft.mode].length === 0}
          >
            Create stream
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function SourceInput({ draft, onChange }: { draft: Draft; onChange: (changes: Partial<Draft>) => void }) {
  const datasets = useDatasetOptions('');
  const topics = useTopics();
  return (
    <div className="stack" style={{ gap: 8 }}>
      <SegmentedControl
        aria-label="Read from"
        style={{ alignSelf: 'flex-start' }}
        value={draft.mode}
        onChange={(mode) => onChange({ mode: mode as SourceMode })}
        data={[
          { value: 'datasets', label: 'Datasets' },
          { value: 'topics', label: 'Topics' },
          { value: 'keywords', label: 'Keywords' },
        ]}
      />
      {draft.mode === 'datasets' ? (
        <MultiSelect
          label="Datasets"
          searchable
          nothingFoundMessage="No such dataset"
          data={withChosen(
            datasets.data?.items.map(({ name }) => name),
            draft.datasets,
          )}
          value={draft.datasets}
          onChange={(chosen) => onChange({ datasets: chosen })}
        />
      ) : null}
      {draft.mode === 'topics' ? (
        <MultiSelect
          label="Topics"
          searchable
          nothingFoundMessage="No such topic"
          data={withChosen(
            topics.data?.items.map(({ name }) => name),
            draft.topics,
          )}
          value={draft.topics}
          onChange={(chosen) => onChange({ topics: chosen })}
        />
      ) : null}
      {draft.mode === 'keywords' ? (
        <>
          <TagsInput
            label="Keywords"
            description="Datasets whose text contains them; Enter after each"
            value={draft.keywords}
            onChange={(keywords) => onChange({ keywords })}
          />
          <Switch
            label="A dataset must contain all of them"
            checked={draft.matchAll}
            onChange={(event) => onChange({ matchAll: event.currentTarget.checked })}
          />
        </>
      ) : null}
    </div>
  );
}

function withChosen(known: readonly string[] | undefined, chosen: readonly string[]): string[] {
  return [...new Set([...chosen, ...(known ?? [])])];
}
